import { defined } from '../../lib/defined.ts';
import { instantOf } from '../calendar.ts';
import type { Phrase, Rule } from '../grammar.ts';
import { alt, digits, map, oneOf, opt, refuse, seq, withoutBlank, word, words } from '../grammar.ts';
import type { Period, Timeframe, Year } from '../schema.ts';
import { fiscalYearNow, spanOf } from '../spans.ts';
import { count, fullYear, ordinal, plainYear } from './numbers.ts';

/**
 * Fiscal years, halves, and quarters: "FY26", "Q2 FY26", "H1 of last fiscal year", "last fiscal quarter".
 * Refused until the workspace has set the month in which its fiscal year starts.
 */
const fiscalWord = word('fiscal', 'financial');
const name = alt<unknown>(word('fy'), seq(fiscalWord, opt(word('year'))));
const which = oneOf({
  last: -1,
  past: -1,
  previous: -1,
  this: 0,
  current: 0,
  next: 1,
  coming: 1,
  upcoming: 1,
});
const the = opt(word('the', 'our', 'my'));
const inside = opt(word('of', 'in', ',', '-', '/'));
const yearDigits = alt(plainYear, map(digits(0, 99, { min: 2, max: 2 }), fullYear));

/** "FY26", "fiscal year 2026", "FY25/26": named after the year in which it ends. */
const numbered: Rule<number> = alt(
  map(seq(name, opt(word("'", '’', '-')), yearDigits), ([, , n]) => n),
  map(seq(name, yearDigits, word('/', '-'), yearDigits), ([, a, , b]) => (b === a + 1 ? b : undefined)),
);

const fiscalYear: Rule<Year> = alt<Year>(
  numbered,
  map(seq(the, which, name), ([, offset]) => ({ offset })),
  map(seq(word('the', 'our', 'my'), name), () => ({ offset: 0 })),
  map(seq(the, name, words('before last')), () => ({ offset: -2 })),
  map(seq(the, name, words('after next')), () => ({ offset: 2 })),
  // The canonical words for all others: "the fiscal year 3 years back".
  map(seq(the, name, count, word('year'), word('back', 'ahead')), ([, , n, , side]) =>
    n <= 1000 ? { offset: side === 'back' ? -n : n } : undefined,
  ),
);

const quarterDigit = alt(
  map(seq(word('q'), withoutBlank(digits(1, 4, { min: 1, max: 1 }))), ([, n]) => n),
  map(seq(ordinal, word('quarter')), ([n]) => (n <= 4 ? n : undefined)),
  map(seq(word('quarter'), digits(1, 4, { min: 1, max: 1 })), ([, n]) => n),
);
const halfDigit = alt(
  map(seq(word('h'), withoutBlank(digits(1, 2, { min: 1, max: 1 }))), ([, n]) => n),
  map(seq(ordinal, word('half')), ([n]) => (n <= 2 ? n : undefined)),
);

interface Part {
  quarter?: number;
  half?: number;
}
const part: Rule<Part> = alt<Part>(
  map(quarterDigit, (quarter) => ({ quarter })),
  map(halfDigit, (half) => ({ half })),
);

const make = (year: Year, { quarter, half }: Part = {}): Period => {
  if (half !== undefined) return { kind: 'nth', nth: half, unit: 'half', of: { kind: 'fiscal', year } };
  return { kind: 'fiscal', year, ...defined({ quarter }) };
};

const quarterAway = (offset: number): Period => ({ kind: 'fiscal-quarter', offset });
const fiscalQuarter = alt<unknown>(seq(fiscalWord, word('quarter')), word('fq'), words('fy quarter'));

const toDate = alt<unknown>(word('ytd', 'fytd'), words('to date'), words('so far'), words('year to date'));

const relative: Rule<Period> = alt<Period>(
  map(alt<unknown>(word('fytd'), seq(the, opt(word('this')), name, toDate)), () => ({
    kind: 'part',
    part: 'to-date',
    of: { kind: 'fiscal', year: { offset: 0 } },
  })),
  map(alt<unknown>(word('fqtd'), seq(the, opt(word('this')), fiscalQuarter, toDate)), () => ({
    kind: 'part',
    part: 'to-date',
    of: quarterAway(0),
  })),
  map(seq(the, which, fiscalQuarter), ([, offset]) => quarterAway(offset)),
  map(seq(word('the', 'our', 'my'), fiscalQuarter), () => quarterAway(0)),
  map(seq(the, fiscalQuarter, words('before last')), () => quarterAway(-2)),
  map(seq(the, fiscalQuarter, words('after next')), () => quarterAway(2)),
  map(seq(the, fiscalQuarter, count, word('quarter'), word('back', 'ahead')), ([, , n, , side]) =>
    n <= 1000 ? quarterAway(side === 'back' ? -n : n) : undefined,
  ),
);

/** "fiscal Q2", "FQ2", "second fiscal quarter": the fiscal year follows "of", is a number, or is missing. */
const fiscalPart: Rule<Part> = alt<Part>(
  map(seq(fiscalWord, part), ([, each]) => each),
  map(seq(word('fq'), withoutBlank(digits(1, 4, { min: 1, max: 1 }))), ([, quarter]) => ({ quarter })),
  map(seq(word('fh'), withoutBlank(digits(1, 2, { min: 1, max: 1 }))), ([, half]) => ({ half })),
  map(seq(ordinal, fiscalQuarter), ([quarter]) => (quarter <= 4 ? { quarter } : undefined)),
  map(seq(ordinal, fiscalWord, word('half')), ([half]) => (half <= 2 ? { half } : undefined)),
);

const absolute: Rule<Period> = alt<Period>(
  map(seq(the, part, inside, fiscalYear), ([, each, , year]) => make(year, each)),
  map(seq(fiscalYear, opt(word('-', ',')), part), ([year, , each]) => make(year, each)),
  map(seq(the, fiscalPart, inside, alt<Year>(fiscalYear, yearDigits)), ([, each, , year]) =>
    make(year, each),
  ),
  map(seq(the, fiscalPart), ([, each], { calendar }) => {
    const now = fiscalYearNow(calendar);
    const { direction } = calendar.context;
    const isOver = (edge: 'from' | 'to', year: number) => {
      const at = spanOf(make(year, each), calendar)?.[edge];
      return at !== undefined && instantOf(at, calendar.zone) <= calendar.now.epochMilliseconds;
    };
    if (direction === 'past') return make(isOver('from', now) ? now : now - 1, each);
    return make(isOver('to', now) ? now + 1 : now, each);
  }),
  map(fiscalYear, (year) => make(year)),
);

export const fiscal: Rule<Period> = map(alt<Period>(relative, absolute), (period, phrase, from, to) =>
  phrase.calendar.context.fiscalYearStart === undefined ? unset(phrase, from, to) : period,
);

/** "last two fiscal quarters", "next 2 fiscal years": whole ones, without the current one. */
export const fiscalRow: Rule<Timeframe> = map(
  seq(
    the,
    which,
    count,
    alt<'year' | 'quarter'>(
      map(alt<unknown>(seq(fiscalWord, word('year')), word('fy')), () => 'year'),
      map(fiscalQuarter, () => 'quarter'),
    ),
  ),
  ([, side, n, unit], phrase, from, to): Timeframe | undefined => {
    if (side === 0 || n < 2 || n > 1000) return undefined;
    if (phrase.calendar.context.fiscalYearStart === undefined) return unset(phrase, from, to);
    const at = (offset: number) => (unit === 'year' ? make({ offset }) : quarterAway(offset));
    return side < 0
      ? { kind: 'between', from: at(-n), to: at(-1) }
      : { kind: 'between', from: at(1), to: at(n) };
  },
);

function unset(phrase: Phrase, from: number, to: number): undefined {
  return refuse(
    phrase,
    from,
    to,
    'No fiscal year is set for this workspace. Choose the month it starts in under Settings, or name the dates.',
  );
}
