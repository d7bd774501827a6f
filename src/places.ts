import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

// The code runs from src/ (tests, tsx) and, bundled, from anywhere in dist/: a module's own path doesn't tell
// where its neighbors are.
const here = fileURLToPath(import.meta.url);

/** True if the sources run directly, false if `npm run build` bundled them. */
export const fromSource = here.endsWith('.ts');

/** The folder of package.json: manifest.yml and prisma/ are in it either way. */
export const root = rootAbove(dirname(here));

/** A file or folder under src/, or its built counterpart in dist/. */
export function builtPlace(path: string): string {
  return join(root, fromSource ? 'src' : 'dist', path);
}

function rootAbove(folder: string): string {
  return existsSync(join(folder, 'package.json')) ? folder : rootAbove(dirname(folder));
}
