import { randomBytes } from 'node:crypto';
import { createWriteStream, lstatSync } from 'node:fs';
import { link, readdir, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { RollcallError } from '../../errors.ts';
import { isAlive } from '../database/lock.ts';

/**
 * Writes a file that appears under its name once it is complete, and that only its owner can read. Until then
 * it has a name that nobody can guess and that must be new: otherwise it would write through a link that
 * someone put there beforehand.
 *
 * @param options.replace whether to overwrite a file that has the name by then
 * @param options.through the stages that the source passes through
 * @throws RollcallError `invalid-input` if such a file exists and `replace` is false; otherwise the file
 *   system's error. Nothing is left in that case
 */
export async function writeWhole(
  file: string,
  source: Readable,
  { replace, through = [] }: { replace: boolean; through?: Transform[] },
): Promise<void> {
  refuseTaken(file, { replace });
  await removeDrafts(file);
  const draft = `${file}.${process.pid}-${randomBytes(8).toString('hex')}.part`;
  try {
    const target = createWriteStream(draft, { flags: 'wx', mode: 0o600, flush: true });
    await pipeline([source, ...through, target]);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') await rm(draft, { force: true });
    throw error;
  }
  try {
    if (replace || !(await isLinked(draft, file))) {
      refuseTaken(file, { replace });
      await rename(draft, file);
    }
  } finally {
    await rm(draft, { force: true });
  }
}

/**
 * Call it before long work whose result goes into a file.
 *
 * @throws RollcallError `invalid-input` if something has the file's name and may not be replaced
 */
export function refuseTaken(file: string, { replace }: { replace: boolean }): void {
  if (!replace && lstatSync(file, { throwIfNoEntry: false }) !== undefined) throw taken(file);
}

const taken = (file: string): RollcallError =>
  new RollcallError('invalid-input', `${file} already exists.`, {
    hint: 'Nothing was saved. Choose another name, or overwrite it with --replace.',
  });

/**
 * Gives the draft its name unless something else already has that name. Renaming would overwrite it.
 *
 * @returns false on file systems without hard links
 */
async function isLinked(draft: string, file: string): Promise<boolean> {
  try {
    await link(draft, file);
    return true;
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST') throw taken(file);
    if (['EPERM', 'ENOSYS', 'ENOTSUP', 'EOPNOTSUPP', 'EMLINK'].includes(code)) return false;
    throw error;
  }
}

/** Removes what killed processes left while they wrote this file. */
async function removeDrafts(file: string): Promise<void> {
  const folder = dirname(file);
  for (const name of await readdir(folder).catch(() => [])) {
    if (!name.startsWith(`${basename(file)}.`)) continue;
    const pid = /^\.(\d+)-[0-9a-f]{16}\.part$/.exec(name.slice(basename(file).length))?.[1];
    if (pid !== undefined && !isAlive(Number(pid))) await rm(join(folder, name), { force: true });
  }
}
