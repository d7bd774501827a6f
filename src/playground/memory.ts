import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Kept, Memory } from './slack-server/options.ts';

/** How long to wait after a change before writing, in milliseconds: changes come in groups. */
const PAUSE_MS = 500;

/**
 * Keeps the playground's conversations in the data folder: `playground.json`, and one file in `playground-files` for each that was
 * shared. A kill loses at most the last half second.
 */
export async function openMemory(folder: string, log: (line: string) => void = () => {}): Promise<Memory> {
  const place = join(folder, 'playground.json');
  const shared = join(folder, 'playground-files');
  const before = await read(place, shared);
  // Without the messages, nothing says what these files are, and new ones may get their ids.
  if (before === undefined) await rm(shared, { recursive: true, force: true });
  const written = new Set(before?.files.map(({ id }) => id));
  let waiting: NodeJS.Timeout | undefined;
  let latest: (() => Kept) | undefined;
  let writing: Promise<void> = Promise.resolve();

  async function write({ files, ...rest }: Kept): Promise<void> {
    await mkdir(shared, { recursive: true });
    for (const { id, bytes } of files) {
      if (bytes === null || written.has(id)) continue;
      await writeFile(join(shared, id), bytes, { mode: 0o600 });
      written.add(id);
    }
    const known = files.map(({ bytes: _, ...file }) => file);
    await writeFile(`${place}.draft`, JSON.stringify({ ...rest, files: known }), { mode: 0o600 });
    await rename(`${place}.draft`, place);
    const kept = new Set(files.map(({ id }) => id));
    for (const id of [...written].filter((each) => !kept.has(each))) {
      await rm(join(shared, id), { force: true });
      written.delete(id);
    }
  }

  function writeNow(): Promise<void> {
    clearTimeout(waiting);
    waiting = undefined;
    const now = latest?.();
    latest = undefined;
    if (now !== undefined)
      writing = writing
        .then(() => write(now))
        .catch((error: unknown) => log(`messages were not kept: ${error}`));
    return writing;
  }

  return {
    before,
    keep(now) {
      latest = now;
      waiting ??= setTimeout(() => void writeNow(), PAUSE_MS).unref();
    },
    settled: writeNow,
  };
}

/** What was kept; undefined if there is nothing, or it can't be read: then the playground starts over. */
async function read(place: string, shared: string): Promise<Kept | undefined> {
  try {
    const { files, ...rest } = JSON.parse(await readFile(place, 'utf8')) as Kept;
    const there = new Set(await readdir(shared).catch(() => []));
    const withBytes = files
      .filter(({ id }) => there.has(id))
      .map(async (file) => ({
        ...file,
        bytes: await readFile(join(shared, file.id)),
      }));
    return { ...rest, files: await Promise.all(withBytes) };
  } catch {
    return undefined;
  }
}
