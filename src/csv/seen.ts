/**
 * Remembers on which line each key was seen. A million keys take 25 MB, where a Map of them takes 200: what is kept of a key
 * are 64 bits of hash, under which two keys of a million meet once in forty million files.
 */
export function seenLines(): {
  /** The line that the key was seen on before; undefined for a new one. */
  find: (key: string) => number | undefined;
  /** Remembers a key that find doesn't know. */
  add: (key: string, line: number) => void;
} {
  // Sixteen, because one that grows is there twice for a moment.
  const tables = Array.from({ length: 16 }, () => emptyTable(64));
  let high = 0;
  let low = 0;

  /** Two hashes at once, each of all characters (FNV and Murmur style multiplications, mixed at the end). */
  function hash(key: string): void {
    let a = 0x811c9dc5;
    let b = 0x9e3779b9;
    for (let index = 0; index < key.length; index += 1) {
      const code = key.charCodeAt(index);
      a = Math.imul(a ^ code, 0x01000193);
      b = Math.imul(b ^ code, 0x85ebca6b);
      b ^= b >>> 15;
    }
    high = Math.imul(a ^ (a >>> 16), 0xc2b2ae35) >>> 0;
    low = Math.imul(b ^ (b >>> 13), 0x27d4eb2f) >>> 0;
  }

  return {
    find(key) {
      hash(key);
      const table = tables[high >>> 28];
      return table?.lines[slotOf(table, high, low)] || undefined;
    },
    add(key, line) {
      hash(key);
      let table = tables[high >>> 28] ?? emptyTable(64);
      if (table.count * 3 > table.lines.length * 2) {
        table = grown(table);
        tables[high >>> 28] = table;
      }
      put(table, high, low, line);
    },
  };
}

interface Table {
  high: Uint32Array;
  low: Uint32Array;
  /** 0 where nothing is kept. */
  lines: Uint32Array;
  count: number;
}

const emptyTable = (size: number): Table => ({
  high: new Uint32Array(size),
  low: new Uint32Array(size),
  lines: new Uint32Array(size),
  count: 0,
});

/** Where a hash is, or where it would go. Sizes are powers of two. */
function slotOf({ high, low, lines }: Table, a: number, b: number): number {
  const mask = lines.length - 1;
  let slot = (a ^ b) & mask;
  while (lines[slot] !== 0 && !(high[slot] === a && low[slot] === b)) slot = (slot + 1) & mask;
  return slot;
}

function put(table: Table, a: number, b: number, line: number): void {
  const slot = slotOf(table, a, b);
  table.high[slot] = a;
  table.low[slot] = b;
  table.lines[slot] = line;
  table.count += 1;
}

function grown(table: Table): Table {
  const larger = emptyTable(table.lines.length * 2);
  for (let slot = 0; slot < table.lines.length; slot += 1) {
    const line = table.lines[slot] ?? 0;
    if (line !== 0) put(larger, table.high[slot] ?? 0, table.low[slot] ?? 0, line);
  }
  return larger;
}
