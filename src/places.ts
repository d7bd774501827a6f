import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

// The code runs from src/ (tests, tsx) and, bundled, from anywhere in dist/: where a module lies says nothing about where
// its neighbours are.
const here = fileURLToPath(import.meta.url);

/** True where the sources run as they are, false in what `npm run build` made of them. */
export const fromSource = here.endsWith('.ts');

/** The folder of package.json: it holds manifest.yml and prisma/ in either case. */
export const root = rootAbove(dirname(here));

/** A file or folder under src/, or what was made of it in dist/. */
export function builtPlace(path: string): string {
  return join(root, fromSource ? 'src' : 'dist', path);
}

function rootAbove(folder: string): string {
  return existsSync(join(folder, 'package.json')) ? folder : rootAbove(dirname(folder));
}
