import { foldHeader } from '../cells/headers.ts';
import { isNoMoment } from '../cells/no-value.ts';
import { allowedOrNot, grantedOrDenied, yesOrNo } from '../cells/yes-words.ts';
import { type CsvDate, readDate, readNumberedDate } from '../dates/dates.ts';
import type { DateOrder } from '../dates/parts.ts';
import { statusWord, tellsOfMail } from './statuses.ts';
import type { Meaning, StatusWay } from './terms.ts';

/**
 * What a cell of a column says about mail, if that is certain; null if a person has to say. Numbers (except 1
 * and 0 as yes and no), lists and unknown words aren't certain.
 *
 * @param way how the column says it; null if its name doesn't tell, so that only a word for a status counts
 * @example readConsent('WAHR', 'opt-out') // 'unsubscribed'
 * @example readConsent('2024-05-01', 'opt-out') // 'unsubscribed'
 * @example readConsent('2', 'opt-out') // null
 */
export function readConsent(cell: string, way: StatusWay | null): Meaning | null {
  switch (way) {
    case null:
    case 'words':
    case 'end':
      return statusWord(cell) ?? (saysNothing(cell) ? 'nothing' : null);
    case 'consent':
      return consentOf(cell);
    case 'opt-out':
      return answerOf(cell, 'unsubscribed');
    case 'bounce':
      return bounceOf(cell);
    case 'going':
      if (tellsOfMail(cell)) return statusWord(cell) ?? null;
      // "Never" is an answer here, and a word for no value elsewhere.
      return !saysNo(cell) && saysNothing(cell) ? 'nothing' : null;
    default:
      return way satisfies never;
  }
}

/** Whether a cell ends what the column's name says is ongoing: "no", "never", "inactive". */
export function saysNo(cell: string): boolean {
  if (cell === '' || cell.length > LONGEST_NOTHING || cell.includes('@')) return false;
  const means = consentOf(cell);
  return means === 'non-subscribed' || means === 'unsubscribed' || means === 'bounced';
}

/**
 * The proposed meaning of a cell that a person is asked about, in `end` and `going` columns; null elsewhere.
 */
export function likelyIn(cell: string, way: StatusWay | null): Meaning | null {
  if (way === 'end') return yesOrNo(cell) === false ? 'nothing' : 'non-subscribed';
  if (way === 'going') return saysNo(cell) ? consentOf(cell) : 'nothing';
  return null;
}

/** A word for no value, or the zero moment that programs write. */
export function saysNothing(cell: string): boolean {
  if (isNoMoment(cell)) return true;
  return cell.length <= LONGEST_NOTHING && (nothing.has(cell.toLowerCase()) || zeroMoment.test(cell));
}

/**
 * The moment that a cell gives. If a date can be read in several orders and no one said which, a no takes the
 * latest and a yes the earliest: a guess must not put an opt-out before a consent.
 *
 * @param notAfter as for readDate
 */
export function momentOf(
  cell: string,
  order: DateOrder | null,
  meaning: Meaning,
  notAfter?: string,
): CsvDate | null {
  const numbered = readNumberedDate(cell);
  if (numbered !== null) return isLongNumber(cell) ? numbered : null;
  if (order !== null) return readDate(cell, order, notAfter);
  const read = orders.flatMap((each) => readDate(cell, each, notAfter) ?? []);
  return read.reduce<CsvDate | null>((best, date) => {
    if (best === null) return date;
    return date.day > best.day === (meaning === 'subscribed') ? best : date;
  }, null);
}

function consentOf(cell: string): Meaning | null {
  const word = statusWord(cell);
  if (word !== undefined && word !== 'nothing') return word;
  const answer = allowedOrNot(cell) ?? grantedOrDenied(cell);
  const yes = answer ?? yesOrNo(cell);
  if (yes !== null) return yes ? 'subscribed' : 'non-subscribed';
  if (saysNothing(cell)) return 'nothing';
  return isMoment(cell) ? 'subscribed' : null;
}

/** In a column in which yes means `no mail`. */
function answerOf(cell: string, noMail: 'unsubscribed' | 'bounced'): Meaning | null {
  if (saysNothing(cell)) return 'nothing';
  const word = statusWord(cell);
  // "Active", "subscribed": the person did not opt out.
  if (word !== undefined) return word === 'subscribed' ? 'nothing' : word;
  const allowed = allowedOrNot(cell);
  if (allowed !== null) return allowed ? 'nothing' : noMail;
  const yes = yesOrNo(cell);
  if (yes !== null) return yes ? noMail : 'nothing';
  return isMoment(cell) ? noMail : null;
}

function bounceOf(cell: string): Meaning | null {
  const text = foldHeader(cell);
  if (text === 'soft' || text === 'transient' || text === 'temporary') return 'nothing';
  if (text === 'hard' || text === 'permanent') return 'bounced';
  return answerOf(cell, 'bounced');
}

const orders: readonly DateOrder[] = ['dmy', 'mdy', 'ymd'];

const isMoment = (cell: string): boolean =>
  orders.some((order) => readDate(cell, order) !== null) ||
  (isLongNumber(cell) && readNumberedDate(cell) !== null);

/** Seconds since 1970. A spreadsheet's count of days could be any other number. */
const isLongNumber = (cell: string): boolean => /^\d{10}/.test(cell);

const LONGEST_NOTHING = 40;
const nothing = new Set([
  '.',
  'na',
  'keine',
  'aldri',
  'nigdy',
  'empty',
  'blank',
  'no value',
  'no date',
  'not set',
]);

/** A clock's zero, which means nothing in a column of opt-outs: no one unsubscribed in 1970. */
const zeroMoment =
  /^(?:1970-01-01|1900-01-01|0?1[/.]0?1[/.](?:1970|1900)|12\/3[01]\/(?:1899|9999)|3[01][/.]12[/.](?:1899|9999))(?:$|[T ,])/;
