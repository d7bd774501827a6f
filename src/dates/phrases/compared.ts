import type { Phrase, Rule } from '../grammar.ts';
import { alt, digits, map, opt, refuse, seq, word, words } from '../grammar.ts';
import type { Amount, Timeframe } from '../schema.ts';
import type { Side } from './ago.ts';
import { agoWords, aheadWords, distance, point } from './ago.ts';
import { amount, total, unit } from './amounts.ts';
import { count, some } from './numbers.ts';

/**
 * Farther or nearer than a distance: "more than 60 days ago", "at most 2 weeks ago", "between 30 and 60 days
 * ago".
 */
export type Comparison = 'more' | 'least' | 'less' | 'most';

const phrasesFor = (kind: Comparison, ...phrases: string[]): Rule<Comparison> =>
  map(alt(...phrases.map((each) => words(each))), () => kind);

/** These need "ago" after them. */
export const compares: Rule<Comparison> = alt<Comparison>(
  phrasesFor('more', '>', 'more than', 'over', 'longer than', 'greater than'),
  phrasesFor('less', '<', 'less than', 'fewer than', 'under', 'nearer than'),
  phrasesFor('least', '≥', 'at least', 'no less than', 'not less than', 'minimum', 'a minimum of'),
  phrasesFor(
    'most',
    '≤',
    'at most',
    'no more than',
    'not more than',
    'no longer than',
    'not longer than',
    'up to',
    'within',
    'maximum',
    'a maximum of',
  ),
);

/** These imply the past on their own. */
export const ages: Rule<Comparison> = alt<Comparison>(
  phrasesFor('more', 'older than', 'longer ago than', 'further back than'),
  phrasesFor('less', 'newer than', 'younger than', 'more recent than', 'more recently than'),
  phrasesFor('least', 'no newer than', 'not newer than', 'no younger than', 'not younger than'),
  phrasesFor('most', 'no older than', 'not older than', 'no longer ago than', 'not longer ago than'),
);

/** "More than 60 days ago" is before that day, "at least" includes it; the future is the mirror image. */
function compare(how: Comparison, side: Side, value: Amount): Timeframe {
  const of = point(side, value);
  switch (how) {
    case 'more':
      return { kind: side === 'past' ? 'before' : 'after', of };
    case 'least':
      return { kind: side === 'past' ? 'until' : 'since', of };
    case 'less':
      return { kind: 'nearer', direction: side, amount: value };
    case 'most':
      return { kind: 'rolling', direction: side, amount: value };
    default:
      return how satisfies never;
  }
}

const orMore = alt(
  word('+'),
  words('or more'),
  words('and more'),
  words('or longer'),
  words('or older'),
  words('plus'),
);
const orLess = alt(words('or less'), words('or fewer'), words('or newer'));
export const orBoth: Rule<Comparison> = alt<Comparison>(
  map(orMore, () => 'least'),
  map(orLess, () => 'most'),
);

export const compared: Rule<Timeframe> = alt<Timeframe>(
  map(seq(compares, distance), ([how, { side, amount: value }]) => compare(how, side, value)),
  map(seq(compares, amount, word('old')), ([how, value]) => compare(how, 'past', value)),
  map(seq(ages, amount, opt(word('ago'))), ([how, value]) => compare(how, 'past', value)),
  map(seq(word('in'), compares, amount), ([, how, value]) => compare(how, 'future', value)),
  // "30 days ago or more", "30 days or less ago", "30+ days ago", "30 or more days ago"
  map(seq(amount, agoWords, orBoth), ([value, , how]) => compare(how, 'past', value)),
  map(seq(amount, orBoth, alt<string>(agoWords, word('old'))), ([value, how]) => compare(how, 'past', value)),
  map(seq(count, orBoth, unit, alt<string>(agoWords, word('old'))), ([n, how, scale]) => {
    const value = total([{ n, scale }]);
    return value && compare(how, 'past', value);
  }),
  // "more than 90 days": ago, or ahead?
  map(seq(compares, amount), ([how], phrase, from, to): Timeframe | undefined => {
    if (how === 'most' || to !== phrase.tokens.length) return undefined;
    const said = phrase.text.slice(phrase.tokens[from]?.at, phrase.tokens[to - 1]?.end);
    return refuse(phrase, from, to, `"${said}" says how far, not from when.`, [
      `${said} ago`,
      `${said} from now`,
    ]);
  }),
);

/** One end of "between … ago". Only the last end has to have its unit. */
const end: Rule<{ n: number; scale?: Parameters<typeof total>[0][number] }> = alt(
  map(seq(some, unit), ([n, scale]) => ({ n, scale: { n, scale } })),
  map(count, (n) => ({ n })),
);

/** "between 30 and 60 days ago", "30 to 60 days ago", "between a week and a month ago". */
export const betweenAgo: Rule<Timeframe> = alt<Timeframe>(
  map(
    seq(
      opt(word('between', 'from')),
      end,
      word('and', 'to', '-', 'until'),
      some,
      unit,
      alt<Side>(
        map(agoWords, () => 'past'),
        map(aheadWords, () => 'future'),
      ),
    ),
    ([how, a, joint, b, lastScale, side], phrase, start) => {
      // "Twenty-one weeks ago" is one number.
      if (joint === '-' && isOneNumber(phrase, how === undefined ? start : start + 1)) return undefined;
      // "1 month and 21 days ago" is one distance.
      if (joint === 'and' && how !== 'between') return undefined;
      // "From 2003 to 39 minutes ago" begins with a year.
      if (a.scale === undefined && a.n >= 1900 && a.n <= 2100) return undefined;
      const first = total([a.scale ?? { n: a.n, scale: lastScale }]);
      const last = total([{ n: b, scale: lastScale }]);
      if (first === undefined || last === undefined) return undefined;
      // People say them in either order: the farther one comes first in the past, last in the future.
      const swap = size(first) < size(last) === (side === 'past');
      const [from, to] = swap ? [last, first] : [first, last];
      return { kind: 'between', from: point(side, from), to: point(side, to) };
    },
  ),
  // "0-30 days ago"
  map(
    seq(opt(word('between', 'from')), digits(0, 0), word('and', 'to', '-', 'until'), amount, agoWords),
    ([, , , value]) => compare('most', 'past', value),
  ),
);

/** "Twenty-one": tens and ones in words, with only a hyphen between them. */
export function isOneNumber(phrase: Phrase, from: number): boolean {
  const [tens, , ones] = phrase.tokens.slice(from, from + 3);
  return (
    tens?.kind === 'word' && tens.text.endsWith('ty') && ones?.kind === 'word' && oneToNine.has(ones.text)
  );
}

const oneToNine = new Set('one two three four five six seven eight nine'.split(' '));

/** The approximate length of an amount in days, to compare two amounts. */
export function size(value: Amount): number {
  const {
    years = 0,
    quarters = 0,
    months = 0,
    weeks = 0,
    days = 0,
    hours = 0,
    minutes = 0,
    seconds = 0,
  } = value;
  const { workdays = 0 } = value;
  const long = 365 * years + 91 * quarters + 30 * months + 7 * weeks + days + 1.4 * workdays;
  return long + hours / 24 + minutes / 1440 + seconds / 86_400;
}
