import { decoderOf } from './decoder.ts';
import { type Delimiter, delimiterNamed } from './delimiters.ts';
import type { Encoding } from './encodings.ts';
import { guessEncoding } from './guess-encoding.ts';
import { type CsvSource, piecesOf } from './source.ts';

/**
 * The text of a file in pieces, with line breaks as `\n` and without the byte-order mark. Excel's "sep=;"
 * line is emptied, so that the lines keep their numbers. NULs are left out: PostgreSQL can't store them. (A
 * file that begins with NULs is refused earlier.)
 */
export async function* textOf(source: CsvSource, encoding: Encoding): AsyncGenerator<string, void> {
  const decoder = await decoderOf(encoding);
  let isFirst = true;
  // A two-character line break may be split between two pieces.
  let held = '';
  for await (const piece of piecesOf(source)) {
    let text = held + decoder.decode(piece);
    held = isFirst && text.length < LONGEST_SEP ? text : text.endsWith('\r') ? '\r' : '';
    if (held !== '') text = text.slice(0, -held.length);
    if (text === '') continue;
    yield tidy(text, isFirst);
    isFirst = false;
  }
  const rest = held + decoder.end();
  if (rest !== '') yield tidy(rest, isFirst);
}

/**
 * Like textOf, for the beginning of a file, with the delimiter from its "sep=" line; NULs stay in, as
 * evidence.
 */
export async function decodeHead(
  bytes: Uint8Array,
  encoding: Encoding,
): Promise<{ text: string; said: Delimiter | undefined }> {
  const text = tidy((await decoderOf(encoding)).decode(bytes), false, false);
  const said = delimiterNamed(sepLine.exec(text)?.[1] ?? '');
  return { text: text.replace(sepLine, '\n'), said };
}

/** What a file's bytes reveal. */
export interface Bytes {
  encoding: Encoding;
  /** Sequences that are invalid in the encoding. */
  broken: number;
  /** It ends inside a character. */
  isCut: boolean;
}

/**
 * Finds the encoding of a file: by its mark, by the positions of its NULs, by whether all of it is UTF-8; the
 * rest is a guess. With a few strays among many good characters it is still UTF-8: someone pasted a row.
 *
 * @param options.head the file's first bytes, as many as the caller likes
 * @param options.chosen the encoding that a person chose: then there is no search
 */
export async function encodingOf(
  source: CsvSource,
  { head, chosen }: { head: Uint8Array; chosen?: Encoding | undefined },
): Promise<Bytes> {
  if (chosen !== undefined) return (await bytesIn(source, chosen)).bytes;
  const utf16 = utf16Of(head);
  if (utf16 !== undefined) return { encoding: utf16, broken: 0, isCut: false };
  const { good, bytes } = await bytesIn(source, 'utf-8');
  if (bytes.broken === 0 && (!bytes.isCut || good > 0)) return bytes;
  if (good >= bytes.broken * 10 && good > 0) return bytes;
  return (await bytesIn(source, await guessEncoding(source))).bytes;
}

/** Counts what an encoding makes of a file: its characters beyond ASCII, and its invalid sequences. */
async function bytesIn(source: CsvSource, encoding: Encoding): Promise<{ bytes: Bytes; good: number }> {
  const decoder = await decoderOf(encoding);
  let good = 0;
  let broken = 0;
  const count = (text: string): void => {
    if (!beyondAscii.test(text)) return;
    for (let index = 0; index < text.length; index += 1) {
      const code = text.charCodeAt(index);
      if (code === 0xfffd) broken += 1;
      else if (code > 0x7f) good += 1;
    }
  };
  for await (const piece of piecesOf(source)) count(decoder.decode(piece));
  return { bytes: { encoding, broken, isCut: decoder.end() !== '' }, good };
}

const beyondAscii = /[\u0080-\uffff]/;
const sepLine = /^"?sep=(.)"?\n/i;
const LONGEST_SEP = 10;

function tidy(text: string, isFirst: boolean, dropNuls = true): string {
  let tidied = text.includes('\r') ? text.replaceAll('\r\n', '\n').replaceAll('\r', '\n') : text;
  if (dropNuls && tidied.includes('\0')) tidied = tidied.replaceAll('\0', '');
  return isFirst ? tidied.replace(sepLine, '\n') : tidied;
}

/** Half of UTF-16 text is NULs, all on one side, because most of a list is ASCII. */
function utf16Of(head: Uint8Array): Encoding | undefined {
  if (head[0] === 0xff && head[1] === 0xfe) return 'utf-16le';
  if (head[0] === 0xfe && head[1] === 0xff) return 'utf-16be';
  const nuls = [0, 0];
  for (let at = 0; at < head.length; at += 1) if (head[at] === 0) nuls[at % 2] = (nuls[at % 2] ?? 0) + 1;
  const [even = 0, odd = 0] = nuls;
  const most = head.length / 8;
  if (odd > most && even < odd / 20) return 'utf-16le';
  if (even > most && odd < even / 20) return 'utf-16be';
  return undefined;
}
