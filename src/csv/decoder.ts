import iconv from 'iconv-lite';
import type { Encoding } from './encodings.ts';

/** Turns the bytes of a file into text, piece by piece; characters may lie across pieces. */
export interface Decoder {
  decode: (piece: Uint8Array) => string;
  /** What is left when there are no more pieces: a � for a character that was cut off. */
  end: () => string;
}

/**
 * Those that Node's own decoder reads as the standard says. Of the others it lacks characters (the syllables that Windows has in
 * EUC-KR), makes private ones (Big5), or takes bytes without a meaning for control characters.
 */
const byNode: ReadonlySet<Encoding> = new Set(['utf-8', 'utf-16le', 'utf-16be', 'gb18030', 'macintosh']);

/** A decoder for one file, begun at its beginning. What the encoding does not know becomes �. */
export function decoderOf(encoding: Encoding): Decoder {
  if (byNode.has(encoding)) {
    const decoder = new TextDecoder(encoding);
    return { decode: (piece) => decoder.decode(piece, { stream: true }), end: () => decoder.decode() };
  }
  const decoder = iconv.getDecoder(encoding);
  return {
    decode: (piece) => decoder.write(Buffer.from(piece.buffer, piece.byteOffset, piece.byteLength)),
    end: () => decoder.end() ?? '',
  };
}
