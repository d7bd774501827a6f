import { RollcallError } from '../../errors.ts';

/** A file or a folder of an archive. */
export interface TarEntry {
  /** Relative, with `/`; at most 100 bytes. */
  path: string;
  /** Bytes of a file's content, in pieces of any size; a folder has none. */
  content?: { size: number; chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array> };
}

const block = 512;

/**
 * Writes a tar archive (ustar) that every tar can read. It is all that a backup needs: files and folders of its owner's.
 *
 * @throws RangeError for a path or a size that the format has no room for
 */
export async function* packTar(entries: AsyncIterable<TarEntry>): AsyncGenerator<Uint8Array> {
  for await (const { path, content } of entries) {
    yield header(path, content?.size);
    if (content === undefined) continue;
    let written = 0;
    for await (const chunk of content.chunks) {
      written += chunk.length;
      yield chunk;
    }
    if (written !== content.size)
      throw new RangeError(`${path} has ${written} bytes in place of ${content.size}`);
    yield Buffer.alloc(padding(written));
  }
  yield Buffer.alloc(2 * block);
}

/**
 * Reads what `packTar` wrote, entry by entry; an entry's content has to be read before the next one is asked for.
 *
 * @throws RollcallError `invalid-input` for what is no such archive, or ends before its end
 */
export async function* readTar(archive: AsyncIterable<Uint8Array>): AsyncGenerator<TarEntry> {
  const source = archive[Symbol.asyncIterator]();
  let rest: Uint8Array = Buffer.alloc(0);

  /** The next bytes, at most so many and at least one. */
  async function next(most: number): Promise<Uint8Array> {
    while (rest.length === 0) {
      const { done, value } = await source.next();
      if (done === true) throw cutShort();
      rest = value;
    }
    const taken = rest.subarray(0, most);
    rest = rest.subarray(taken.length);
    return taken;
  }

  async function* exactly(size: number): AsyncGenerator<Uint8Array> {
    for (let left = size; left > 0; ) {
      const chunk = await next(left);
      left -= chunk.length;
      yield chunk;
    }
  }

  async function whole(size: number): Promise<Buffer> {
    const chunks: Uint8Array[] = [];
    for await (const chunk of exactly(size)) chunks.push(chunk);
    return Buffer.concat(chunks);
  }

  for (;;) {
    const head = await whole(block);
    // Two empty blocks end it; the bytes behind them are read, so that the checksum of what it is packed in is looked at.
    if (head.every((byte) => byte === 0)) {
      await whole(block);
      while ((await source.next()).done !== true);
      return;
    }
    const { path, size } = readHeader(head);
    if (size === undefined) yield { path };
    else {
      yield { path, content: { size, chunks: exactly(size) } };
      await whole(padding(size));
    }
  }
}

const padding = (size: number): number => (block - (size % block)) % block;

function header(path: string, size: number | undefined): Buffer {
  const head = Buffer.alloc(block);
  const name = size === undefined ? `${path}/` : path;
  if (Buffer.byteLength(name) > 100) throw new RangeError(`${path} has a name that’s too long`);
  if (size !== undefined && size >= 8 ** 11) throw new RangeError(`${path} is too large`);
  head.write(name, 0);
  head.write(size === undefined ? '0000700\0' : '0000600\0', 100);
  for (const at of [108, 116]) head.write('0000000\0', at);
  head.write(`${octal(size ?? 0, 11)}\0`, 124);
  head.write(`${octal(0, 11)}\0`, 136);
  head.write(size === undefined ? '5' : '0', 156);
  head.write('ustar\x0000', 257);
  head.write(`${octal(sumOf(head), 6)}\0 `, 148);
  return head;
}

function readHeader(head: Buffer): { path: string; size: number | undefined } {
  const text = (at: number, length: number) =>
    head.toString('utf8', at, at + length).replace(/[\0 ].*$/s, '');
  const kind = head.toString('latin1', 156, 157);
  const size = Number.parseInt(text(124, 12), 8);
  const isOurs =
    head.toString('latin1', 257, 262) === 'ustar' && Number.parseInt(text(148, 8), 8) === sumOf(head);
  if (!isOurs || !['0', '5'].includes(kind) || !Number.isInteger(size))
    throw new RollcallError('invalid-input', 'It contains something that isn’t part of a backup.');
  return { path: text(0, 100).replace(/\/$/, ''), size: kind === '5' ? undefined : size };
}

/** The sum of the header's bytes, its own place taken as spaces. */
const sumOf = (head: Buffer): number =>
  head.reduce((sum, byte, at) => sum + (at >= 148 && at < 156 ? 0x20 : byte), 0);

const octal = (value: number, digits: number): string => value.toString(8).padStart(digits, '0');

const cutShort = (): RollcallError => new RollcallError('invalid-input', 'It’s incomplete.');
