import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** What a restore puts in place, and what it puts aside: all that belongs together. */
const parts = ['secret', 'postgres'] as const;

/**
 * Puts a restored database in place, for which everything is ready in `<folder>/restored`: the renaming of that folder
 * was the decision. Can be called again after it was killed at any moment, and is, by every start; for who holds the
 * folder.
 */
export function finishRestore(folder: string): void {
  const restored = join(folder, 'restored');
  if (!existsSync(restored)) return;
  const aside = join(folder, readFileSync(join(restored, 'aside'), 'utf8'));
  for (const part of parts) {
    const [next, present] = [join(restored, part), join(folder, part)];
    if (!existsSync(next)) continue;
    if (existsSync(present)) {
      mkdirSync(aside, { recursive: true, mode: 0o700 });
      renameSync(present, join(aside, part));
    }
    renameSync(next, present);
  }
  rmSync(restored, { recursive: true });
}

/** Decides it: from here on, the database that was made ready in `staging` is the folder's. */
export function decideRestore(folder: string, { staging, aside }: { staging: string; aside: string }): void {
  writeFileSync(join(staging, 'aside'), aside);
  renameSync(staging, join(folder, 'restored'));
  finishRestore(folder);
}
