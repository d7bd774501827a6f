import type { Phrase, Rule } from '../grammar.ts';
import { alt, map, oneOf, opt, seq, word, words } from '../grammar.ts';
import type { CalendarUnit, Period } from '../schema.ts';
import { count } from './numbers.ts';
import { single } from './single.ts';

/** Units of the calendar: "today", "this week", "last month", "the week before last". */
export const unitName: Rule<CalendarUnit> = alt<CalendarUnit>(
  map(
    seq(
      opt(word('calendar', 'full', 'complete', 'whole')),
      oneOf<CalendarUnit>({
        day: 'day',
        week: 'week',
        workweek: 'workweek',
        weekend: 'weekend',
        month: 'month',
        quarter: 'quarter',
        half: 'half',
        year: 'year',
        decade: 'decade',
      }),
    ),
    ([, unit]) => unit,
  ),
  map(alt(words('week - end')), () => 'weekend' as const),
  map(alt(words('half year'), words('half - year')), () => 'half' as const),
  map(alt(words('work week'), words('working week'), words('business week')), () => 'workweek' as const),
);

const unitNames: Rule<CalendarUnit> = alt<CalendarUnit>(
  unitName,
  map(word('weekends'), () => 'weekend'),
);

/** Which unit, relative to the current one. */
export const which: Rule<number> = alt(
  map(word('this', 'current', 'present'), () => 0),
  map(seq(opt(word('this')), word('last', 'previous')), () => -1),
  map(word('next', 'coming', 'upcoming', 'following'), () => 1),
  map(seq(word('this'), word('coming', 'upcoming')), () => 1),
  map(seq(words('the'), word('current', 'present')), () => 0),
  map(seq(words('the'), word('last', 'previous')), () => -1),
  map(seq(words('the'), word('next', 'coming', 'upcoming', 'following')), () => 1),
);

const counted: Rule<Period> = alt<Period>(
  // "The coming weekend" is the first one after today, unlike "next weekend".
  map(seq(opt(word('the', 'this')), word('coming', 'upcoming'), word('weekend')), () => ({
    kind: 'nearby',
    nth: 1,
    unit: 'weekend',
    direction: 'after',
    of: { kind: 'unit', unit: 'day', offset: 0 },
  })),
  map(seq(which, unitName), ([offset, unit], phrase, from, to) => {
    // "The last day" is 24 hours, see `rolling.ts`; "the previous day" and "the last full day" are yesterday.
    if (unit === 'day' && offset < 0 && phrase.tokens[to - 2]?.text === 'last') return undefined;
    const one: Period = { kind: 'unit', unit, offset };
    // "This weeks" is a typo of "this week's"; "this days" are several.
    return offset === 0 && unit !== 'day' ? one : single(one, phrase, from, to);
  }),
  // "the past calendar month": the month alone would roll
  map(
    seq(opt(word('the')), word('past'), word('calendar', 'full', 'complete', 'whole'), unitName),
    ([, , , unit], phrase, from, to) =>
      unit === 'day' ? undefined : single({ kind: 'unit', unit, offset: -1 }, phrase, from, to),
  ),
  map(seq(opt(word('the')), unitName, words('after next')), ([, unit]) => ({
    kind: 'unit',
    unit,
    offset: 2,
  })),
  map(seq(opt(word('the')), unitName, words('after the next')), ([, unit]) => ({
    kind: 'unit',
    unit,
    offset: 2,
  })),
  map(seq(opt(word('the')), unitName, words('before last')), ([, unit]) => ({
    kind: 'unit',
    unit,
    offset: -2,
  })),
  map(seq(opt(word('the')), unitName, words('before the last')), ([, unit]) => ({
    kind: 'unit',
    unit,
    offset: -2,
  })),
  map(seq(count, unitNames, word('ago')), ([n, unit]) =>
    unit === 'weekend' && n <= 1000 ? { kind: 'unit', unit, offset: -n } : undefined,
  ),
  // The canonical words for all others: "the month 3 months back".
  map(seq(word('the'), unitName, count, unitNames, word('back', 'ahead')), ([, unit, n, again, side]) =>
    unit === again && n <= 1000 ? { kind: 'unit', unit, offset: side === 'back' ? -n : n } : undefined,
  ),
  // "the week", "my month": the current one. This does not work for a day.
  map(seq(word('the', 'my', 'our', 'that'), unitName), ([, unit], phrase) =>
    unit === 'day' ? undefined : unit === 'weekend' ? weekend(phrase) : { kind: 'unit', unit, offset: 0 },
  ),
  map(word('weekend'), (_, phrase) => weekend(phrase)),
  // "all week", "all day long"
  map(seq(word('all'), unitName, opt(word('long'))), ([, unit], phrase, _, to) =>
    phrase.tokens[to - 1]?.plural
      ? undefined
      : unit === 'weekend'
        ? weekend(phrase)
        : { kind: 'unit', unit, offset: 0 },
  ),
  map(seq(opt(word('this')), word('past'), word('weekend')), () => ({
    kind: 'unit',
    unit: 'weekend',
    offset: -1,
  })),
);

/** The latest weekend that has begun if the caller means the past; otherwise this week's. */
function weekend({ calendar: { context, today } }: Phrase): Period {
  return {
    kind: 'unit',
    unit: 'weekend',
    offset: context.direction === 'past' && today.dayOfWeek < 6 ? -1 : 0,
  };
}

/** "so far", "until now": for a day or a stretch that isn't over. */
const soFar: Rule<string> = alt(
  words('so far'),
  words('to now'),
  words('until now'),
  words('up to now'),
  words('up until now'),
  words('as of now'),
);

const days: Rule<Period> = alt<Period>(
  // The rest of today hasn't happened yet, so "today so far" is today.
  map(
    alt<unknown>(
      seq(word('today'), soFar),
      seq(words('so far'), word('today')),
      seq(words('the day'), soFar),
    ),
    () => ({ kind: 'unit', unit: 'day', offset: 0 }),
  ),
  map(
    alt(word('today'), words('this day'), words('current date'), words('the current date')),
    (_, { tokens }, _from, to) =>
      tokens[to - 1]?.text === 'day' && tokens[to - 1]?.plural
        ? undefined
        : { kind: 'unit', unit: 'day', offset: 0 },
  ),
  // "today's date", "the day of today"
  map(words('today date'), () => ({ kind: 'unit', unit: 'day', offset: 0 })),
  map(
    seq(opt(word('the')), word('day', 'date'), word('of'), oneOf({ today: 0, yesterday: -1, tomorrow: 1 })),
    ([, , , offset]) => ({ kind: 'unit', unit: 'day', offset }),
  ),
  map(word('yesterday'), () => ({ kind: 'unit', unit: 'day', offset: -1 })),
  map(word('tomorrow'), () => ({ kind: 'unit', unit: 'day', offset: 1 })),
  map(seq(opt(word('the')), words('day before yesterday')), () => ({
    kind: 'unit',
    unit: 'day',
    offset: -2,
  })),
  map(seq(opt(word('the')), words('day after tomorrow')), () => ({ kind: 'unit', unit: 'day', offset: 2 })),
  map(alt(word('now'), words('right now'), words('this moment')), () => ({ kind: 'now' })),
);

/** A unit relative to the current one, or today, yesterday, tomorrow. */
export const calendarUnit: Rule<Period> = alt(days, counted);

/** A week relative to this one, as its offset. */
export const calendarWeek: Rule<number> = map(counted, (each) =>
  each.kind === 'unit' && (each.unit === 'week' || each.unit === 'workweek') ? each.offset : undefined,
);

/** A year relative to this one, as its offset: "last year", "of the year". */
export const calendarYear: Rule<number> = map(counted, (each) =>
  each.kind === 'unit' && each.unit === 'year' ? each.offset : undefined,
);
