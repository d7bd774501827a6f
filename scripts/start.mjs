// `npm start`: builds what is stale, then runs the app in this process.
import { ensureBuilt, keepCompiled } from './build.mjs';

try {
  ensureBuilt();
  keepCompiled();
} catch (error) {
  console.error(error.message);
  process.exit(1);
}
await import('../dist/main.js');
