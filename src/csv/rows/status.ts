import { clip } from '../../lib/words.ts';
import { ownCopy, tidyCell } from '../cells/cells.ts';
import { momentOf } from '../consent/cells.ts';
import { consentByName, meaningIn } from '../consent/consent.ts';
import { type FileStatus, lowerStatus, statusOf } from '../consent/statuses.ts';
import { tagsIn } from '../consent/tally.ts';
import type { Meaning } from '../consent/terms.ts';
import { type CsvDate, readDate } from '../dates/dates.ts';
import { readOwnMoment } from '../dates/own-moments.ts';
import type { Column, Mapping } from '../schema.ts';

/**
 * Puts what a row says about mail into its contact, or says why it can't; a problem completes "Line 12: ".
 */
export type StatusReader = (
  cells: readonly string[],
  contact: { status: FileStatus; statusAt: CsvDate | null; undated?: true | undefined },
) => string | undefined;

/**
 * Makes the function that reads all columns of a row that say who gets mail. The lowest status counts, and
 * its moment is the latest that a column gives for it; if none does, the moment at which they got that
 * status. For people who are subscribed, that isn't a moment of consent. It reads blank cells too, because a
 * blank may mean no consent.
 */
export function statusReader(mapping: Mapping): StatusReader {
  const columns = mapping.columns.flatMap((column, index) => {
    const read = column.target === 'status' ? cellReader(column) : tagReader(column);
    return read === undefined ? [] : [{ index, header: column.header, read }];
  });
  const since = sinceReader(mapping);
  return (cells, contact) => {
    let moment: CsvDate | null = null;
    for (const { index, header, read } of columns) {
      const cell = tidyCell(cells[index]);
      const { means, at } = read(cell);
      // Every cell of the file was checked before: the file has changed.
      if (means === null) return `"${clip(cell, 60)}" in "${header}" is not a status`;
      if (means === 'nothing') continue;
      const lower = lowerStatus(contact.status, statusOf(means));
      if (lower !== contact.status) moment = at;
      else if (statusOf(means) === lower) moment = later(moment, at);
      contact.status = lower;
    }
    contact.statusAt = moment ?? since(cells);
    if (moment === null && contact.statusAt !== null && contact.status === 'as-chosen')
      contact.undated = true;
    return undefined;
  };
}

/**
 * Reads the column that says when a row got its status, if there is one. A cell that isn't a date says
 * nothing.
 */
function sinceReader({ columns }: Mapping): (cells: readonly string[]) => CsvDate | null {
  const index = columns.findIndex(({ target }) => target === 'status-since');
  const column = columns[index];
  if (column === undefined) return () => null;
  return (cells) => {
    const cell = tidyCell(cells[index]);
    return readOwnMoment(cell) ?? readDate(cell, column.dateOrder ?? undefined, column.notAfter);
  };
}

type Read = { means: Meaning | null; at: CsvDate | null };

/** Such a column has few different cells. */
function cellReader(column: Column): (cell: string) => Read {
  const meaning = meaningIn(column.consent ?? consentByName(column.header));
  const known = new Map<string, Read>();
  return (cell) => {
    const before = known.get(cell);
    if (before !== undefined) return before;
    const means = meaning(cell);
    const own = column.own ? readOwnMoment(cell) : null;
    const at =
      means === null || means === 'nothing'
        ? null
        : (own ?? momentOf(cell, column.dateOrder, means, column.notAfter));
    const read = { means, at };
    if (known.size < 5000 && cell.length <= 60) known.set(ownCopy(cell), read);
    return read;
  };
}

/** The lowest status that a cell's tags give, if any do. */
function tagReader({ target, consent }: Column): ((cell: string) => Read) | undefined {
  if (target !== 'tags' || consent?.isTags !== true) return undefined;
  const meaning = new Map(consent.values.map(({ value, means }) => [value, means ?? 'nothing']));
  if ([...meaning.values()].every((means) => means === 'nothing')) return undefined;
  return (cell) => {
    const said = tagsIn(cell).map((tag) => meaning.get(tag) ?? 'nothing');
    return { means: said.reduce(lowerMeaning, 'nothing'), at: null };
  };
}

const lowerMeaning = (a: Meaning, b: Meaning): Meaning =>
  lowerStatus(statusOf(a), statusOf(b)) === statusOf(a) ? a : b;

/** Compared as texts: if a row gives a time with a zone and one without, that is accurate enough. */
function later(a: CsvDate | null, b: CsvDate | null): CsvDate | null {
  if (a === null || b === null) return a ?? b;
  const [one, other] = [`${a.day} ${a.time ?? ''}`, `${b.day} ${b.time ?? ''}`];
  return one < other ? b : a;
}
