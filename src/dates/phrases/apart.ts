import { yearOf } from '../calendar.ts';
import type { Phrase } from '../grammar.ts';
import { refuse } from '../grammar.ts';
import { leafOf, withLeaf } from '../leaf.ts';
import { pinTimeframe } from '../pin.ts';
import { printTimeframe } from '../print.ts';
import type { Period, Timeframe, Year } from '../schema.ts';
import { spanOf } from '../spans.ts';

/**
 * One name at both ends of a range. "From last March to this March" spans a year, although each end, read
 * alone, could be in this year. We ask what "March to March" means.
 */
export function apart(range: Timeframe, phrase: Phrase, start: number, end: number): Timeframe | undefined {
  if (range.kind !== 'between') return range;
  const { from, to } = range;
  const [first, last] = [leafOf(from), leafOf(to)];
  if (first.kind === 'weekday' && last.kind === 'weekday') {
    // "Last Friday to Friday" names it twice: `weekdays.ts` asks which is meant.
    const isAlone = isBareDay(last);
    // "From Friday to 2 weeks later" and "Friday 9am to Friday 5pm" mean one Friday.
    const isOne = to.kind === 'shift' || (isBareDay(first) && from.kind === 'time' && to.kind === 'time');
    if (isAlone && first.weekday === last.weekday && !isOne) return undefined;
    return { ...range, from: weekApart(from, to, phrase) };
  }
  // "From March to the 15th": of March, of April, or of this month?
  if (from === first && last.kind === 'date' && last.month === 0 && isLong(from))
    return refuse(phrase, start, end, 'A day of which month? Write its month too.');
  if (!comesYearly(first) || !comesYearly(last)) return range;
  if (nameOf(from, first) !== nameOf(to, last)) return onceOrTwice(from, to, phrase, start, end);
  const [a, b] = [phrase.sides.get(first), phrase.sides.get(last)];
  if (first.year !== undefined && last.year !== undefined) {
    const { calendar } = phrase;
    if (a === b && a === undefined) return range;
    if (yearOf(first.year, calendar) !== yearOf(last.year, calendar)) return range;
    if (a === 'last' && b !== 'last') return { ...range, from: withLeaf(from, moved(first, first.year, -1)) };
    if (b === 'next' && a !== 'next') return { ...range, to: withLeaf(to, moved(last, last.year, 1)) };
  }
  return twice(from, first, last, phrase, start, end);
}

function isBareDay(leaf: Extract<Period, { kind: 'weekday' }>): boolean {
  return !('week' in leaf) && leaf.nth === undefined;
}

type Yearly = Extract<
  Period,
  { kind: 'date' | 'month' | 'quarter' | 'half' | 'season' | 'week' | 'holiday' }
>;

const yearly = ['date', 'month', 'quarter', 'half', 'season', 'week', 'holiday'];

function comesYearly(leaf: Period): leaf is Yearly {
  return yearly.includes(leaf.kind) && !(leaf.kind === 'date' && leaf.month === 0);
}

function isLong({ kind }: Period): boolean {
  return ['month', 'quarter', 'half', 'season', 'year'].includes(kind);
}

/** The name of a period, without its year. */
function nameOf(period: Period, { year: _, ...leaf }: Yearly): string {
  return JSON.stringify(withLeaf(period, leaf as Period));
}

function moved(leaf: Yearly, year: Year, by: -1 | 1): Yearly {
  return { ...leaf, year: typeof year === 'number' ? year + by : { offset: year.offset + by } };
}

function twice(
  from: Period,
  first: Yearly,
  last: Yearly,
  phrase: Phrase,
  start: number,
  end: number,
): undefined {
  const { year: _, ...bare } = first;
  const pinned = pinTimeframe(bare as Yearly, phrase.calendar);
  const ofPinned = pinned && 'year' in pinned ? pinned.year : undefined;
  const next = typeof first.year === 'number' && last.year === undefined ? first.year + 1 : undefined;
  const year = [next, last.year, first.year, ofPinned].find((each) => typeof each === 'number');
  const inYear = (of: number) => printTimeframe(withLeaf(from, { ...bare, year: of } as Yearly));
  return refuse(
    phrase,
    start,
    end,
    `This names ${printTimeframe(bare as Yearly)} twice: of which years?`,
    year === undefined
      ? []
      : [`from ${inYear(year - 1)} to ${inYear(year)}`, inYear(next === undefined ? year : year - 1)],
  );
}

/** "From June to the start of June" would be nearly a year, which few people mean: ask, with both years. */
function onceOrTwice(
  from: Period,
  to: Period,
  phrase: Phrase,
  start: number,
  end: number,
): Timeframe | undefined {
  const range: Timeframe = { kind: 'between', from, to };
  const [first, last] = [leafOf(from), leafOf(to)];
  if (!comesYearly(first) || !comesYearly(last) || nameOf(first, first) !== nameOf(last, last)) return range;
  if (first.year !== undefined || last.year !== undefined) return range;
  const pinned = pinTimeframe(range, phrase.calendar);
  if (pinned?.kind !== 'between') return range;
  const [a, b] = [leafOf(pinned.from), leafOf(pinned.to)];
  if (!comesYearly(a) || !comesYearly(b) || typeof a.year !== 'number' || typeof b.year !== 'number')
    return range;
  if (a.year === b.year) return range;
  const inYears = (one: number, two: number) =>
    `from ${printTimeframe(withLeaf(from, { ...first, year: one } as Yearly))} to ${printTimeframe(withLeaf(to, { ...last, year: two } as Yearly))}`;
  return refuse(phrase, start, end, `This names ${printTimeframe(first)} twice: of which years?`, [
    inYears(a.year - 1, b.year - 1),
    inYears(a.year, b.year),
  ]);
}

/** "From last Monday to this Monday" begins a week earlier if both would be in this week. */
function weekApart(from: Period, to: Period, { calendar }: Phrase): Period {
  const [first, last] = [leafOf(from), leafOf(to)];
  if (first.kind !== 'weekday' || last.kind !== 'weekday' || first.weekday !== last.weekday) return from;
  const isThis = 'week' in last && last.week === 0;
  if (!isThis || !('nth' in first) || first.nth !== -1) return from;
  const before: Period = { kind: 'weekday', weekday: first.weekday, week: -1 };
  const same = String(spanOf(first, calendar)?.from) === String(spanOf(last, calendar)?.from);
  return same ? withLeaf(from, before) : from;
}
