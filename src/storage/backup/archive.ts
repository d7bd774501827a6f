import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { extract, pack } from 'tar-stream';
import { RollcallError } from '../../errors.ts';

/** A file or a folder in an archive. */
export interface ArchiveEntry {
  /** Relative, with `/`. */
  path: string;
  /** The bytes of a file, in chunks of any size; a folder has none. */
  content?: { size: number; chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array> };
}

/**
 * A file's time means nothing here, and its owner is the person who restores it: the same entries make the
 * same bytes.
 */
const file = { mode: 0o600, mtime: new Date(0) };
const folder = { type: 'directory', mode: 0o700, mtime: new Date(0) } as const;

/**
 * Writes a tar archive while it is read. An error in an entry is an error of the archive, and so is a wrong
 * size.
 */
export function tarOf(entries: AsyncIterable<ArchiveEntry>): Readable {
  const archive = pack();
  async function add(): Promise<void> {
    for await (const { path, content } of entries) {
      if (content === undefined) archive.entry({ ...folder, name: `${path}/` });
      else await pipeline(content.chunks, archive.entry({ ...file, name: path, size: content.size }));
    }
    archive.finalize();
  }
  add().catch((error: unknown) => archive.destroy(error as Error));
  return Readable.from(archive, { objectMode: false });
}

/**
 * Reads a tar archive, entry by entry; read an entry's content before asking for the next one.
 *
 * @throws RollcallError `invalid-input` if it isn't an archive, is cut short, or has anything but files and
 *   folders
 */
export async function* unpacked(archive: AsyncIterable<Uint8Array>): AsyncGenerator<ArchiveEntry> {
  const entries = extract();
  const reading = pipeline(archive, entries);
  // The loop throws it first, unless the caller leaves the loop early.
  reading.catch(() => {});
  try {
    for await (const entry of entries) {
      const { name, type, size } = entry.header;
      const path = name.replace(/\/$/, '');
      if (type === 'directory') yield { path };
      else if (type === 'file')
        yield { path, content: { size, chunks: readable(entry as AsyncIterable<Uint8Array>, reading) } };
      else throw notAnArchive();
    }
    await reading;
  } catch (error) {
    throw explained(await causeOf(error, reading));
  }
}

async function* readable(
  content: AsyncIterable<Uint8Array>,
  reading: Promise<void>,
): AsyncGenerator<Uint8Array> {
  try {
    yield* content;
  } catch (error) {
    throw explained(await causeOf(error, reading));
  }
}

/** When a stream fails, its reader may only learn that it was destroyed. The pipeline has the real error. */
async function causeOf(error: unknown, reading: Promise<void>): Promise<unknown> {
  if (!(error instanceof Error) || error.message !== 'Stream was destroyed') return error;
  return reading.then(
    () => error,
    (cause: unknown) => cause,
  );
}

/** tar-stream's own errors have no code. Errors from files and gzip that pass through it have one. */
const explained = (error: unknown): unknown =>
  error instanceof Error &&
  !('code' in error) &&
  /^(?:Invalid|Header|Unexpected end|Stream was destroyed)/.test(error.message)
    ? notAnArchive()
    : error;

const notAnArchive = (): RollcallError =>
  new RollcallError('invalid-input', 'It is not an archive of files and folders, or not all of one.');
