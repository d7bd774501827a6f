import { countryName } from '../../../../lib/countries.ts';
import { countryOfAdjective, isOfRegion, partOfAdjective } from '../../../../lib/demonyms.ts';
import { languageCode } from '../../../../lib/languages.ts';
import { formsOf } from '../../event-forms.ts';
import { peopleWords, statusWords } from '../../words.ts';
import { isOver } from '../reader/connectors.ts';
import { ask, cited, peek, type Reader, refuse, see, textOf } from '../reader/reader.ts';
import type { Lead } from '../reader/spoken.ts';
import { calledLike } from './people-named.ts';

// Marketing terms that mean something different to every team. They are never parsed: their possible meanings
// are offered.

const buyers = ['buyers', 'buyer', 'purchasers', 'purchaser', 'shoppers', 'shopper'];
const statusNouns = Object.values(statusWords).flatMap((row) => [...row.nouns]);
const nouns = [...peopleWords, ...statusNouns, ...buyers, 'donors', 'donor', 'leads', 'spenders', 'spender'];

/** The possible meanings of each, as conditions with `bought` (the event of buying, if there is one). */
interface Loose {
  words: readonly string[];
  meanings: (bought: string | undefined) => readonly string[];
}

const opened = ['opened in the last 30 days', 'clicked in the last 30 days'];
const silent = ['have not opened in the last 90 days', 'have not clicked in the last 90 days'];
const rows: readonly Loose[] = [
  {
    words: ['repeat', 'returning', 'repeated', 'recurring', 'regular', 'frequent'],
    meanings: (bought) => (bought === undefined ? [] : [`${bought} at least twice`]),
  },
  {
    words: [
      'first time',
      'first-time',
      'one time',
      'one-time',
      'single-purchase',
      '1-time',
      '1st time',
      '1st-time',
    ],
    meanings: (bought) =>
      bought === undefined ? [] : [`${bought} exactly once`, `first ${bought} in the last 30 days`],
  },
  {
    words: [
      'loyal',
      'best',
      'top',
      'biggest',
      'big',
      'high value',
      'high-value',
      'most valuable',
      'valuable',
      'our best',
    ],
    meanings: (bought) =>
      bought === undefined
        ? ['opened at least 5 times in the last 90 days']
        : [`${bought} at least 5 times`, `${bought} at least 3 times in the past year`],
  },
  {
    words: ['engaged', 'most engaged', 'highly engaged', 'warm', 'responsive', 'active'],
    meanings: () => opened,
  },
  {
    words: [
      'unengaged',
      'disengaged',
      'inactive',
      'dormant',
      'idle',
      'cold',
      'sleeping',
      'unresponsive',
      'stale',
      'least engaged',
      'dead',
      'silent',
    ],
    meanings: () => silent,
  },
  {
    words: ['lapsed', 'lost', 'former', 'past', 'churned'],
    meanings: (bought) =>
      bought === undefined
        ? silent
        : [`${bought} ever and have not ${bought} in the last 90 days`, ...silent.slice(0, 1)],
  },
  {
    words: ['paying', 'paid', 'existing'],
    meanings: (bought) => (bought === undefined ? [] : [`${bought} ever`]),
  },
  {
    words: ['recent', 'latest'],
    meanings: (bought) => [
      'signed up in the last 30 days',
      ...(bought === undefined ? [] : [`${bought} in the last 30 days`]),
    ],
  },
  {
    words: ['potential', 'prospective'],
    meanings: (bought) => (bought === undefined ? [] : [`never ${bought}`]),
  },
];
const words = rows.flatMap((row) => row.words);

/** Words that say of people how they are, without a noun after them: "engaged", "inactive". */
const lasting = new Set(rows.filter((row) => ['engaged', 'unengaged'].includes(row.words[0] ?? '')));

/** Whether such a word, followed by people, begins `offset` tokens from here. */
function seeLoose(reader: Reader): { row: Loose; word: string; noun: string | undefined } | undefined {
  const word = see(reader, words);
  if (word === undefined) return undefined;
  const noun = see(reader, nouns, word.split(' ').length);
  const row = rows.find((each) => each.words.includes(word));
  const isAlone = row !== undefined && lasting.has(row) && isOver(peek(reader, word.split(' ').length));
  if (row === undefined || (noun === undefined && !isAlone)) return undefined;
  return { row, word, noun };
}

/**
 * The verb of buying, if it is surely one event of the workspace: "purchased"; undefined if there is none, or
 * several fit.
 */
function verbOfBuying({ names }: Reader): string | undefined {
  const { past } = formsOf(names.events);
  for (const verb of ['purchased', 'bought', 'ordered']) if (past.get(verb)?.length === 1) return verb;
  return undefined;
}

/**
 * "Repeat customers", "engaged subscribers": asks what they did, and offers possible meanings. Undefined if
 * there is nothing of the kind.
 */
export function refuseLoose(reader: Reader, lead: Lead): null | undefined {
  const seen = seeLoose(reader);
  if (seen === undefined) return undefined;
  const from = reader.next;
  const length = seen.word.split(' ').length + (seen.noun === undefined ? 0 : 1);
  const said = textOf(reader, from, from + length);
  // "Customers" would be asked about again if a tag has that name.
  const isPlain =
    [...statusNouns, ...peopleWords].some((each) => each === seen.noun) &&
    calledLike(reader.names, seen.noun ?? '').length === 0;
  const noun = isPlain ? textOf(reader, from + length - 1, from + length) : 'people';
  const not = lead.negation === undefined ? '' : 'not ';
  const meanings = seen.row
    .meanings(verbOfBuying(reader))
    .map((each) => (seen.noun === undefined ? each : `${noun} who ${each}`));
  const message = `Every team means something else by ${cited(said)}. Say what they did, and when.`;
  if (not !== '') return refuse(reader, lead.from, from + length, message);
  return meanings.length === 0
    ? refuse(reader, from, from + length, message)
    : ask(reader, seen.noun === undefined ? lead.from : from, from + length, message, meanings);
}

/**
 * "European customers", "English users", "German" alone: says what we know about places, and offers the
 * country.
 */
export function refuseAdjective(reader: Reader, lead: Lead): null | undefined {
  const from = reader.next;
  const word = peek(reader);
  if (word?.kind !== 'word') return undefined;
  const noun = see(reader, nouns, 1);
  const end = from + (noun === undefined ? 1 : 2);
  const who = noun === undefined ? '' : `${textOf(reader, from + 1, end)} `;
  const part = partOfAdjective(word.lower);
  if (part !== undefined) {
    const kingdom = countryName('GB');
    const message = `${part} is part of the ${kingdom}, but contacts only have a country.`;
    const speaks = languageCode(word.lower) === null ? [] : [`${word.text}-speaking ${who}`.trim()];
    return ask(reader, from, end, message, [`${who}in the ${kingdom}`, ...speaks]);
  }
  const two = textOf(reader, from, from + 2).toLowerCase();
  if (isOfRegion(word.lower) || isOfRegion(two)) {
    const message = `${cited(isOfRegion(two) ? two : word.text)} could be several countries; name them, like "in Germany or France".`;
    return refuse(reader, from, from + (isOfRegion(two) ? 2 : 1), message);
  }
  const code = countryOfAdjective(word.lower) ?? countryOfAdjective(two);
  const [, rest = ''] = /^non-?(\p{L}+)$/u.exec(word.lower) ?? [];
  const other = countryOfAdjective(rest);
  if (code === undefined && other === undefined) return undefined;
  const name = countryName(code ?? other ?? '');
  const place = (code === undefined) === (lead.negation === undefined) ? `outside ${name}` : `in ${name}`;
  const until = code !== undefined && countryOfAdjective(word.lower) === undefined ? from + 2 : end;
  const message = `Contacts have a country and a language; say ${cited(place)}.`;
  // "German and French customers" are in one country or the other.
  const [also] = seeAlso(reader, from + 1);
  if (also !== undefined) {
    const or = `${textOf(reader, from, from + 1)} or`;
    return ask(reader, from, from + 2, `No one is in two countries; say "or".`, [or]);
  }
  return ask(reader, lead.from, until, message, [`${who}${place}`]);
}

/** "How many segments": rules only find contacts; lists count the other things. */
export function refuseThings(reader: Reader, lead: Lead): null | undefined {
  const from = reader.next;
  const word = see(reader, Object.keys(lists));
  if (word === undefined || from > 0) return undefined;
  const message = `Only contacts are counted here. ${lists[word]}`;
  return refuse(reader, lead.from, reader.tokens.length, message);
}

const lists: Readonly<Record<string, string>> = {
  segments: '/segments lists the segments.',
  tags: '/tags lists the tags.',
  attributes: '/audience attributes lists the attributes.',
  imports: '/audience history lists the imports.',
};

/** What follows "and", if it also describes a country. */
function seeAlso(reader: Reader, at: number): string[] {
  const [and, other] = [reader.tokens[at]?.lower, reader.tokens[at + 1]?.lower ?? ''];
  return and === 'and' && countryOfAdjective(other) !== undefined ? [other] : [];
}
