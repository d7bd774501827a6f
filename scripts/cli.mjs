// `npm run seed`, `npm run date` …: builds what is stale, then runs src/cli/<name>.ts with the arguments
// given.
import { ensureBuilt, keepCompiled } from './build.mjs';

const [name, ...args] = process.argv.slice(2);
try {
  ensureBuilt();
  keepCompiled();
} catch (error) {
  console.error(error.message);
  process.exit(1);
}
const { run } = await import(`../dist/cli/${name}.js`);
process.exitCode = await run(args);
