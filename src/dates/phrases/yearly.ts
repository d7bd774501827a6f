import type { Rule } from '../grammar.ts';
import { alt, lazy, map, oneOf, opt, refuse, seq, word, words } from '../grammar.ts';
import type { Period, Year } from '../schema.ts';
import { agoWords } from './ago.ts';
import { amount } from './amounts.ts';
import { calendarYear } from './calendar.ts';
import { count, yearAfter, yearNumber } from './numbers.ts';
import { pick } from './pick.ts';
import { nearest, timesAgo } from './times-ago.ts';

/** Names that recur every year, and the years that people add to them. */
const joint = opt(word('of', 'in', ',', '-', '/'));

/** An amount of only years. */
const wholeYears: Rule<number> = map(amount, (value) =>
  Object.keys(value).length === 1 ? value.years : undefined,
);

/** A year relative to this one: "last year", "this year's", "a year ago", "in a year". */
const countedYear: Rule<Year> = alt<Year>(
  map(
    lazy(() => calendarYear),
    (offset) => ({ offset }),
  ),
  map(seq(wholeYears, word('ago', 'back')), ([n]) => ({ offset: -n })),
  map(seq(word('in'), wholeYears), ([, n]) => ({ offset: n })),
  map(seq(wholeYears, words('from now')), ([n]) => ({ offset: n })),
);

/** The year after a name: "2025", "of 2025", "last year". */
export const yearOfName: Rule<Year> = lazy(() => yearsOfName);

const yearsOfName: Rule<Year> = alt<Year>(
  map(seq(joint, yearAfter), ([, year]) => year),
  map(seq(opt(word('of', 'in', '-')), countedYear), ([, year]) => year),
);

/** Which occurrence of a yearly name. */
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
 * A name with or without its year: "Q3", "Q3 2025", "2025 Q3", "this March", "last Christmas". The last one
 * is the latest that is over, the next one the first that hasn't begun.
 */
export function yearly(written: Rule<(year: Year | undefined) => Period>): Rule<Period> {
  // Read once at each position, because it begins most of the alternatives.
  const name = lazy(() => written);
  return alt<Period>(
    map(seq(name, yearOfName), ([make, year]) => make(year)),
    map(seq(yearNumber, opt(word('-', '/', ',', 's')), name), ([year, , make]) => make(year)),
    map(
      seq(
        lazy(() => calendarYear),
        opt(word('s', 'in', 'at', ',')),
        name,
      ),
      ([offset, , make]) => make({ offset }),
    ),
    map(seq(word('this'), word('past'), name), ([, , make], phrase) => pick('last', make, phrase.calendar)),
    map(seq(opt(word('the')), which, name), ([, side, make], phrase, from, to): Period | undefined => {
      const { text, tokens } = phrase;
      // "Signed up following Easter" is after Easter; "the following March" is the next one.
      if (tokens[from]?.text === 'following') {
        const said = text.slice(tokens[from + 1]?.at, tokens[to - 1]?.end);
        return to === tokens.length
          ? refuse(phrase, from, to, `After ${said}, or the next one?`, [`after ${said}`, `next ${said}`])
          : undefined;
      }
      const picked = pick(side, make, phrase.calendar);
      if (picked !== undefined) phrase.sides.set(picked, side);
      return picked;
    }),
    map(
      seq(opt(word('the')), name, alt(words('before last'), words('before the last'))),
      ([, make], phrase) => pick('last', make, phrase.calendar, 2),
    ),
    map(seq(opt(word('the')), name, alt(words('after next'), words('after the next'))), ([, make], phrase) =>
      pick('next', make, phrase.calendar, 2),
    ),
    map(seq(count, name, agoWords), ([n, make], phrase, from, to) => timesAgo(n, make, phrase, from, to)),
    map(seq(name, amount, agoWords), ([make, value], phrase, from, to): Period | undefined =>
      value.years !== undefined && Object.keys(value).length === 1
        ? undefined
        : nearest(make, value, phrase, from, to),
    ),
    map(seq(opt(word('the')), name), ([, make]) => make(undefined)),
  );
}
