import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream, existsSync } from 'node:fs';
import { mkdir, open, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { RollcallError } from '../../errors.ts';
import { holdRestoredCampaigns } from '../campaigns/restored.ts';
import { openStorage } from '../database/client.ts';
import { noRoom } from '../database/disk.ts';
import { makeFolder } from '../database/embedded.ts';
import { holdFolder } from '../database/hold-folder.ts';
import { isAlive } from '../database/lock.ts';
import { migrationNames } from '../database/migrate.ts';
import { type SecretOptions, secretMark } from '../database/secret.ts';
import { quietRestoredWatches } from '../watches/restored.ts';
import { type ArchiveEntry, unpacked } from './archive.ts';
import { type BackupNotes, notesName, notesSchema, sumsName, sumsSchema } from './format.ts';
import { decideRestore, finishRestore } from './restored.ts';

/** The major version of the embedded PostgreSQL. */
const embeddedPostgres = '18';

export interface Restored {
  madeAt: Date;
  contacts: number;
  /** Migrations that the backup did not have yet. */
  applied: string[];
  /** Campaigns that were not finished: they are held until someone decides. */
  heldCampaigns: number;
  /** Where the previous database is now. */
  aside: string | undefined;
  withSecret: boolean;
}

/**
 * Puts the database of a backup into a data folder. It is unpacked, checked, opened and updated beside its
 * place first; only then is the previous one moved aside. If it is killed at any moment, one of the two is
 * complete.
 *
 * @param options.replace continues if the folder already has a database
 * @param options.secret ROLLCALL_SECRET, if it is set: it, or one of `secretsBefore`, must be the backup's
 * @throws RollcallError `busy` while an app runs on the folder, `taken` if the folder is in use and `replace`
 *   isn't set, `invalid-input` if the file isn't a backup, is damaged, or comes from a newer version
 */
export async function restoreBackup(
  options: SecretOptions & { file: string; replace: boolean },
): Promise<Restored> {
  const { file } = options;
  const folder = resolve(options.dataDir);
  // Reports a wrong file name at once, before creating anything.
  await open(file).then(
    (handle) => handle.close(),
    (error) => {
      throw noRoom(error, file) ?? error;
    },
  );
  makeFolder(folder);
  const leave = await holdFolder(folder, 'npm run restore');
  const staging = join(folder, `restore-${process.pid}`);
  try {
    finishRestore(folder);
    await removeLeftovers(folder);
    const taken = existsSync(join(folder, 'postgres'));
    if (taken && !options.replace) {
      throw new RollcallError('taken', `The data folder ${folder} already contains a database.`, {
        hint: 'Use --replace to replace it with the backup; the current one is set aside, not deleted. Or set DATA_DIR to another folder.',
      });
    }
    await mkdir(staging, { mode: 0o700 });
    const notes = await unpack(file, { staging, secrets: options });
    const opened = await tryOut(staging, { file, secrets: options, madeAt: new Date(notes.madeAt) });
    const name = `before-restore-${new Date()
      .toISOString()
      .replace(/\.\d+Z$/, '')
      .replaceAll(':', '-')}`;
    const aside = existsSync(join(folder, name)) ? `${name}-${process.pid}` : name;
    decideRestore(folder, { staging, aside });
    return {
      madeAt: new Date(notes.madeAt),
      ...opened,
      aside: taken ? join(folder, aside) : undefined,
      withSecret: notes.secret.inside,
    };
  } catch (error) {
    throw noRoom(error, staging) ?? error;
  } finally {
    await rm(staging, { recursive: true, force: true });
    await leave();
  }
}

/** Removes what killed restores left. */
async function removeLeftovers(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    const pid = /^restore-(\d+)$/.exec(name)?.[1];
    if (pid !== undefined && (Number(pid) === process.pid || !isAlive(Number(pid))))
      await rm(join(folder, name), { recursive: true, force: true });
  }
}

async function unpack(
  file: string,
  { staging, secrets }: { staging: string; secrets: SecretOptions },
): Promise<BackupNotes> {
  let notes: BackupNotes | undefined;
  let kept: string | undefined;
  // Compared as file systems that ignore case do.
  const seen = new Set<string>();
  const made: Record<string, string> = {};
  let wanted: Record<string, string> | undefined;
  const source = createReadStream(file);
  const plain = createGunzip();
  source.on('error', (error) => plain.destroy(error));
  try {
    for await (const { path, content } of unpacked(source.pipe(plain))) {
      // The second would replace the first: the file on disk would not be the one that was checked.
      if (seen.has(path.toLowerCase())) throw noPart();
      seen.add(path.toLowerCase());
      if (notes === undefined) {
        if (path !== notesName) throw noBackup(file);
        notes = await readNotes(file, { text: await textOf(content), secrets });
      } else if (content === undefined) await mkdir(placeOf(staging, path), { recursive: true, mode: 0o700 });
      else if (path === sumsName) wanted = sumsSchema.parse(JSON.parse(await textOf(content)));
      else if (path === 'secret') {
        kept = await textOf(content);
        await writeFile(join(staging, path), kept, { mode: 0o600 });
      } else {
        const hash = createHash('sha256');
        const place = placeOf(staging, path);
        await mkdir(join(place, '..'), { recursive: true, mode: 0o700 });
        await pipeline(
          async function* () {
            for await (const chunk of content.chunks) {
              hash.update(chunk);
              yield chunk;
            }
          },
          createWriteStream(place, { mode: 0o600 }),
        );
        made[path] = hash.digest('hex');
      }
    }
  } catch (error) {
    throw explained(error, { file, begun: notes !== undefined });
  } finally {
    source.destroy();
    plain.destroy();
  }
  const sorted = (sums: Record<string, string> = {}) => JSON.stringify(Object.entries(sums).sort());
  if (notes === undefined || sorted(made) !== sorted(wanted)) throw damaged(file);
  // The checksums don't cover the secret: the mark in the notes does.
  const { inside, mark } = notes.secret;
  if (inside ? kept === undefined || secretMark(kept.trim()) !== mark : kept !== undefined)
    throw damaged(file);
  return notes;
}

/** Always inside the database's folder, whatever path a file gives. */
function placeOf(staging: string, path: string): string {
  const isInside = /^postgres(\/[\w.-]+)*$/.test(path) && !path.split('/').includes('..');
  if (!isInside) throw noPart();
  return join(staging, path);
}

async function textOf(content: ArchiveEntry['content']): Promise<string> {
  if (content === undefined || content.size > 10_000_000) throw noPart();
  const chunks: Uint8Array[] = [];
  for await (const chunk of content.chunks) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}

async function readNotes(
  file: string,
  { text, secrets }: { text: string; secrets: SecretOptions },
): Promise<BackupNotes> {
  const notes = notesSchema.safeParse(JSON.parse(text)).data;
  if (notes === undefined) throw noBackup(file);
  const known = new Set(await migrationNames());
  const unknown = notes.migrations.find(({ name }) => !known.has(name));
  if (unknown !== undefined || notes.postgres !== embeddedPostgres) {
    const what = unknown === undefined ? `PostgreSQL ${notes.postgres}` : `the migration ${unknown.name}`;
    throw new RollcallError(
      'invalid-input',
      `${file} is from another version of Rollcall: it contains ${what}.`,
      {
        hint: 'Restore it with the version that created it, or a newer one.',
      },
    );
  }
  const { secret, secretsBefore = [] } = secrets;
  const given = secret === undefined ? undefined : [secret, ...secretsBefore].map(secretMark);
  if (given !== undefined && !given.includes(notes.secret.mark)) {
    throw new RollcallError(
      'invalid-input',
      `${file} was created with a different secret than ROLLCALL_SECRET.`,
      {
        hint: notes.secret.inside
          ? 'Unset ROLLCALL_SECRET: the secret is in the backup. With another one, people who were erased could come back.'
          : 'Set ROLLCALL_SECRET as it was where the backup was made, or add that one to ROLLCALL_SECRETS_BEFORE. Under another one, people who were forgotten could come back.',
      },
    );
  }
  if (given === undefined && !notes.secret.inside) {
    throw new RollcallError(
      'invalid-input',
      `${file} was created with a ROLLCALL_SECRET, which isn’t set here.`,
      {
        hint: 'Set ROLLCALL_SECRET as it was where the backup was made. Under another one, people who were forgotten could come back.',
      },
    );
  }
  return notes;
}

/** Opens it as the app will, and updates it: a database that can't be opened must not replace another one. */
async function tryOut(
  staging: string,
  { file, secrets, madeAt }: { file: string; secrets: SecretOptions; madeAt: Date },
): Promise<{ contacts: number; applied: string[]; heldCampaigns: number }> {
  const before = (await readFile(join(staging, 'postgres', 'PG_VERSION'), 'utf8').catch(() => '')).trim();
  if (before === '') throw damaged(file);
  const lines: string[] = [];
  const storage = await openStorage({ ...secrets, dataDir: staging, log: (line) => lines.push(line) });
  try {
    const contacts = await storage.prisma.contact.count();
    const applied = lines.flatMap((line) => /applied (.*)\.$/.exec(line)?.[1]?.split(', ') ?? []);
    const heldCampaigns = await holdRestoredCampaigns(storage.pool, { madeAt, now: new Date() });
    await quietRestoredWatches(storage.pool);
    return { contacts, applied, heldCampaigns };
  } finally {
    await storage.close();
  }
}

function explained(error: unknown, { file, begun }: { file: string; begun: boolean }): unknown {
  const code = (error as NodeJS.ErrnoException).code ?? '';
  if (error instanceof RollcallError && error.message.includes(file)) return error;
  if (code.startsWith('Z_') || error instanceof RollcallError || error instanceof SyntaxError)
    return begun ? damaged(file) : noBackup(file);
  return error;
}

const noPart = (): RollcallError =>
  new RollcallError('invalid-input', 'It contains something that isn’t part of a backup.');

const noBackup = (file: string): RollcallError =>
  new RollcallError('invalid-input', `${file} is not a Rollcall backup.`, {
    hint: 'Use a file that npm run backup created.',
  });

const damaged = (file: string): RollcallError =>
  new RollcallError('invalid-input', `${file} is damaged or incomplete: it doesn’t match its checksums.`, {
    hint: 'Nothing changed. Take another backup, or copy the file again.',
  });
