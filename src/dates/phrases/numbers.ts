import type { Phrase, Rule } from '../grammar.ts';
import { alt, digits, map, oneOf, opt, seq, withoutBlank, word } from '../grammar.ts';

const ones = ['one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine'];
const teens = 'ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen'.split(' ');
const tens = 'twenty thirty forty fifty sixty seventy eighty ninety'.split(' ');
const onesOrdinal = 'first second third fourth fifth sixth seventh eighth ninth'.split(' ');
const teensOrdinal =
  'tenth eleventh twelfth thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth'.split(
    ' ',
  );
const tensOrdinal = 'twentieth thirtieth fortieth fiftieth sixtieth seventieth eightieth ninetieth'.split(
  ' ',
);

const table = (words: string[], first: number, step = 1): Record<string, number> =>
  Object.fromEntries(words.map((each, i) => [each, first + i * step]));

const one = oneOf(table(ones, 1));
const teen = oneOf(table(teens, 10));
const ten = oneOf(table(tens, 20, 10));
const dash = opt(word('-'));

/** 10 to 99 in words. */
const twoDigitWords: Rule<number> = alt(
  teen,
  map(seq(ten, dash, one), ([a, , b]) => a + b),
  ten,
);

const small = alt(one, twoDigitWords);

/** A number in words: "twenty two", "a hundred", "two hundred and fifty". */
const inWords: Rule<number> = alt(
  map(
    seq(
      alt(
        map(word('a'), () => 1),
        small,
      ),
      word('hundred'),
      opt(seq(opt(word('and')), small)),
    ),
    ([hundreds, , rest]) => 100 * hundreds + (rest?.[1] ?? 0),
  ),
  small,
);

/** "hundred", "a dozen", "two dozen". */
const round: Rule<number> = alt(
  map(word('hundred'), () => 100),
  map(
    seq(
      opt(
        alt(
          map(word('a'), () => 1),
          small,
          digits(1, 1000),
        ),
      ),
      word('dozen'),
    ),
    ([n]) => 12 * (n ?? 1),
  ),
);

const figures = digits(1, 100_000_000);

/** "thirty (30)", "30 (thirty)": twice, as in contracts. */
const twice: Rule<number> = alt(
  map(seq(inWords, word('('), figures, word(')')), ([a, , b]) => (a === b ? a : undefined)),
  map(seq(figures, word('('), inWords, word(')')), ([a, , b]) => (a === b ? a : undefined)),
);

/** How many: digits or words, from 1 up. */
export const count: Rule<number> = alt(figures, inWords, round, twice);

/** How many of a unit: also "a", "a couple of" (2), "half a dozen". "A few" is not a number. */
export const some: Rule<number> = alt(
  count,
  map(seq(opt(word('a')), word('half'), opt(word('a')), word('dozen')), () => 6),
  map(seq(word('a', 'an'), opt(seq(word('couple'), opt(word('of'))))), ([, two]) =>
    two === undefined ? 1 : 2,
  ),
  map(seq(opt(word('the')), word('couple'), opt(word('of'))), () => 2),
);

/** 1 to 31, "first" to "thirty-first", in words. */
const ordinalWords: Rule<number> = alt(
  oneOf(table(onesOrdinal, 1)),
  oneOf(table(teensOrdinal, 10)),
  oneOf(table(tensOrdinal, 20, 10)),
  map(seq(ten, dash, oneOf(table(onesOrdinal, 1))), ([a, , b]) => a + b),
);

/** "1st", "22nd": the suffix has to match, apart from common typos. */
const ordinalDigits = map(seq(digits(1, 366), withoutBlank(word('st', 'nd', 'rd', 'th'))), ([n]) => n);

/** "third", "3rd". */
export const ordinal: Rule<number> = alt(ordinalDigits, ordinalWords);

/** A day of the month, however it is written. */
export const dayNumber: Rule<number> = alt(
  map(seq(digits(1, 31, { min: 1, max: 2 }), opt(withoutBlank(word('st', 'nd', 'rd', 'th')))), ([n]) => n),
  ordinalWords,
);

/** A day in words without an ending, as in "january twenty two": only next to a month. */
export const dayInWords: Rule<number> = map(small, (n) => (n <= 31 ? n : undefined));

/** "10 days of March": the number of days, not a particular day like "10th day of March". */
export function countsDays({ tokens }: Phrase, from: number, to: number): boolean {
  return tokens.slice(from, to).some((token, i, all) => {
    if (token.text !== 'day') return false;
    return token.plural || !/(?:st|nd|rd|th)$/.test(all[i - 1]?.text ?? '');
  });
}

/** 1900 to 2100: numbers that are years even without other words. */
export const plainYear: Rule<number> = digits(1900, 2100, { min: 4, max: 4 });

/** "nineteen ninety nine", "two thousand and eighteen", "twenty twenty-six". */
const yearInWords: Rule<number> = alt(
  map(seq(word('two', 'one'), word('thousand'), opt(seq(opt(word('and')), small))), ([a, , rest]) => {
    const year = (a === 'two' ? 2000 : 1000) + (rest?.[1] ?? 0);
    return year >= 1900 ? year : undefined;
  }),
  map(seq(oneOf({ nineteen: 1900, twenty: 2000 }), dash, twoDigitWords), ([a, , b]) => a + b),
  map(
    seq(oneOf({ nineteen: 1900, eighteen: 1800 }), word('hundred'), opt(seq(opt(word('and')), small))),
    ([a, , b]) => a + (b?.[1] ?? 0),
  ),
  map(seq(word('two'), word('thousand'), small), ([, , b]) => 2000 + b),
);

/** "26" as a year: from 1950 to 2049. */
export const shortYear: Rule<number> = map(digits(0, 99, { min: 2, max: 2 }), fullYear);

/** "'26". */
const apostropheYear: Rule<number> = map(
  seq(word("'", '’', '‘'), withoutBlank(shortYear)),
  ([, year]) => year,
);

/** A number that is certainly a year: "calendar year 2008", "the year 2019", "2014 AD". */
export const yearNumber: Rule<number> = map(
  seq(
    opt(seq(opt(word('the')), opt(word('calendar')), word('year'), opt(word('of')))),
    alt(plainYear, yearInWords, apostropheYear),
    opt(word('ad', 'ce')),
  ),
  ([, year]) => year,
);

/** A year after a month or a day: there, other numbers can be years too. */
export const yearAfter: Rule<number> = alt(digits(1000, 2999, { min: 4, max: 4 }), yearNumber);

/** 26 is 2026, 89 is 1989. */
export function fullYear(twoDigits: number): number {
  return twoDigits < 50 ? 2000 + twoDigits : 1900 + twoDigits;
}
