import type { Rule } from '../grammar.ts';
import { alt, digits, map, oneOf, opt, refuse, seq, word, words } from '../grammar.ts';
import type { Period } from '../schema.ts';
import { fiscal } from './fiscal.ts';
import { plainYear, shortYear, yearNumber } from './numbers.ts';

/** Years and longer: "2020", "CY25", "the 90s". */
const year: Rule<Period> = alt<Period>(
  map(yearNumber, (n) => ({ kind: 'year', year: n })),
  // "CY2025", "CY 25": the calendar year, as opposed to a fiscal one
  map(
    seq(
      alt<unknown>(word('cy'), words('calendar year')),
      opt(word("'", '’', '-')),
      alt(plainYear, shortYear),
    ),
    ([, , n]) => ({ kind: 'year', year: n }),
  ),
);

const decades = {
  twenties: 20,
  thirties: 30,
  forties: 40,
  fifties: 50,
  sixties: 60,
  seventies: 70,
  eighties: 80,
  nineties: 90,
};

/**
 * "the 90s", "the 1990s", "the 90 s", "the nineties", "the twenty-tens": in this century only up to the
 * decade that has begun.
 */
const decade: Rule<Period> = map(
  seq(
    opt(word('the')),
    alt(
      map(seq(digits(1000, 2990, { min: 4, max: 4 }), opt(word("'", '’')), word('s')), ([n]) => n),
      map(
        seq(opt(word("'")), digits(0, 90, { min: 2, max: 2 }), opt(word("'", '’')), word('s')),
        ([before, n, behind], phrase, from, to) => {
          if (phrase.tokens[from - 1]?.text === 'the' || before || behind || n > 50)
            return decadeOf(n, phrase.calendar.today.year);
          return refuse(phrase, from, to, `"${n}s" may be a decade or seconds.`, [
            `the ${n}s`,
            `last ${n} seconds`,
          ]);
        },
      ),
      map(oneOf(decades), (n, phrase) => decadeOf(n, phrase.calendar.today.year)),
      map(
        seq(word('nineteen', 'twenty'), opt(word('-')), oneOf({ tens: 10, ...decades })),
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

export const years: Rule<Period> = alt<Period>(year, decade, fiscal);
