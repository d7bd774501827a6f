import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** What a restore puts in place and moves aside: these belong together. */
const parts = ['secret', 'postgres'] as const;

/**
 * Puts a restored database in place. Everything is ready in `<folder>/restored`: renaming that folder was the
 * decision. It can run again after being killed at any moment, and every start runs it. Only the process that
 * holds the folder may call it.
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

/** Decides the restore: from here on, the database in `staging` is the folder's. */
export function decideRestore(folder: string, { staging, aside }: { staging: string; aside: string }): void {
  writeFileSync(join(staging, 'aside'), aside);
  renameSync(staging, join(folder, 'restored'));
  finishRestore(folder);
}
