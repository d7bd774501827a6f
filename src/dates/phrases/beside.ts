import { weekdayNumber } from '../calendar.ts';
import type { Rule } from '../grammar.ts';
import { alt, map, opt, refuse, seq, word, words } from '../grammar.ts';
import { printAmount } from '../print.ts';
import { type Amount, isExact, type Period, type Weekday } from '../schema.ts';
import { amount, total, unit } from './amounts.ts';
import { period } from './any.ts';
import { ordinal } from './numbers.ts';
import { weekdayName } from './weekdays.ts';

/**
 * Days and stretches before or after another one: "2 weeks before 13 May", "the week before Christmas", "the
 * Friday after Easter".
 */
type Toward = 'before' | 'after';

const before = alt(word('before'), words('prior to'));
const after = word('after', 'following');
export const beforeOrAfter = alt<Toward>(
  map(before, () => 'before'),
  map(after, () => 'after'),
);
const toward = alt<Toward>(
  beforeOrAfter,
  map(word('from'), () => 'after'),
);

/** A period and the words that name it, for suggestions. */
const named: Rule<{ of: Period; name: string }> = map(period, (of, phrase, from, to) => ({
  of,
  name: phrase.text.slice(phrase.tokens[from]?.at, phrase.tokens[to - 1]?.end),
}));

/** Whether its first day and its last are far apart. */
function hasLength(of: Period): boolean {
  if (of.kind === 'unit') return !['day', 'weekend'].includes(of.unit);
  return ['month', 'quarter', 'half', 'season', 'year', 'decade', 'fiscal', 'fiscal-quarter'].includes(
    of.kind,
  );
}

/** Periods without days to count from. */
const dayless = new Set(['now', 'clock', 'daypart', 'weekdays', 'rolling']);

/** "2 weeks before 13 May", "3 days from tomorrow": a day. */
const shift: Rule<Period> = alt<Period>(
  // "a week from Friday": from the coming Friday, whichever side of now the caller means
  map(seq(amount, word('from'), weekdayName), ([value, , weekday], phrase, from, to): Period | undefined => {
    if (isExact(value)) return undefined;
    const of: Period = { kind: 'weekday', weekday, nth: 1 };
    if (phrase.calendar.today.dayOfWeek !== weekdayNumber(weekday))
      return { kind: 'shift', amount: value, direction: 'after', of };
    const said = printAmount(value);
    return refuse(phrase, from, to, 'Counted from today, or from next week?', [
      `${said} from today`,
      `${said} after next ${weekday}`,
    ]);
  }),
  map(seq(amount, beforeOrAfter, period), ([value, direction, of]) =>
    dayless.has(of.kind) ? undefined : { kind: 'shift', amount: value, direction, of },
  ),
  map(seq(amount, word('from'), named), ([value, , { of, name }], phrase, from, to): Period | undefined => {
    if (dayless.has(of.kind)) return undefined;
    const isBare = of.kind === 'weekday' && !('week' in of) && (of as { nth?: number }).nth === undefined;
    if (isBare) return undefined;
    if (!hasLength(of)) return { kind: 'shift', amount: value, direction: 'after', of };
    // "3 months from January" may begin on its first day or after its last.
    const said = printAmount(value);
    return to === phrase.tokens.length
      ? refuse(phrase, from, to, `Counted from the beginning of ${name}, or from its end?`, [
          `${said} starting ${name}`,
          `${said} after ${name}`,
        ])
      : undefined;
  }),
  // "a week ago yesterday", "a week ago last Monday"
  map(seq(amount, word('ago'), period), ([value, , of]) =>
    (of.kind === 'unit' && of.unit === 'day' && of.offset === -1) ||
    (of.kind === 'weekday' && 'nth' in of && of.nth === -1)
      ? { kind: 'shift', amount: value, direction: 'before', of }
      : undefined,
  ),
);

/** The stretch of this length that ends right before a period or begins right after it. */
function stretch(value: Amount, direction: Toward, of: Period): Period | undefined {
  if (dayless.has(of.kind)) return undefined;
  if (isExact(value)) {
    if (of.kind !== 'time' && of.kind !== 'moment') return undefined;
    return direction === 'before'
      ? { kind: 'ending', amount: value, to: of }
      : { kind: 'starting', amount: value, from: of };
  }
  // Here the end of June is its last day, so the stretch before it includes that day, just as the stretch
  // after its start includes the first day.
  const touches = of.kind === 'part' && of.part === (direction === 'before' ? 'end' : 'start');
  const next: Period = touches ? of : { kind: 'shift', amount: { days: 1 }, direction, of };
  return direction === 'before'
    ? { kind: 'ending', amount: value, to: next }
    : { kind: 'starting', amount: value, from: next };
}

const leadingUp = alt(
  map(words('leading up to'), () => true),
  map(words('running up to'), () => true),
  map(words('in the run up to'), () => true),
);

/** "the day after Easter"; "the week before Christmas", "the 6 weeks before Easter": the whole stretch. */
const beside: Rule<Period> = alt<Period>(
  map(seq(opt(word('the')), unit, toward, period), ([, scale, direction, of], phrase, from, to) => {
    const value = total([{ n: 1, scale }]);
    if (value === undefined || dayless.has(of.kind)) return undefined;
    const name = phrase.tokens.slice(from, to).find((each) => each.text !== 'the');
    if (name?.plural) return refuse(phrase, from, to, 'How many of them?', []);
    if (scale.unit === 'days') return { kind: 'shift', amount: value, direction, of };
    return stretch(value, direction, of);
  }),
  // "the last 2 weeks before Christmas", "the first 3 days after Easter"
  map(
    seq(opt(word('the')), word('last', 'final', 'first'), amount, beforeOrAfter, period),
    ([, which, value, direction, of]) =>
      (which === 'first') === (direction === 'after') ? stretch(value, direction, of) : undefined,
  ),
  // "the first week after Easter" (the first month may be a month of the calendar)
  map(
    seq(
      opt(word('the')),
      word('last', 'final', 'first'),
      map(word('week'), (_, { tokens }, at) => (tokens[at]?.plural ? undefined : 'week')),
      beforeOrAfter,
      period,
    ),
    ([, which, , direction, of]) =>
      (which === 'first') === (direction === 'after') ? stretch({ weeks: 1 }, direction, of) : undefined,
  ),
  map(seq(word('the'), amount, beforeOrAfter, period), ([, value, direction, of], phrase, from) =>
    isSingle(phrase.tokens[from + 1]?.text) ? undefined : stretch(value, direction, of),
  ),
  map(seq(opt(word('the')), alt(amount, oneUnit()), leadingUp, period), ([, value, , of]) =>
    stretch(value, 'before', of),
  ),
);

/** "the week", without a number. */
function oneUnit(): Rule<Amount> {
  return map(unit, (scale) => total([{ n: 1, scale }]));
}

function isSingle(text: string | undefined): boolean {
  return text === 'a' || text === 'an' || text === 'one' || text === '1';
}

const untilIncluded = alt<string>(
  word('ending', 'ended'),
  map(seq(word('ending', 'ended'), word('on', 'in', 'with')), () => 'ending'),
  words('up to and including'),
);

/** "12 months ending March 2026", "week ending 6 June", "the 3 months to June": includes the last day. */
const ending: Rule<Period> = alt<Period>(
  map(
    seq(opt(word('the')), alt(amount, oneUnit()), untilIncluded, opt(word('the')), period),
    ([, value, , , to]) => end(value, to),
  ),
  map(seq(word('the'), amount, alt(word('to', 'until'), words('up to')), period), ([, value, , to]) =>
    end(value, to),
  ),
  map(seq(word('w'), word('/'), word('e'), period), ([, , , to]) => end({ weeks: 1 }, to)),
);

function end(value: Amount, to: Period): Period | undefined {
  return dayless.has(to.kind) ? undefined : { kind: 'ending', amount: value, to };
}

const dayOrWeekend = alt<Weekday | 'weekend'>(
  weekdayName,
  map(word('weekend'), () => 'weekend'),
);

/** "the Friday after Thanksgiving", "the weekend before Christmas", "the second Monday after Easter". */
const nearby: Rule<Period> = alt<Period>(
  map(
    seq(opt(word('the')), opt(ordinal), dayOrWeekend, beforeOrAfter, period),
    ([, nth = 1, each, direction, of]) => near(nth, each, direction, of),
  ),
  map(seq(opt(word('the')), word('last', 'final'), dayOrWeekend, before, period), ([, , each, , of]) =>
    near(1, each, 'before', of),
  ),
  map(
    seq(opt(word('the')), word('next'), dayOrWeekend, word('after', 'following'), period),
    ([, , each, , of]) => near(1, each, 'after', of),
  ),
);

function near(nth: number, unitName: Weekday | 'weekend', direction: Toward, of: Period): Period | undefined {
  return dayless.has(of.kind) || nth > 60
    ? undefined
    : { kind: 'nearby', nth, unit: unitName, direction, of };
}

export const besidePeriod: Rule<Period> = alt(shift, beside, ending, nearby);
