/** A file to read: its bytes, or a function that opens it at its beginning, as often as it is called. */
export type CsvSource = Uint8Array | (() => AsyncIterable<Uint8Array>);

/**
 * A file piece by piece. Lets other work in the event loop run in between, so that a large file stalls
 * nothing.
 */
export async function* piecesOf(source: CsvSource): AsyncGenerator<Uint8Array, void> {
  if (typeof source === 'function') {
    yield* source();
    return;
  }
  for (let at = 0; at < source.length; at += PIECE) {
    yield source.subarray(at, at + PIECE);
    await new Promise((resolve) => setImmediate(resolve));
  }
}

/** The first bytes of a file: this many, or all of them. */
export async function headOf(source: CsvSource, size: number): Promise<Uint8Array> {
  if (typeof source !== 'function') return source.subarray(0, size);
  const head = new Uint8Array(size);
  let filled = 0;
  for await (const piece of source()) {
    const part = piece.subarray(0, size - filled);
    head.set(part, filled);
    filled += part.length;
    if (filled === size) break;
  }
  return head.subarray(0, filled);
}

const PIECE = 64 * 1024;
