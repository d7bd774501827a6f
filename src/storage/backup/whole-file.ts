import { randomBytes } from 'node:crypto';
import { createWriteStream, lstatSync } from 'node:fs';
import { link, readdir, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { RollcallError } from '../../errors.ts';
import { isAlive } from '../database/lock.ts';

/**
 * Writes a file that appears under its name when it is whole, and that only its owner can read. Until then it has a name that
 * nobody can guess and that must be new: a link that somebody put there beforehand would be written through.
 *
 * @param options.replace whether a file that has the name by then is overwritten
 * @param options.through what the source goes through on its way
 * @throws RollcallError `invalid-input` if there is such a file and `replace` is false; else what the file system says. Nothing
 *   is left then
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
 * @throws RollcallError `invalid-input` if there is something under the file's name, and it is not to be replaced
 */
export function refuseTaken(file: string, { replace }: { replace: boolean }): void {
  if (!replace && lstatSync(file, { throwIfNoEntry: false }) !== undefined) throw taken(file);
}

const taken = (file: string): RollcallError =>
  new RollcallError('invalid-input', `${file} already exists.`, {
    hint: 'Nothing was saved. Choose another name, or overwrite it with --replace.',
  });

/**
 * Gives the draft its name unless something has that name by now. Renaming would overwrite it.
 *
 * @returns false on file systems that know no links
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

/** What processes left that were killed while they wrote this file. */
async function removeDrafts(file: string): Promise<void> {
  const folder = dirname(file);
  for (const name of await readdir(folder).catch(() => [])) {
    if (!name.startsWith(`${basename(file)}.`)) continue;
    const pid = /^\.(\d+)-[0-9a-f]{16}\.part$/.exec(name.slice(basename(file).length))?.[1];
    if (pid !== undefined && !isAlive(Number(pid))) await rm(join(folder, name), { force: true });
  }
}
