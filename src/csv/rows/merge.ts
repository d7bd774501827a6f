import { Temporal } from 'temporal-polyfill';
import { contactFieldNames } from '../../contact-fields.ts';
import { instantOf } from '../../dates/calendar.ts';
import { type FileStatus, lowerStatus } from '../consent/statuses.ts';
import type { CsvDate } from '../dates/dates.ts';
import type { RowContact } from './contact.ts';

/** What a row says about a person, apart from its position and how it writes their address. */
export type RowValues = Omit<RowContact, 'line' | 'email' | 'key' | 'validation'>;

/**
 * Two rows of one person as one: the lower status counts, with its own moment, or the latest of several; tags
 * add up; for other values, the first row that has one wins. Merging a row twice changes nothing, and neither
 * does the grouping of merges.
 *
 * @param timeZone the zone of times without one
 */
export function mergeRows<Values extends RowValues>(
  first: Values,
  later: RowValues,
  timeZone: string,
): Values {
  const status = lowerStatus(first.status, later.status);
  const other = first.status === status ? first : later;
  const said = first.status === later.status ? laterSaid(first, later, { status, timeZone }) : other;
  const merged = {
    ...first,
    signedUp: first.signedUp ?? later.signedUp,
    status,
    statusAt: said.statusAt,
    undated: said.undated,
    tags: later.tags.length === 0 ? first.tags : [...new Set([...first.tags, ...later.tags])],
    attributes: { ...later.attributes, ...first.attributes },
  };
  for (const name of contactFieldNames) merged[name] ??= later[name];
  if (later.topics !== undefined) merged.topics = mergedTopics(first.topics, later.topics);
  return merged;
}

type Topics = NonNullable<RowValues['topics']>;

/** A no in any row counts. */
function mergedTopics(first: Topics | undefined, later: Topics): Topics {
  const topics = { ...later, ...first };
  for (const [id, isOn] of Object.entries(later)) if (!isOn) topics[id] = false;
  return topics;
}

type Said = Pick<RowValues, 'statusAt' | 'undated'>;

/**
 * Of two rows with one status, the later statement. A no without a moment counts from the start of the
 * import, which is later than any moment that a file may give; a yes without one has no known moment, and a
 * date of consent beats any other date.
 */
function laterSaid(a: Said, b: Said, { status, timeZone }: { status: FileStatus; timeZone: string }): Said {
  const isNo = status === 'unsubscribed' || status === 'bounced';
  if (a.statusAt === null || b.statusAt === null) return (a.statusAt === null) === isNo ? a : b;
  if (a.undated !== b.undated) return a.undated ? b : a;
  const [one, other] = [a.statusAt, b.statusAt].map((date) => instantIn(date, { isNo, timeZone }));
  return (one ?? 0) < (other ?? 0) ? b : a;
}

/**
 * Milliseconds since 1970. A day without a time is its beginning; of a no, its end (as in
 * storage/imports/decide.ts).
 */
function instantIn(
  { day, time, offset }: CsvDate,
  { isNo, timeZone }: { isNo: boolean; timeZone: string },
): number {
  if (offset !== null) return Date.parse(`${day}T${time}${offset}`);
  if (time !== null) return instantOf(Temporal.PlainDateTime.from(`${day}T${time}`), timeZone);
  const date = Temporal.PlainDate.from(day);
  return isNo ? instantOf(date.add({ days: 1 }), timeZone) - 1 : instantOf(date, timeZone);
}
