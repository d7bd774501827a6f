import { createHash } from 'node:crypto';
import { constants, createReadStream } from 'node:fs';
import { copyFile, mkdir, readdir, readFile, rm, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { createGzip } from 'node:zlib';
import pg from 'pg';
import { RollcallError } from '../../errors.ts';
import { atSocket } from '../database/at-socket.ts';
import { noRoom } from '../database/disk.ts';
import { findEmbedded, startEmbedded } from '../database/embedded.ts';
import { isAlive } from '../database/lock.ts';
import { keptSecret, readKeptSecret, secretMark } from '../database/secret.ts';
import { type ArchiveEntry, tarOf } from './archive.ts';
import { type BackupNotes, backupFormat, notesName, sumsName } from './format.ts';
import { writeWhole } from './whole-file.ts';

export interface MadeBackup {
  /** The size of the file in bytes. */
  size: number;
  /** How long the database was blocked, in ms. */
  heldMs: number;
  /** The file contains the secret: it was created and kept in the data folder. */
  withSecret: boolean;
}

/**
 * Writes the embedded database into one file, whether an app uses it or not: all at one moment, with the
 * secret from the data folder. The file gets its name once it is complete, and only its owner can read it.
 *
 * While an app runs, this takes its database's only session for a transaction, so nothing is written while
 * the files are copied beside their place; the copy is packed afterwards. docs/decisions/020-backup.md.
 *
 * @param options.replace whether to overwrite an existing file
 * @param options.secret ROLLCALL_SECRET, if it is set: it is not written into the file
 * @throws RollcallError `not-found` if there is no database, `unavailable` if the disk is full or the
 *   database stopped
 */
export async function makeBackup(options: {
  dataDir: string;
  file: string;
  replace: boolean;
  secret?: string | undefined;
}): Promise<MadeBackup> {
  const folder = resolve(options.dataDir);
  const copy = join(folder, `backup-${process.pid}`);
  try {
    await removeLeftovers(folder);
    const { migrations, marks, heldMs } = await copyAtOneMoment(folder, copy);
    const kept = options.secret === undefined ? secretFor(folder, marks) : undefined;
    const mark = secretMark(options.secret ?? kept ?? '');
    // Nobody could restore it: people who were erased would not be recognized.
    if (marks.length > 0 && !marks.includes(mark)) throw otherSecret(options.secret !== undefined);
    const notes: BackupNotes = {
      format: backupFormat,
      postgres: (await readFile(join(copy, 'PG_VERSION'), 'utf8')).trim(),
      migrations,
      madeAt: new Date().toISOString(),
      secret: { mark, inside: kept !== undefined },
    };
    const entries = tarOf(entriesOf(notes, kept, copy));
    // Fast rather than small: either way, the pages of a database shrink to a fifth.
    await writeWhole(options.file, entries, {
      replace: options.replace,
      through: [createGzip({ level: 1 })],
    });
    return { size: (await stat(options.file)).size, heldMs, withSecret: kept !== undefined };
  } catch (error) {
    throw noRoom(error, options.file) ?? error;
  } finally {
    await rm(copy, { recursive: true, force: true });
  }
}

/** The secret in the folder. A database that was never opened has none yet: then one is created. */
function secretFor(folder: string, marks: readonly string[]): string | undefined {
  return marks.length === 0 ? keptSecret(folder) : (readKeptSecret(folder) ?? '');
}

const otherSecret = (isSet: boolean): RollcallError =>
  new RollcallError(
    'misconfigured',
    isSet
      ? "ROLLCALL_SECRET doesn't match this database."
      : 'ROLLCALL_SECRET isn’t set, and this database needs it.',
    { hint: 'No backup was created. Set ROLLCALL_SECRET to the value the app uses.' },
  );

/** Removes copies from backups that were killed. */
async function removeLeftovers(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    const pid = /^backup-(\d+)$/.exec(name)?.[1];
    if (pid !== undefined && !isAlive(Number(pid)))
      await rm(join(folder, name), { recursive: true, force: true });
  }
}

async function copyAtOneMoment(
  folder: string,
  copy: string,
): Promise<{ migrations: BackupNotes['migrations']; marks: string[]; heldMs: number }> {
  const joined = await findEmbedded(folder);
  const started =
    joined === undefined
      ? await startEmbedded({ dataDir: folder, onLost: () => {}, tool: 'npm run backup' })
      : undefined;
  const client = new pg.Client(atSocket(joined ?? started?.socket ?? ''));
  let lost = false;
  client.on('error', () => {
    lost = true;
  });
  try {
    await client.connect();
    await client.query('BEGIN');
    const began = Date.now();
    const { rows } = await client.query<BackupNotes['migrations'][number]>(
      'SELECT migration_name AS name, checksum FROM _prisma_migrations WHERE rolled_back_at IS NULL ORDER BY 1',
    );
    const hasMarks = await client.query("SELECT FROM pg_class WHERE oid = to_regclass('secret_marks')");
    const marks =
      hasMarks.rowCount === 0
        ? []
        : (await client.query<{ mark: string }>('SELECT mark FROM secret_marks')).rows;
    // So that opening the copy has little to replay.
    await client.query('CHECKPOINT');
    await copyFolder(join(folder, 'postgres'), copy);
    // The transaction must still be ours at its end: a database that restarted meanwhile has written.
    await client.query('COMMIT').catch(() => {
      lost = true;
    });
    if (lost) {
      throw new RollcallError(
        'unavailable',
        'The database stopped while it was being copied, so no backup was created.',
        {
          hint: 'Try again when the app is running.',
        },
      );
    }
    return { migrations: rows, marks: marks.map(({ mark }) => mark), heldMs: Date.now() - began };
  } finally {
    await client.end().catch(() => {});
    await started?.close();
  }
}

/** A clone if the file system supports it: it takes no time and no space. */
async function copyFolder(from: string, to: string): Promise<void> {
  await mkdir(to, { mode: 0o700 });
  for (const entry of await readdir(from, { withFileTypes: true })) {
    const [source, target] = [join(from, entry.name), join(to, entry.name)];
    if (entry.isDirectory()) await copyFolder(source, target);
    else if (entry.isFile()) await copyFile(source, target, constants.COPYFILE_FICLONE);
  }
}

/**
 * Notes come first, so they can be checked before anything is unpacked; checksums last, to show that nothing
 * before them is missing.
 */
async function* entriesOf(
  notes: BackupNotes,
  secret: string | undefined,
  copy: string,
): AsyncGenerator<ArchiveEntry> {
  const sums: Record<string, string> = {};
  yield text(notesName, JSON.stringify(notes, null, 2));
  if (secret !== undefined) yield text('secret', `${secret}\n`);
  for (const name of await readdir(copy, { recursive: true })) {
    const path = `postgres/${name}`;
    const info = await stat(join(copy, name));
    if (info.isDirectory()) yield { path };
    else yield { path, content: { size: info.size, chunks: summed(path, join(copy, name)) } };
  }
  yield text(sumsName, JSON.stringify(sums));

  async function* summed(path: string, file: string): AsyncGenerator<Uint8Array> {
    const hash = createHash('sha256');
    for await (const chunk of createReadStream(file)) {
      hash.update(chunk);
      yield chunk;
    }
    sums[path] = hash.digest('hex');
  }
}

function text(path: string, content: string): ArchiveEntry {
  const bytes = Buffer.from(content);
  return { path, content: { size: bytes.length, chunks: [bytes] } };
}
