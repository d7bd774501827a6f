// One hash for everything that decides what the playground's page looks like: the pictures in docs/screenshots were taken of that state.
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The hash of the pictured page, beside the pictures. */
export const hashFile = 'docs/screenshots/page.sha256';

/** @param root the folder of package.json */
export function pageHash(root = '.') {
  const page = join(root, 'src/playground/page');
  const files = readdirSync(page, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
  const hash = createHash('sha256');
  for (const file of files) {
    hash.update(file.slice(page.length));
    hash.update(readFileSync(file));
  }
  return hash.digest('hex');
}
