import { dateOf } from '../calendar.ts';
import type { Phrase, Rule } from '../grammar.ts';
import { alt, map, opt, refuse, seq, word, words } from '../grammar.ts';
import { bare } from '../pin.ts';
import type { Period, Timeframe } from '../schema.ts';
import { isEnd } from '../shape.ts';
import { period } from './any.ts';
import { unitName } from './calendar.ts';
import { monthName } from './named.ts';
import { count, dayNumber, plainYear } from './numbers.ts';
import { timeOfDay } from './times.ts';
import { yearOfName } from './yearly.ts';

/** Two ends: "from Jan 3 to Feb 7", "between 1 and 15 May", "March–May", "2019-2021". Both are included. */
const to = alt(word('to', '-', 'until', 'and'), words('up to'), words('and until'));
const strict = alt(word('to', '-', 'until'), words('up to'), words('and until'));
const the = opt(word('the'));

const between = (from: Period, last: Period): Timeframe | undefined => {
  if (!isEnd(from) || !isEnd(last)) return undefined;
  return { kind: 'between', from, to: last };
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

/** "1 to 15 May", "the 13th to the 15th of July", "May 1-15 2026", "from 4 to 22 this month". */
export const daysOfMonth: Rule<Timeframe> = alt<Timeframe>(
  map(
    seq(
      opt(word('from', 'between')),
      the,
      dayNumber,
      to,
      the,
      dayNumber,
      opt(word('of', 'in')),
      monthName,
      opt(yearOfName),
    ),
    ([, , a, , , b, , month, year], phrase, from, end) => {
      if (dateOf(2024, month, a) === null || dateOf(2024, month, b) === null)
        return refuse(phrase, from, end, 'There is no such date.');
      const day = (n: number) =>
        bare({ kind: 'date', ...(year === undefined ? {} : { year }), month, day: n });
      return b < a ? refuse(phrase, from, end, 'This range ends before it begins.') : between(day(a), day(b));
    },
  ),
  map(
    seq(
      opt(word('from', 'between')),
      monthName,
      opt(word('from', 'between')),
      the,
      dayNumber,
      to,
      the,
      dayNumber,
      opt(yearOfName),
    ),
    ([, month, , , a, , , b, year], phrase, from, end) => {
      if (dateOf(2024, month, a) === null || dateOf(2024, month, b) === null)
        return refuse(phrase, from, end, 'There is no such date.');
      const day = (n: number) =>
        bare({ kind: 'date', ...(year === undefined ? {} : { year }), month, day: n });
      return b < a ? refuse(phrase, from, end, 'This range ends before it begins.') : between(day(a), day(b));
    },
  ),
  map(
    seq(opt(word('from', 'between')), the, dayNumber, to, the, dayNumber, opt(word('of', 'in')), period),
    ([, , a, , , b, , of], phrase, from, end) => {
      if (of.kind !== 'unit' || of.unit !== 'month') return undefined;
      if (b < a) return refuse(phrase, from, end, 'This range ends before it begins.');
      const day = (n: number): Period => ({ kind: 'nth', nth: n, unit: 'day', of });
      return between(day(a), day(b));
    },
  ),
);

/** "last 3 full months": whole ones of the calendar, the present one left out. */
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
      // "Calendar days" are those that are no business days.
      if (n < 2 || n > 1000 || (how === 'calendar' && unit === 'day')) return undefined;
      const at = (offset: number): Period => ({ kind: 'unit', unit, offset });
      const isPast = which === 'last' || which === 'past' || which === 'previous';
      return isPast ? between(at(-n), at(-1)) : between(at(1), at(n));
    },
  ),
);

export const ranges: Rule<Timeframe> = alt<Timeframe>(
  wholeUnits,
  map(seq(opt(word('in', 'during')), plainYear, strict, plainYear), ([, a, , b], phrase, from, end) =>
    b < a
      ? refuse(phrase, from, end, 'This range ends before it begins.')
      : between({ kind: 'year', year: a }, { kind: 'year', year: b }),
  ),
  map(
    seq(
      word('from', 'between', 'since'),
      the,
      period,
      to,
      the,
      period,
      opt(word('inclusive', 'inclusively')),
    ),
    ([how, , from, joint, , last]) =>
      how === 'since' && joint !== 'until' ? undefined : between(from, last),
  ),
  map(seq(period, strict, the, period), ([from, , , last], phrase, start, end) =>
    yearTo(from, phrase, start, end) ? undefined : between(from, last),
  ),
  // "from 9am yesterday to 5pm"
  map(seq(opt(word('from', 'between')), period, to, timeOfDay), ([, from, , time]) =>
    from.kind === 'time' ? between(from, { kind: 'time', time, day: from.day }) : undefined,
  ),
);
