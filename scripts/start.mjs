// `npm start`: builds what is stale, then runs the app in this process.
import { buildIfStale } from './build.mjs';

try {
  buildIfStale();
} catch (error) {
  console.error(error.message);
  process.exit(1);
}
await import('../dist/main.js');
