import { contactFieldNames, eachField } from '../contact-fields.ts';
import { ownCopy } from './cells.ts';
import type { Mapping } from './mapping.ts';
import { mergeRows, type RowValues } from './merge-rows.ts';
import { readRows } from './read.ts';
import type { RowContact } from './row-contact.ts';
import { keyReader, rowReader } from './rows.ts';
import { seenKeys } from './seen.ts';
import type { CsvSource } from './source.ts';

/** What a pass over a file makes of the rows of one address, one after the other. */
export interface Repeats {
  /**
   * @returns for the first row that can be read, the contact that all of them make together; `second` for the next one, and
   *   `later` for the others: they are in already
   */
  merged: (contact: RowContact) => RowContact | 'second' | 'later';
}

/**
 * Goes through a file and finds the addresses that come more than once. Of these alone, and not of their first rows, what the
 * rows say is held: 150 bytes of an address, and nothing of a file in which all differ. For one pass over all rows, in their
 * order, however many passes were begun before it.
 *
 * @param options.timeZone where times without a zone are: of two moments of an opt-out, the later counts
 * @param options.goOn asked now and then; once it says no, the rest of the file is not looked at
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
      // Where the rows before could not be read, this one is among the others: merged twice, it changes nothing.
      return mergeRows(contact, unpacked(others), timeZone);
    },
  };
}

/** The first row of an address was met, and the second: what is held is not needed any more. */
const TAKEN = '';
const LATER = '.';

/** Whether all addresses differ, as it was found when the columns were guessed. */
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
      // Of the first row only its address is looked at: most come once.
      if (key === null || seen.add(key)) continue;
      const outcome = read(row);
      if (!('contact' in outcome)) continue;
      const before = found.get(key);
      found.set(key, before === undefined ? outcome.contact : mergeRows(before, outcome.contact, timeZone));
    }
    for (const [key, values] of found) {
      const before = held.get(key);
      const merged = before === undefined ? values : mergeRows(unpacked(before), values, timeZone);
      // Cells are windows on the piece of the file that they stand in, and keep all of it in memory.
      held.set(before === undefined ? ownCopy(key) : key, packed(merged));
    }
  }
}

/** As one text, which takes a fifth of the memory that the objects do. */
const packed = (row: RowValues): string =>
  JSON.stringify([
    ...[row.status, row.statusAt, row.undated ?? null, row.signedUp, row.tags, row.attributes],
    row.topics ?? null,
    ...contactFieldNames.map((name) => row[name]),
  ]);

function unpacked(text: string): RowValues {
  const [status, statusAt, undated, signedUp, tags, attributes, topics, ...values] = JSON.parse(text);
  return {
    ...eachField((_, place) => values[place]),
    status,
    statusAt,
    undated: undated ?? undefined,
    signedUp,
    tags,
    attributes,
    ...(topics === null ? {} : { topics }),
  };
}
