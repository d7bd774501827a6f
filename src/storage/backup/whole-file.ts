import { randomBytes } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { readdir, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { isAlive } from '../database/lock.ts';

/**
 * Writes a file that appears under its name when it is whole, and that only its owner can read. Until then it has a name that
 * nobody can guess and that must be new: a link that somebody put there beforehand would be written through.
 *
 * @throws what the file system says; nothing is left then
 */
export async function writeWhole(file: string, source: Readable, ...through: Transform[]): Promise<void> {
  await removeDrafts(file);
  const draft = `${file}.${process.pid}-${randomBytes(8).toString('hex')}.part`;
  try {
    const target = createWriteStream(draft, { flags: 'wx', mode: 0o600, flush: true });
    await pipeline([source, ...through, target]);
    await rename(draft, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') await rm(draft, { force: true });
    throw error;
  }
}

/** What processes left that were killed while they wrote this file. */
async function removeDrafts(file: string): Promise<void> {
  const folder = dirname(file);
  for (const name of await readdir(folder).catch(() => [])) {
    if (!name.startsWith(`${basename(file)}.`)) continue;
    const pid = /^\.(\d+)-[0-9a-f]{16}\.part$/.exec(name.slice(basename(file).length))?.[1];
    if (pid !== undefined && !isAlive(Number(pid))) await rm(join(folder, name), { force: true });
  }
}
