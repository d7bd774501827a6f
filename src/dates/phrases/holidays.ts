import { defined } from '../../lib/defined.ts';
import type { Hit, Phrase, Rule } from '../grammar.ts';
import { lazy, starting } from '../grammar.ts';
import { holidayNamed, holidayNames } from '../holidays/find.ts';
import type { Period, Year } from '../schema.ts';
import { yearly } from './yearly.ts';

/** Names that differ only by an s from another holiday's name, and are used for both: see `which.ts`. */
const namesOfTwo = new Set(['patriots day']);

/** As many words as the longest name has. */
const longest = 9;

/** Holidays by any name, with or without a year: "Black Friday", "Easter 2025", "last Christmas". */
const find = (phrase: Phrase, at: number): Hit<(year: Year | undefined) => Period>[] => {
  const hits: Hit<(year: Year | undefined) => Period>[] = [];
  const words: string[] = [];
  for (let end = at; end < phrase.tokens.length && end < at + longest; end += 1) {
    const token = phrase.tokens[end];
    if (token === undefined || token.kind === 'number') break;
    words.push(token.text);
    if (token.kind === 'sign' || namesOfTwo.has(words.join(' '))) continue;
    const holiday = holidayNamed(words);
    if (holiday !== undefined && !isEndOfName(phrase, at, words)) {
      hits.push({
        value: (year) => ({ kind: 'holiday', ...defined({ year }), holiday }),
        end: end + 1,
      });
    }
  }
  return hits;
};

/**
 * "Late Summer Bank Holiday" is a holiday's name, not a part of the Summer Bank Holiday, and "Indian Republic Day"
 * doesn't end in another one.
 */
function isEndOfName({ tokens }: Phrase, at: number, words: string[]): boolean {
  const before = tokens[at - 1];
  return before?.kind === 'word' && holidayNamed([before.text, ...words]) !== undefined;
}

/** A holiday's name, for rules that put the year elsewhere. */
export const holidayName: Rule<(year: Year | undefined) => Period> = starting(find, () => ({
  words: holidayNames().firstWords,
  number: false,
  empty: false,
  any: false,
}));

export const holidayPeriod: Rule<Period> = lazy(() => yearly(holidayName));
