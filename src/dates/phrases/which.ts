import type { Rule } from '../grammar.ts';
import { alt, map, opt, refuse, seq, word, words } from '../grammar.ts';
import type { Timeframe } from '../schema.ts';
import { yearAfter } from './numbers.ts';
import { side } from './sides.ts';

/** Names that people use for several stretches. We ask which one they mean. */
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
  ['Eid al-Fitr, or Eid al-Adha?', ['eid'], ['Eid al-Fitr', 'Eid al-Adha']],
  ['Hari Raya Puasa, or Hari Raya Haji?', ['hari raya'], ['Hari Raya Puasa', 'Hari Raya Haji']],
  [
    'The day of the goddess, Vasant Panchami, or the birthday of Dayananda Saraswati?',
    ['saraswati jayanti'],
    ['Vasant Panchami', 'Dayananda Saraswati Jayanti'],
  ],
  [
    'In Japan, at the end of April, or in China, at the beginning of October?',
    ['golden week'],
    ['Golden Week Japan', 'Golden Week China'],
  ],
  [
    'In Bangladesh, on 14 April, or in India, in most years a day later?',
    ['pohela boishakh', 'bengali new year'],
    ['Pohela Boishakh Bangladesh', 'Pohela Boishakh India'],
  ],
  [
    'Of the United States, of India, or of another country?',
    ['constitution day'],
    ['Constitution Day US', 'Constitution Day India'],
  ],
  [
    'Of India, Italy, or Turkey?',
    ['republic day'],
    ['Republic Day India', 'Republic Day Italy', 'Republic Day Turkey'],
  ],
  [
    'Of Italy, or of the Netherlands?',
    ['liberation day'],
    ['Liberation Day Italy', 'Liberation Day Netherlands'],
  ],
  [
    'In the United States, in February, or in the United Kingdom, in October?',
    ['black history month'],
    ['Black History Month US', 'Black History Month UK'],
  ],
  [
    'The day of the UNESCO, on 23 April, or the British one, in March?',
    ['world book day', 'book day'],
    ['World Book and Copyright Day', 'World Book Day UK'],
  ],
  [
    'In the United States, on 30 March, or in India, on 1 July?',
    ['doctors day', 'national doctors day'],
    ['National Doctors Day US', 'Doctors Day India'],
  ],
  [
    'The American day, on 6 May, or the international one, on 12 May?',
    ['nurses day'],
    ['National Nurses Day', 'International Nurses Day'],
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

/** "over the holidays", "since Cyber Week 2025", "Eid": one name for several stretches of time. */
export const which: Rule<Timeframe> = alt(
  named,
  map(seq(side, named), (): Timeframe | undefined => undefined),
);
