import type { Rule } from '../grammar.ts';
import { alt, map, opt, refuse, seq, word, words } from '../grammar.ts';
import type { Timeframe } from '../schema.ts';
import { yearAfter } from './numbers.ts';
import { side } from './sides.ts';

/**
 * Names that people use for several stretches. We ask which one they mean. Names that several holidays share are
 * in holidays/shared-names.ts.
 */
const several: readonly [message: string, names: string[], meanings: string[]][] = [
  [
    'Only the week after Christmas, or since Thanksgiving?',
    ['holidays', 'holiday season', 'christmas season', 'festive season', 'holiday period', 'festive period'],
    ['the week between Christmas and New Year', 'the time between Thanksgiving and New Year'],
  ],
  [
    'The five days up to Cyber Monday, or the week that begins with it?',
    ['cyber week'],
    ['Cyber Five', 'the week of Cyber Monday'],
  ],
  [
    'Patriot Day, on 11 September, or the holiday of Massachusetts and Maine in April?',
    ['patriots day'],
    ['Patriot Day', 'the third Monday of April'],
  ],
];

/** One of the names. A single choice, so that "the" doesn't begin a rule for each of them. */
const name = alt(
  ...several.flatMap(([message, names, meanings]) =>
    names.map((each) => map(words(each), () => ({ message, meanings }))),
  ),
);

const named: Rule<Timeframe> = map(
  seq(opt(word('the')), name, opt(yearAfter)),
  ([, { message, meanings }, year], phrase, from, to): Timeframe | undefined => {
    if (to !== phrase.tokens.length) return undefined;
    // A stretch across New Year has two years.
    const offered = year === undefined ? meanings : meanings.filter((each) => !each.includes('between'));
    const said = year === undefined ? '' : ` ${year}`;
    return refuse(
      phrase,
      from,
      to,
      message,
      offered.map((each) => `${each}${said}`),
    );
  },
);

/** "over the holidays", "since Cyber Week 2025": one name for several stretches of time. */
export const which: Rule<Timeframe> = alt(
  named,
  map(seq(side, named), (): Timeframe | undefined => undefined),
);
