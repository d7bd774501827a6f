import type { Phrase, Rule } from '../grammar.ts';
import { alt, lazy, map, oneOf, opt, seq, word, words } from '../grammar.ts';
import type { CalendarUnit, Period } from '../schema.ts';
import { period } from './any.ts';
import { count } from './numbers.ts';
import { single } from './single.ts';

/** Units of the calendar: "today", "this week", "last month", "year to date", "rest of the week". */
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

/** Which one, counted from the present one. */
const which: Rule<number> = alt(
  map(word('this', 'current', 'present'), () => 0),
  map(seq(opt(word('this')), word('last', 'previous')), () => -1),
  map(word('next', 'coming', 'upcoming', 'following'), () => 1),
  map(seq(words('the'), word('current', 'present')), () => 0),
  map(seq(words('the'), word('last', 'previous')), () => -1),
  map(seq(words('the'), word('next', 'coming', 'upcoming', 'following')), () => 1),
);

const counted: Rule<Period> = alt<Period>(
  map(seq(which, unitName), ([offset, unit], phrase, from, to) => {
    const one: Period = { kind: 'unit', unit, offset };
    // "This weeks" is a slip of this week's.
    return offset === 0 ? one : single(one, phrase, from, to);
  }),
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
  // "the week", "my month": the present one; a day is none without a word before it.
  map(seq(word('the', 'my', 'our', 'that'), unitName), ([, unit], phrase) =>
    unit === 'day' ? undefined : unit === 'weekend' ? weekend(phrase) : { kind: 'unit', unit, offset: 0 },
  ),
  map(word('weekend'), (_, phrase) => weekend(phrase)),
  map(seq(opt(word('this')), word('past'), word('weekend')), () => ({
    kind: 'unit',
    unit: 'weekend',
    offset: -1,
  })),
);

/** The latest weekend that has begun, where the past is meant; else this week's. */
function weekend({ calendar: { context, today } }: Phrase): Period {
  return {
    kind: 'unit',
    unit: 'weekend',
    offset: context.direction === 'past' && today.dayOfWeek < 6 ? -1 : 0,
  };
}

const days: Rule<Period> = alt<Period>(
  map(alt(word('today'), words('this day'), words('current date'), words('the current date')), () => ({
    kind: 'unit',
    unit: 'day',
    offset: 0,
  })),
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

const toDate = (unit: CalendarUnit): Period => ({
  kind: 'part',
  part: 'to-date',
  of: { kind: 'unit', unit, offset: 0 },
});

const parts: Rule<Period> = alt<Period>(
  map(oneOf<CalendarUnit>({ ytd: 'year', mtd: 'month', qtd: 'quarter', wtd: 'week', htd: 'half' }), toDate),
  map(
    seq(
      opt(alt(word('the', 'this'), words('the current'))),
      unitName,
      alt(
        words('to date'),
        words('- to - date'),
        words('so far'),
        words('to now'),
        words('until now'),
        words('until date'),
        words('to today'),
      ),
    ),
    ([, unit]) => (unit === 'day' ? undefined : toDate(unit)),
  ),
  map(seq(words('so far'), which, unitName), ([, offset, unit]) => (offset === 0 ? toDate(unit) : undefined)),
  map(
    seq(
      word('earlier'),
      opt(word('in')),
      lazy(() => calendarUnit),
    ),
    ([, , of]) => (of.kind === 'unit' && of.offset === 0 ? { kind: 'part', part: 'earlier', of } : undefined),
  ),
  map(
    seq(
      opt(word('the')),
      alt(word('rest', 'remainder'), words('remaining')),
      opt(word('of')),
      lazy(() => restOf),
    ),
    ([, , , of]) => ({ kind: 'part', part: 'rest', of }),
  ),
);

const restOf: Rule<Period> = alt(
  lazy(() => calendarUnit),
  map(seq(opt(word('the', 'my')), unitName), ([, unit]): Period => ({ kind: 'unit', unit, offset: 0 })),
);

/** A unit counted from the present one, or today, yesterday, tomorrow. */
export const calendarUnit: Rule<Period> = alt(days, counted);

/** A week counted from this one, as its number. */
export const calendarWeek: Rule<number> = map(counted, (each) =>
  each.kind === 'unit' && (each.unit === 'week' || each.unit === 'workweek') ? each.offset : undefined,
);

/** A year counted from this one, as its number: "last year", "of the year". */
export const calendarYear: Rule<number> = map(counted, (each) =>
  each.kind === 'unit' && each.unit === 'year' ? each.offset : undefined,
);

const partName: Rule<'start' | 'middle' | 'end'> = oneOf({
  start: 'start',
  beginning: 'start',
  early: 'start',
  middle: 'middle',
  end: 'end',
  late: 'end',
} as const);

/** "start of May", "early 2025", "mid-November", "the end of last month". */
const thirds: Rule<Period> = alt<Period>(
  map(
    seq(opt(word('the')), partName, opt(alt(word('of', '-', 'in'))), period),
    ([the, part, joint, of], phrase, from) => {
      // "Beginning 1 March" and "beginning March" may mean all that follows: see `open.ts`.
      const isOpen = !the && !joint && phrase.tokens[from]?.text === 'beginning';
      return isOpen || isPointed(of) ? undefined : { kind: 'part', part, of };
    },
  ),
  map(seq(opt(word('the')), partName, opt(word('of')), word('past'), unitName), ([, part, , , unit]) => ({
    kind: 'part',
    part,
    of: { kind: 'unit', unit, offset: -1 },
  })),
  // "end of month": this one.
  map(seq(opt(word('the')), partName, word('of'), unitName), ([, part, , unit]) =>
    unit === 'day' ? undefined : { kind: 'part', part, of: { kind: 'unit', unit, offset: 0 } },
  ),
  map(seq(opt(word('the')), oneOf({ bom: 'start', eom: 'end' } as const)), ([, part]) => ({
    kind: 'part',
    part,
    of: { kind: 'unit', unit: 'month', offset: 0 },
  })),
  map(seq(opt(word('the')), oneOf({ boy: 'start', eoy: 'end' } as const)), ([, part]) => ({
    kind: 'part',
    part,
    of: { kind: 'unit', unit: 'year', offset: 0 },
  })),
  map(seq(opt(word('the')), oneOf({ eoq: 'quarter', eow: 'week' } as const)), ([, unit]) => ({
    kind: 'part',
    part: 'end',
    of: { kind: 'unit', unit, offset: 0 },
  })),
);

/** What has no start or end to speak of. */
function isPointed(of: Period): boolean {
  return ['now', 'time', 'clock', 'daypart', 'part', 'rolling', 'moment'].includes(of.kind);
}

export const calendar: Rule<Period> = alt(calendarUnit, parts, thirds);
