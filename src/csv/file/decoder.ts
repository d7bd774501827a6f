import type { Encoding } from './encodings.ts';

/** Turns the bytes of a file into text, piece by piece; a character may be split between pieces. */
export interface Decoder {
  decode: (piece: Uint8Array) => string;
  /** The rest after the last piece: a � for a character that was cut off. */
  end: () => string;
}

/**
 * Encodings that Node's own decoder reads as the standard says. For the others it lacks characters (the
 * syllables that Windows has in EUC-KR), makes private ones (Big5), or reads unassigned bytes as control
 * characters.
 */
const byNode: ReadonlySet<Encoding> = new Set(['utf-8', 'utf-16le', 'utf-16be', 'gb18030', 'macintosh']);

/** A decoder for one file, from its beginning. An invalid sequence becomes �. */
export async function decoderOf(encoding: Encoding): Promise<Decoder> {
  if (byNode.has(encoding)) {
    const decoder = new TextDecoder(encoding);
    return { decode: (piece) => decoder.decode(piece, { stream: true }), end: () => decoder.decode() };
  }
  // Loaded here: its tables are half a megabyte, and most files are UTF-8.
  const { default: iconv } = await import('iconv-lite');
  const decoder = iconv.getDecoder(encoding);
  return {
    decode: (piece) => decoder.write(Buffer.from(piece.buffer, piece.byteOffset, piece.byteLength)),
    end: () => decoder.end() ?? '',
  };
}
