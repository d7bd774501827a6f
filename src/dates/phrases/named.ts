import type { Rule } from '../grammar.ts';
import { alt, digits, glued, lazy, map, oneOf, opt, refuse, seq, word, words } from '../grammar.ts';
import type { Period, Season, Year } from '../schema.ts';
import { amount } from './amounts.ts';
import { calendarYear } from './calendar.ts';
import { holidayPeriod } from './holidays.ts';
import { fullYear, ordinal, plainYear, yearAfter, yearNumber } from './numbers.ts';
import { period } from './period.ts';
import { pick } from './pick.ts';

/** Stretches with names: "March 2025", "Q3", "H1 2025", "summer", "week 12", "2020", "the 90s", "FY26". */
export const monthName: Rule<number> = oneOf({
  january: 1,
  february: 2,
  march: 3,
  april: 4,
  may: 5,
  june: 6,
  july: 7,
  august: 8,
  september: 9,
  october: 10,
  november: 11,
  december: 12,
});

const joint = opt(word('of', 'in', ',', '-', '/'));

/** A year counted from this one: "last year", "this year's", "a year ago", "in a year". */
const countedYear: Rule<Year> = alt<Year>(
  map(
    lazy(() => calendarYear),
    (offset) => ({ offset }),
  ),
  map(seq(amount, word('ago', 'back')), ([value]) =>
    value.years && Object.keys(value).length === 1 ? { offset: -value.years } : undefined,
  ),
  map(seq(word('in'), amount), ([, value]) =>
    value.years && Object.keys(value).length === 1 ? { offset: value.years } : undefined,
  ),
  map(seq(amount, words('from now')), ([value]) =>
    value.years && Object.keys(value).length === 1 ? { offset: value.years } : undefined,
  ),
);

/** The year behind a name: "2025", "of 2025", "last year". */
export const yearOfName: Rule<Year> = alt<Year>(
  map(seq(joint, yearAfter), ([, year]) => year),
  map(seq(opt(word('of', 'in', '-')), countedYear), ([, year]) => year),
);

/** Which one of a name that comes every year. */
const which = oneOf<'this' | 'last' | 'next'>({
  this: 'this',
  last: 'last',
  past: 'last',
  previous: 'last',
  next: 'next',
  coming: 'next',
  upcoming: 'next',
  following: 'next',
});

/**
 * A name with or without its year: "Q3", "Q3 2025", "2025 Q3", "this March", "last Christmas". The last one is the
 * latest that is over, the next the first that has not begun.
 */
export function yearly(name: Rule<(year: Year | undefined) => Period>): Rule<Period> {
  return alt<Period>(
    map(seq(name, yearOfName), ([make, year]) => make(year)),
    map(seq(yearNumber, opt(word('-', '/', ',', 's')), name), ([year, , make]) => make(year)),
    map(
      seq(
        lazy(() => calendarYear),
        opt(word('s')),
        name,
      ),
      ([offset, , make]) => make({ offset }),
    ),
    map(seq(opt(word('the')), which, name), ([, side, make], phrase) => pick(side, make, phrase.calendar)),
    map(seq(opt(word('the')), name), ([, make]) => make(undefined)),
  );
}

const quarterName: Rule<number> = alt(
  map(seq(word('q'), opt(glued(digits(1, 4, { min: 1, max: 1 })))), ([, n]) => n),
  map(seq(ordinal, word('quarter')), ([n]) => (n <= 4 ? n : undefined)),
  map(seq(word('quarter'), digits(1, 4, { min: 1, max: 1 })), ([, n]) => n),
  map(seq(word('last'), word('quarter'), word('of', 'in')), () => undefined as number | undefined),
);

const halfName: Rule<number> = alt(
  map(seq(word('h'), glued(digits(1, 2, { min: 1, max: 1 }))), ([, n]) => n),
  map(seq(ordinal, word('half')), ([n]) => (n <= 2 ? n : undefined)),
);

const seasonName = oneOf<Season>({
  spring: 'spring',
  summer: 'summer',
  autumn: 'autumn',
  fall: 'autumn',
  winter: 'winter',
});

const withYear = (year: Year | undefined) => (year === undefined ? {} : { year });

export const months: Rule<Period> = yearly(
  map(
    alt(
      monthName,
      map(seq(word('month'), word('of'), monthName), ([, , n]) => n),
    ),
    (month) =>
      (year: Year | undefined): Period => ({ kind: 'month', ...withYear(year), month }),
  ),
);

const quarters: Rule<Period> = yearly(
  map(
    quarterName,
    (quarter) =>
      (year: Year | undefined): Period => ({ kind: 'quarter', ...withYear(year), quarter }),
  ),
);

const halves: Rule<Period> = yearly(
  map(
    halfName,
    (half) =>
      (year: Year | undefined): Period => ({ kind: 'half', ...withYear(year), half }),
  ),
);

const seasonsOfYear: Rule<Period> = yearly(
  map(
    seasonName,
    (season) =>
      (year: Year | undefined): Period => ({ kind: 'season', ...withYear(year), season }),
  ),
);

const weekNumber: Rule<Period> = alt<Period>(
  yearly(
    map(
      seq(
        alt(word('week', 'w', 'wk', 'cw', 'kw'), words('calendar week'), words('week number')),
        opt(word('#')),
        digits(1, 53, { min: 1, max: 2 }),
      ),
      ([, , week]) =>
        (year: Year | undefined): Period => ({ kind: 'week', ...withYear(year), week }),
    ),
  ),
);

/** "3/2015", "2015-03", "11 - 2016": with a sign between them, and the year with four digits. */
const numericMonth: Rule<Period> = alt<Period>(
  map(seq(digits(1, 12, { min: 1, max: 2 }), word('/', '-', '.'), plainYear), ([month, , year]) => ({
    kind: 'month',
    year,
    month,
  })),
  map(seq(plainYear, word('/', '-', '.'), digits(1, 12, { min: 1, max: 2 })), ([year, , month]) => ({
    kind: 'month',
    year,
    month,
  })),
);

const year: Rule<Period> = map(yearNumber, (n) => ({ kind: 'year', year: n }));

/** "the 90s", "the 1990s", "the nineties", "the twenty-tens": of this century only up to the decade that has begun. */
const decade: Rule<Period> = map(
  seq(
    opt(word('the')),
    alt(
      map(
        seq(digits(1000, 2990, { min: 4, max: 4 }), opt(glued(word("'", '’'))), glued(word('s'))),
        ([n]) => n,
      ),
      map(
        seq(opt(word("'")), digits(0, 90, { min: 2, max: 2 }), opt(glued(word("'", '’'))), glued(word('s'))),
        ([, n], phrase) => decadeOf(n, phrase.calendar.today.year),
      ),
      map(
        oneOf({
          twenties: 20,
          thirties: 30,
          forties: 40,
          fifties: 50,
          sixties: 60,
          seventies: 70,
          eighties: 80,
          nineties: 90,
        }),
        (n, phrase) => decadeOf(n, phrase.calendar.today.year),
      ),
      map(
        seq(
          word('nineteen', 'twenty'),
          opt(word('-')),
          oneOf({
            tens: 10,
            twenties: 20,
            thirties: 30,
            forties: 40,
            fifties: 50,
            sixties: 60,
            seventies: 70,
            eighties: 80,
            nineties: 90,
          }),
        ),
        ([c, , n]) => (c === 'nineteen' ? 1900 : 2000) + n,
      ),
      map(
        seq(words('two thousand'), opt(word('and')), oneOf({ tens: 10, twenties: 20 })),
        ([, , n]) => 2000 + n,
      ),
      map(words('two thousands'), () => 2000),
    ),
  ),
  ([, first]) => (first % 10 === 0 ? { kind: 'decade', year: first } : undefined),
);

function decadeOf(two: number, thisYear: number): number {
  const recent = 2000 + two;
  return recent <= thisYear ? recent : recent - 100;
}

/** "FY26", "fiscal year 2026", "Q2 FY26", refused while nobody said when the fiscal year starts. */
const fiscalYear: Rule<number> = map(
  seq(
    alt(word('fy'), words('fiscal year'), words('financial year')),
    opt(word("'", '-')),
    alt(plainYear, map(digits(0, 99, { min: 2, max: 2 }), fullYear)),
  ),
  ([, , n]) => n,
);
const fiscal: Rule<Period> = map(
  alt<[number | undefined, number]>(
    map(seq(quarterName, joint, fiscalYear), ([quarter, , n]) => [quarter, n]),
    map(seq(fiscalYear, opt(word('-', ',')), quarterName), ([n, , quarter]) => [quarter, n]),
    map(fiscalYear, (n) => [undefined, n]),
  ),
  ([quarter, n], phrase, from, to) => {
    if (phrase.calendar.context.fiscalYearStart === undefined) {
      return refuse(
        phrase,
        from,
        to,
        'No fiscal year is set for this workspace: set the month in which it starts, or name the dates.',
        [String(n)],
      );
    }
    return { kind: 'fiscal', year: n, ...(quarter === undefined ? {} : { quarter }) };
  },
);

/** "week of 3 May", "weekend of Thanksgiving", "the week starting on February 4", "Labor Day weekend". */
const containing: Rule<Period> = alt<Period>(
  map(
    seq(
      opt(word('the')),
      word('week', 'weekend', 'month'),
      alt(
        word('of', 'containing', 'with'),
        map(
          seq(word('starting', 'beginning', 'commencing', 'from'), opt(word('on', 'with'))),
          () => 'starting',
        ),
      ),
      lazy(() => period),
    ),
    ([, kind, how, of]) =>
      of.kind === 'month' || of.kind === 'year' || (how === 'starting' && kind !== 'week')
        ? undefined
        : { kind: 'containing', unit: kind, of },
  ),
  map(
    seq(
      lazy(() => holidayPeriod),
      word('week', 'weekend'),
    ),
    ([of, kind]) => ({ kind: 'containing', unit: kind, of }),
  ),
);

/** "2 weeks starting 20 May", "a week from tomorrow on" is not known, "for 3 days from today". */
const starting: Rule<Period> = alt<Period>(
  map(
    seq(
      opt(word('for', 'the')),
      amount,
      word('starting', 'beginning', 'commencing'),
      opt(word('on', 'from', 'with')),
      lazy(() => period),
    ),
    ([, value, , , from]) => ({ kind: 'starting', amount: value, from }),
  ),
  map(
    seq(
      word('for'),
      amount,
      word('from'),
      lazy(() => period),
    ),
    ([, value, , from]) => ({ kind: 'starting', amount: value, from }),
  ),
);

/** Years and counts that only words tell apart from other numbers: "calendar 2025". */
export const named: Rule<Period> = alt<Period>(
  months,
  numericMonth,
  quarters,
  halves,
  seasonsOfYear,
  weekNumber,
  year,
  decade,
  fiscal,
  containing,
  starting,
);
