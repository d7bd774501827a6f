import { contactFieldNames } from '../../contact-fields.ts';
import { ownCopy } from '../cells/cells.ts';
import { readRows } from '../file/read.ts';
import type { CsvSource } from '../file/source.ts';
import type { Mapping } from '../schema.ts';
import { blank, type RowContact } from './contact.ts';
import { mergeRows, type RowValues } from './merge.ts';
import { keyReader, rowReader } from './rows.ts';
import { seenKeys } from './seen.ts';

/** What a pass over a file makes of the rows with one address, one after another. */
export interface Repeats {
  /**
   * @returns for the first readable row, the contact that all of them make together; `second` for the next
   *   one, and `later` for the others: the contact already includes them
   */
  merged: (contact: RowContact) => RowContact | 'second' | 'later';
}

/**
 * Goes through a file and finds the addresses that repeat. It holds only what their rows after the
 * first say: 150 bytes for an address, and nothing for a file in which all differ. For one pass over all
 * rows, in their order, however many passes began before it.
 *
 * @param options.timeZone the zone of times without one: of two opt-out moments, the later counts
 * @param options.goOn called now and then; once it says no, the rest of the file is skipped
 */
export async function repeatsIn(
  source: CsvSource,
  mapping: Mapping,
  options: { timeZone: string; goOn?: () => Promise<boolean> },
): Promise<Repeats> {
  const { timeZone } = options;
  const held = new Map<string, string>();
  if (!areDistinct(mapping)) await hold(held, source, mapping, options);
  return {
    merged(contact) {
      const { key } = contact;
      const others = held.size === 0 ? undefined : held.get(key);
      if (others === undefined) return contact;
      if (others === LATER) return 'later';
      if (others === TAKEN) {
        held.set(key, LATER);
        return 'second';
      }
      held.set(key, TAKEN);
      // If the earlier rows weren't readable, this one is among the others: merging it twice changes nothing.
      return mergeRows(contact, unpacked(others), timeZone);
    },
  };
}

/**
 * Marks an address whose first row was met, and one whose second row was: what was held is no longer needed.
 */
const TAKEN = '';
const LATER = '.';

/** Whether all addresses differ, as found when the columns were guessed. */
function areDistinct({ columns }: Mapping): boolean {
  const email = columns.find(({ target }) => target === 'email');
  // Some rows have theirs from another column.
  const hasSpare = columns.some(({ spare, target }) => spare && target === 'attribute');
  return email?.distinct === true && !hasSpare;
}

async function hold(
  held: Map<string, string>,
  source: CsvSource,
  mapping: Mapping,
  { timeZone, goOn }: { timeZone: string; goOn?: () => Promise<boolean> },
): Promise<void> {
  const keyOf = keyReader(mapping);
  const read = rowReader(mapping);
  const seen = seenKeys();
  for await (const rows of readRows(source, mapping.format, { size: 1000 })) {
    if (goOn !== undefined && !(await goOn())) return;
    const found = new Map<string, RowValues>();
    for (const row of rows) {
      const key = keyOf(row);
      // Only the address of a first row matters: most addresses occur once.
      if (key === null || seen.add(key)) continue;
      const outcome = read(row);
      if (!('contact' in outcome)) continue;
      const before = found.get(key);
      found.set(key, before === undefined ? outcome.contact : mergeRows(before, outcome.contact, timeZone));
    }
    for (const [key, values] of found) {
      const before = held.get(key);
      const merged = before === undefined ? values : mergeRows(unpacked(before), values, timeZone);
      // Cells are slices of their piece of the file, and would keep all of it in memory.
      held.set(before === undefined ? ownCopy(key) : key, packed(merged));
    }
  }
}

/** Packed as one text, which takes a fifth of the memory of the objects. */
const packed = (row: RowValues): string =>
  JSON.stringify([
    contactFieldNames.map((name) => row[name]),
    ...[row.status, row.statusAt, row.undated, row.signedUp, row.tags, row.attributes, row.topics],
  ]);

function unpacked(text: string): RowValues {
  const [values, status, statusAt, undated, signedUp, tags, attributes, topics] = JSON.parse(text);
  // From `blank`, as every row of a file: a second shape of objects would slow down merging.
  const row: RowValues = {
    ...blank,
    status,
    statusAt,
    undated: undated ?? undefined,
    signedUp,
    tags,
    attributes,
  };
  for (const [place, name] of contactFieldNames.entries()) row[name] = values[place];
  if (topics !== null) row.topics = topics;
  return row;
}
