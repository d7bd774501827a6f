import type { Rule } from '../grammar.ts';
import { alt, lazy, map, oneOf, opt, seq, word, words } from '../grammar.ts';
import type { CalendarUnit, Part, Period } from '../schema.ts';
import { period } from './any.ts';
import { calendarUnit, unitName, which } from './calendar.ts';
import { yearNumber } from './numbers.ts';

/** Parts of a stretch of time: "year to date", "rest of the week", "start of May", "early 2025". */
const toDate = (unit: CalendarUnit): Period => ({
  kind: 'part',
  part: 'to-date',
  of: { kind: 'unit', unit, offset: 0 },
});

const ofPresent: Rule<Period> = alt<Period>(
  map(oneOf<CalendarUnit>({ ytd: 'year', mtd: 'month', qtd: 'quarter', wtd: 'week', htd: 'half' }), toDate),
  map(
    seq(
      opt(alt(word('the', 'this', 'current'), words('the current'))),
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
  map(words('later today'), () => ({
    kind: 'part',
    part: 'rest',
    of: { kind: 'unit', unit: 'day', offset: 0 },
  })),
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
  map(yearNumber, (year): Period => ({ kind: 'year', year })),
);

export const partName: Rule<Part> = oneOf({
  start: 'start',
  beginning: 'start',
  early: 'early',
  middle: 'middle',
  mid: 'mid',
  end: 'end',
  late: 'late',
} as const);

/** "start of May", "early 2025", "mid-November", "the end of last month". */
const thirds: Rule<Period> = alt<Period>(
  map(
    seq(
      opt(word('the', 'toward', 'towards')),
      opt(word('the')),
      partName,
      opt(alt(word('of', '-', 'in'))),
      period,
    ),
    ([the, , part, joint, of], phrase, from) => {
      // "Beginning 1 March" and "beginning March" may mean everything that follows: see `open.ts`.
      const isOpen = !the && joint !== 'of' && joint !== '-' && phrase.tokens[from]?.text === 'beginning';
      return isOpen || isPointed(of) ? undefined : { kind: 'part', part, of };
    },
  ),
  map(seq(opt(word('the')), partName, opt(word('of')), word('past'), unitName), ([, part, , , unit]) => ({
    kind: 'part',
    part,
    of: { kind: 'unit', unit, offset: -1 },
  })),
  // "mid-month": of this month; "year end 2025"
  map(seq(oneOf({ mid: 'mid' } as const), opt(word('-')), unitName), ([part, , unit]) =>
    unit === 'day' || unit === 'weekend'
      ? undefined
      : { kind: 'part', part, of: { kind: 'unit', unit, offset: 0 } },
  ),
  map(seq(opt(word('the')), unitName, opt(word('-')), word('end')), ([, unit]) =>
    unit === 'day' ? undefined : { kind: 'part', part: 'end', of: { kind: 'unit', unit, offset: 0 } },
  ),
  map(
    seq(opt(word('the')), word('year'), opt(word('-')), word('end'), opt(word('of')), yearNumber),
    ([, , , , , year]) => ({
      kind: 'part',
      part: 'end',
      of: { kind: 'year', year },
    }),
  ),
  // "end of month": of this month.
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

/** Periods without a start or end worth naming. */
function isPointed(of: Period): boolean {
  return ['now', 'time', 'clock', 'daypart', 'part', 'rolling', 'moment'].includes(of.kind);
}

export const parts: Rule<Period> = alt(ofPresent, thirds);
