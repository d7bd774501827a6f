/** Keys that were seen: each takes 64 bits. */
export interface Seen {
  /** Remembers a key. False if it was seen before. */
  add: (key: string) => boolean;
}

/**
 * Remembers which keys were seen. A million take 17 MB, and 100 in a Set: it keeps a 64-bit hash
 * of each key, and two keys of a million collide once in forty million files.
 */
export function seenKeys(): Seen {
  // Sixteen parts, because one that grows briefly exists twice.
  const tables = Array.from({ length: 16 }, () => emptyTable(64));
  return {
    add(key) {
      /**
       * Two hashes at once, each over all characters (FNV and Murmur style multiplications, mixed at the
       * end).
       */
      let a = 0x811c9dc5;
      let b = 0x9e3779b9;
      for (let index = 0; index < key.length; index += 1) {
        const code = key.charCodeAt(index);
        a = Math.imul(a ^ code, 0x01000193);
        b = Math.imul(b ^ code, 0x85ebca6b);
        b ^= b >>> 15;
      }
      const high = Math.imul(a ^ (a >>> 16), 0xc2b2ae35) >>> 0;
      // Never 0, which is an empty slot.
      const low = (Math.imul(b ^ (b >>> 13), 0x27d4eb2f) | 1) >>> 0;
      let table = tables[high >>> 28] ?? emptyTable(64);
      const slot = slotOf(table, high, low);
      if (table.low[slot] !== 0) return false;
      if (table.count * 3 > table.low.length * 2) {
        table = grown(table);
        tables[high >>> 28] = table;
      }
      put(table, high, low);
      return true;
    },
  };
}

interface Table {
  high: Uint32Array;
  /** 0 if the slot is empty. */
  low: Uint32Array;
  count: number;
}

const emptyTable = (size: number): Table => ({
  high: new Uint32Array(size),
  low: new Uint32Array(size),
  count: 0,
});

/** The slot that holds a hash, or that would hold it. Sizes are powers of two. */
function slotOf({ high, low }: Table, a: number, b: number): number {
  const mask = low.length - 1;
  let slot = (a ^ (b >>> 1)) & mask;
  while (low[slot] !== 0 && !(high[slot] === a && low[slot] === b)) slot = (slot + 1) & mask;
  return slot;
}

function put(table: Table, a: number, b: number): void {
  const slot = slotOf(table, a, b);
  table.high[slot] = a;
  table.low[slot] = b;
  table.count += 1;
}

function grown(table: Table): Table {
  const larger = emptyTable(table.low.length * 2);
  for (let slot = 0; slot < table.low.length; slot += 1) {
    const low = table.low[slot] ?? 0;
    if (low !== 0) put(larger, table.high[slot] ?? 0, low);
  }
  return larger;
}
