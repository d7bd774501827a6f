import type { Rule } from '../grammar.ts';
import { alt, digits, glued, map, oneOf, opt, refuse, seq, word, words } from '../grammar.ts';
import type { Period, Year } from '../schema.ts';
import { quarterName } from './named.ts';
import { fullYear, plainYear, yearNumber } from './numbers.ts';

/** Years and longer: "2020", "the 90s", "FY26". */
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
      map(alt(words('two thousands'), word('noughties')), () => 2000),
    ),
  ),
  ([, first]) => (first % 10 === 0 ? { kind: 'decade', year: first } : undefined),
);

function decadeOf(two: number, thisYear: number): number {
  const recent = 2000 + two;
  return recent <= thisYear ? recent : recent - 100;
}

/** "FY26", "fiscal year 2026", "Q2 FY26", refused while nobody said when the fiscal year starts. */
const fiscalName = alt(word('fy'), words('fiscal year'), words('financial year'), words('fiscal'));
const fiscalYear: Rule<Year> = alt<Year>(
  map(
    seq(fiscalName, opt(word("'", '-')), alt(plainYear, map(digits(0, 99, { min: 2, max: 2 }), fullYear))),
    ([, , n]) => n,
  ),
  map(
    seq(opt(word('the')), oneOf({ last: -1, previous: -1, this: 0, current: 0, next: 1 }), fiscalName),
    ([, offset]) => ({
      offset,
    }),
  ),
);
const fiscal: Rule<Period> = map(
  alt<[number | undefined | 'to-date', Year]>(
    map(
      alt<unknown>(
        word('fytd'),
        words('fy to date'),
        words('fiscal year to date'),
        words('fiscal ytd'),
        words('financial year to date'),
      ),
      () => ['to-date', { offset: 0 }],
    ),
    map(seq(quarterName, opt(word('of', 'in', ',', '-', '/')), fiscalYear), ([quarter, , n]) => [quarter, n]),
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
        typeof n === 'number' ? [String(n)] : [],
      );
    }
    if (quarter === 'to-date') return { kind: 'part', part: 'to-date', of: { kind: 'fiscal', year: n } };
    return { kind: 'fiscal', year: n, ...(quarter === undefined ? {} : { quarter }) };
  },
);

export const years: Rule<Period> = alt<Period>(year, decade, fiscal);
