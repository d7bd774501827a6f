import iconv from 'iconv-lite';
import type { Encoding } from '../../src/csv/file/encodings.ts';

/** A text as a program in that country would save it. */
export function encoded(text: string, encoding: Encoding): Buffer {
  // iconv-lite's Mac Roman is the one from before the euro.
  const written = encoding === 'macintosh' ? text.replaceAll('€', '¤') : text;
  return Buffer.from(iconv.encode(written, encoding));
}
