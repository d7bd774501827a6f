import { brotliCompressSync, brotliDecompressSync } from 'node:zlib';

/** Marks compressed values; everything else is plain JSON. */
const COMPRESSED = 'br:';
/** More than any form holds: a larger value is not ours. */
const MOST_BYTES = 100_000;

/**
 * A value as JSON, compressed if it exceeds the room: sentences shrink to half or less.
 *
 * @param room in characters; if compression is not enough, the result is longer
 */
export function toCompactJson(value: object, room: number): string {
  const json = JSON.stringify(value);
  return json.length <= room ? json : `${COMPRESSED}${brotliCompressSync(json).toString('base64url')}`;
}

/** The value that `toCompactJson` encoded. Throws on anything else. */
export function fromCompactJson(text: string): unknown {
  if (!text.startsWith(COMPRESSED)) return JSON.parse(text);
  const bytes = Buffer.from(text.slice(COMPRESSED.length), 'base64url');
  return JSON.parse(brotliDecompressSync(bytes, { maxOutputLength: MOST_BYTES }).toString());
}
