import { defined } from '../../lib/defined.ts';
import { yearOf } from '../calendar.ts';
import type { Phrase, Rule } from '../grammar.ts';
import { alt, digits, map, opt, refuse, seq, withoutBlank, word, words } from '../grammar.ts';
import { bare } from '../leaf.ts';
import { printTimeframe } from '../print.ts';
import { isExact, type Period, type Timeframe, type Year } from '../schema.ts';
import { isDay, isEnd } from '../shape.ts';
import { amount } from './amounts.ts';
import { period } from './any.ts';
import { apart } from './apart.ts';
import { unitName } from './calendar.ts';
import { size } from './compared.ts';
import { isLater, isTurned } from './later.ts';
import { count, plainYear } from './numbers.ts';
import { partName } from './parts.ts';
import { timeOfDay } from './times.ts';
import { yearOfName } from './yearly.ts';

/** Two ends, both included: "from Jan 3 to Feb 7", "between 1 and 15 May", "March–May", "2019-2021". */
const included = alt(words('up to and including'), words('to and including'), words('until and including'));
/** What joins two ends that are both included. */
export const to = alt(word('to', '-', 'until', 'and'), words('up to'), words('and until'), included);
const strict = alt(word('to', '-', 'until'), words('up to'), words('and until'), included);
const the = opt(word('the'));

const inclusive = opt(
  alt<unknown>(word('inclusive', 'inclusively'), seq(word('('), word('inclusive'), word(')'))),
);
const weekNumber = digits(1, 53, { min: 1, max: 2 });

/** The stretch from one period to another, both included; undefined if one can't be an end. */
export const between = (from: Period, last: Period): Timeframe | undefined => {
  if (!isEnd(from) || !isEnd(last)) return undefined;
  // People say "between 6 months ago and a year ago" in either order.
  const isTurned =
    from.kind === 'ago' &&
    last.kind === 'ago' &&
    from.direction === 'past' &&
    last.direction === 'past' &&
    size(from.amount) < size(last.amount);
  return isTurned ? { kind: 'between', from: last, to: from } : { kind: 'between', from, to: last };
};

/** "The year to March": the twelve months up to its end, as accountants say, or since January? */
function yearTo(from: Period, phrase: Phrase, start: number, end: number): boolean {
  const [article, unit] = phrase.tokens.slice(start, start + 2);
  if (article?.text !== 'the' || from.kind !== 'unit' || from.unit === 'day' || from.unit !== unit?.text)
    return false;
  const last = phrase.tokens[start + 3];
  if (last === undefined || last.text === 'now' || last.text === 'today') return false;
  const until = phrase.text.slice(last.at, phrase.tokens[end - 1]?.end);
  refuse(phrase, start, end, `The whole ${from.unit} up to ${until}, or what has passed of this one?`, [
    `${from.unit} ending ${until}`,
    `from this ${from.unit} to ${until}`,
  ]);
  return true;
}

/** "This Friday-Jun-15" is one day or a typo, not a range. */
function isOneDay(from: Period, last: Period, { tokens }: Phrase, start: number): boolean {
  if (from.kind !== 'weekday' || last.kind !== 'date') return false;
  const dash = tokens.findIndex(({ text }, at) => at > start && text === '-');
  return tokens[dash]?.glued === true && tokens[dash + 1]?.glued === true;
}

/** "Christmas to New Year 2025": does 2025 begin at that New Year, or is that Christmas in 2025? */
function isNewYear(from: Period, last: Period, phrase: Phrase, start: number, end: number): boolean {
  if (from.kind !== 'holiday' || last.kind !== 'holiday') return false;
  if (last.holiday !== 'new-years-day' || from.year !== undefined || last.year === undefined) return false;
  const year = yearOf(last.year, phrase.calendar);
  const words = [year - 1, year].map(
    (each) =>
      `from ${printTimeframe({ ...from, year: each })} to ${printTimeframe({ ...last, year: each + 1 })}`,
  );
  refuse(phrase, start, end, `This may be ${words.join(' or ')}.`, words);
  return true;
}

/** "last 3 full months": whole calendar months, without the current one. */
const wholeUnits: Rule<Timeframe> = alt<Timeframe>(
  map(
    seq(
      the,
      alt<string>(word('last', 'past', 'previous'), word('next', 'coming', 'following')),
      count,
      word('full', 'complete', 'whole', 'entire', 'calendar'),
      unitName,
    ),
    ([, which, n, how, unit]) => {
      // "Calendar days" only means that they aren't business days.
      if (n < 2 || n > 1000 || (how === 'calendar' && unit === 'day')) return undefined;
      const at = (offset: number): Period => ({ kind: 'unit', unit, offset });
      const isPast = which === 'last' || which === 'past' || which === 'previous';
      return isPast ? between(at(-n), at(-1)) : between(at(1), at(n));
    },
  ),
);

const ends: Rule<Timeframe> = alt<Timeframe>(
  wholeUnits,
  map(seq(opt(word('in', 'during')), plainYear, strict, plainYear), ([, a, , b], phrase, from, end) =>
    b < a
      ? refuse(phrase, from, end, 'This range ends before it begins.')
      : between({ kind: 'year', year: a }, { kind: 'year', year: b }),
  ),
  // "from Good Friday to 2 weeks later": later than that day, not than now
  map(
    seq(
      opt(word('from')),
      the,
      period,
      strict,
      the,
      amount,
      word('later', 'after', 'afterward', 'afterwards'),
    ),
    ([, , from, , , value]) =>
      isDay(from) && !isExact(value)
        ? between(from, { kind: 'shift', amount: value, direction: 'after', of: from })
        : undefined,
  ),
  map(
    seq(word('from', 'between', 'since'), the, period, to, the, period, inclusive),
    ([how, , from, joint, , last], phrase, start, end) =>
      (how === 'since' && joint !== 'until') ||
      isNewYear(from, last, phrase, start, end) ||
      isTurned(from, last, phrase, start, end) ||
      isLater(from, last, phrase, end)
        ? undefined
        : between(from, last),
  ),
  // "mid to late October", "early-to-mid 2025"
  map(
    seq(
      the,
      partName,
      opt(word('-')),
      word('to', '-'),
      opt(word('-')),
      partName,
      opt(word('of', '-')),
      period,
    ),
    ([, a, , , , b, , of]) =>
      stretches.has(a) && stretches.has(b) && of.kind !== 'part'
        ? between({ kind: 'part', part: a, of }, { kind: 'part', part: b, of })
        : undefined,
  ),
  // "the week between Christmas and New Year"
  map(
    seq(
      the,
      alt<string>(word('week', 'day', 'time', 'period', 'stretch'), words('stretch of time')),
      word('between'),
      the,
      period,
      word('and'),
      the,
      period,
      inclusive,
    ),
    ([, , , , from, , , last], phrase, start, end) =>
      isNewYear(from, last, phrase, start, end) ? undefined : between(from, last),
  ),
  map(seq(period, strict, the, period, inclusive), ([from, , , last], phrase, start, end) =>
    yearTo(from, phrase, start, end) ||
    isOneDay(from, last, phrase, start) ||
    isNewYear(from, last, phrase, start, end) ||
    isTurned(from, last, phrase, start, end) ||
    isLater(from, last, phrase, end)
      ? undefined
      : between(from, last),
  ),
  // "2025-03-03/2025-04-07"
  map(seq(period, withoutBlank(word('/')), withoutBlank(period)), ([from, , last]) =>
    isPlainDay(from) && isPlainDay(last) ? between(from, last) : undefined,
  ),
  // "2024 to present", "from March to date", "2026 so far"
  map(
    seq(
      opt(word('from')),
      the,
      period,
      alt<string>(
        seq(to, the, alt<string>(word('present', 'date'), words('this day'))) as never,
        words('so far'),
      ),
    ),
    ([, , from]) => (isNamed(from) ? between(from, { kind: 'unit', unit: 'day', offset: 0 }) : undefined),
  ),
  // "March and April", "Q1 or Q2 2025": one stretch if the second directly follows the first
  map(seq(period, word('and', 'or', '/', '+'), the, period), ([from, joint, , last]) => {
    // "2024/2025" may be a school year or a fiscal year.
    if (joint === '/' && from.kind === 'year') return undefined;
    if (follows(from, last)) return between(from, last);
    return from.kind === 'unit' && follows(last, from) ? between(last, from) : undefined;
  }),
  // "weeks 12 to 14"
  map(
    seq(
      opt(word('from', 'between')),
      word('week'),
      weekNumber,
      to,
      opt(word('week')),
      weekNumber,
      opt(yearOfName),
    ),
    ([, , a, , , b, year]) => {
      const week = (n: number) => bare({ kind: 'week', ...defined({ year }), week: n });
      return between(week(a), week(b));
    },
  ),
  // "from 9am yesterday to 5pm"
  map(seq(opt(word('from', 'between')), period, to, timeOfDay), ([, from, , time]) =>
    from.kind === 'time' ? between(from, { kind: 'time', time, day: from.day }) : undefined,
  ),
);

export const ranges: Rule<Timeframe> = map(ends, apart);

/** Parts that stay stretches at the ends of a range. */
const stretches = new Set<string>(['early', 'mid', 'late']);

function isPlainDay({ kind }: Period): boolean {
  return kind === 'date' || kind === 'time' || kind === 'moment';
}

/** Periods that can have lasted until today. */
function isNamed(period: Period): boolean {
  return ['year', 'month', 'quarter', 'half', 'season', 'date', 'week', 'holiday'].includes(period.kind);
}

/** Whether the second period begins when the first ends. */
function follows(first: Period, second: Period): boolean {
  if (first.kind === 'unit' && second.kind === 'unit')
    return first.unit === second.unit && first.offset + 1 === second.offset;
  if (first.kind === 'year' && second.kind === 'year') return first.year + 1 === second.year;
  if (first.kind === 'month' && second.kind === 'month')
    return next(first.month, second.month, 12, first, second);
  if (first.kind === 'quarter' && second.kind === 'quarter')
    return next(first.quarter, second.quarter, 4, first, second);
  return false;
}

/** Whether one yearly name directly follows another; across New Year only if neither has a year. */
function next(a: number, b: number, most: number, first: { year?: Year }, second: { year?: Year }): boolean {
  if (a + 1 === b)
    return first.year === undefined || JSON.stringify(first.year) === JSON.stringify(second.year);
  return a === most && b === 1 && first.year === undefined && second.year === undefined;
}
