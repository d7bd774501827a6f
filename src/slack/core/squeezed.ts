import { brotliCompressSync, brotliDecompressSync } from 'node:zlib';

/** What begins otherwise is plain JSON. */
const SQUEEZED = 'br:';
/** More than any form holds: what claims to be larger is not ours. */
const MOST_BYTES = 100_000;

/**
 * A value as JSON, squeezed where it is longer than what there is room for: sentences shrink to half or less.
 *
 * @param room in characters; where even squeezing does not suffice, the answer is longer than that
 */
export function squeezed(value: object, room: number): string {
  const json = JSON.stringify(value);
  return json.length <= room ? json : `${SQUEEZED}${brotliCompressSync(json).toString('base64url')}`;
}

/** The value of what `squeezed` made. Throws on anything else. */
export function unsqueezed(text: string): unknown {
  if (!text.startsWith(SQUEEZED)) return JSON.parse(text);
  const bytes = Buffer.from(text.slice(SQUEEZED.length), 'base64url');
  return JSON.parse(brotliDecompressSync(bytes, { maxOutputLength: MOST_BYTES }).toString());
}
