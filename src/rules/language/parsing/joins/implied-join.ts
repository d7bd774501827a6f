import { auxiliaries, clauseWords, exceptionWords, nouns, peopleWords, statusWords } from '../../words.ts';
import { seeAtDomain } from '../ahead/address.ts';
import { conditionStarts } from '../ahead/condition.ts';
import { insideStarts } from '../ahead/inside.ts';
import { joinStarts } from '../ahead/join.ts';
import { predicateStarts } from '../ahead/predicate.ts';
import { isShareOf } from '../people/random.ts';
import type { Connector } from '../reader/connectors.ts';
import type { Item } from '../reader/item.ts';
import { ask, cited, type Reader, see, textOf } from '../reader/reader.ts';

/** What acts as "and" after what people have and where they are: "in Germany tagged vip". */
const participles = ['tagged', 'untagged'];

/** After people, any condition acts as "and": "subscribers tagged vip". */
const people = [...peopleWords, ...Object.values(statusWords).flatMap((row) => [...row.nouns])];

const endsInPeople = (reader: Reader): boolean => see(reader, people, -1) !== undefined;

/** The implied "and" after a condition. Undefined if there is none. */
export function impliedJoin(
  reader: Reader,
  items: readonly Item[],
  connectors: readonly Connector[],
): Connector | null | undefined {
  const before = items.at(-1);
  if (before === undefined) return undefined;
  const domain = seeAtDomain(reader) !== undefined;
  const joins =
    domain ||
    isShareOf(reader, before.rule) ||
    joinStarts(reader) ||
    insideStarts(reader) ||
    (endsInPeople(reader) && conditionStarts(reader)) ||
    (predicateStarts(reader) && namesPeople(reader, items, connectors)) ||
    (before.phrase === true && see(reader, participles) !== undefined);
  if (!joins) return undefined;
  const { next } = reader;
  const isClause = see(reader, [...clauseWords, ...exceptionWords, ...participles]) !== undefined;
  if (isBareVerb(before, domain) && !isClause) {
    const word = textOf(reader, next, next + 1);
    const message = `Does ${cited(word)} say how it happened, or who they are? Put "and" before it for who they are.`;
    // "Clicked without opening".
    const done = word.toLowerCase() === 'without' ? doing[reader.tokens[next + 1]?.lower ?? ''] : undefined;
    return done === undefined
      ? ask(reader, next, next + 1, message, [`and ${word}`])
      : ask(reader, next, next + 2, message, [`and never ${done}`]);
  }
  return { says: 'and', comma: false, but: false, implied: true, from: next, to: next };
}

/**
 * Whether the items so far only name people, about whom a verb then says something: "vips never purchased",
 * "subscribers in Germany opened", "people who are tagged vip have not ordered".
 */
function namesPeople(reader: Reader, items: readonly Item[], connectors: readonly Connector[]): boolean {
  const item = items.at(-1);
  if (item === undefined || (items.length > 1 && !connectors.at(-1)?.implied)) return false;
  const tokens = reader.tokens.slice(item.from, item.to).map(({ lower }) => lower);
  const [first = '', last = ''] = [tokens[0], tokens.at(-1)];
  if (people.includes(last)) return !tokens.some((word) => said.has(word));
  if (item.spoken !== undefined) return false;
  const noun = tokens.findIndex((word) => subjects.has(word));
  if (noun >= 0 && clauseWords.includes(tokens[noun + 1] ?? ''))
    return see(reader, auxiliaries) !== undefined;
  if (item.phrase)
    return items.length === 1 || namesPeople(reader, items.slice(0, -1), connectors.slice(0, -1));
  const isNamed = ['tagged', 'segment', 'all'].includes(item.rule.type) && !said.has(first);
  return isNamed && /s["”’']?$/.test(last) && !tokens.some((word) => said.has(word));
}

const doing: Readonly<Record<string, string>> = {
  opening: 'opened',
  clicking: 'clicked',
  receiving: 'received',
  purchasing: 'purchased',
  buying: 'bought',
};
const subjects = new Set(nouns);
/** Words of a condition that says more than a name. */
const said = new Set([
  ...auxiliaries,
  'tagged',
  'tag',
  'tags',
  'segment',
  'not',
  'never',
  'with',
  'without',
  'except',
]);

/** "Opened with a phone": on a phone, or people who have one? */
function isBareVerb({ spoken }: Item, always: boolean): boolean {
  if (spoken === undefined) return false;
  // "Signed up this month from acme.com": the site they signed up on, or their address?
  if (always) return true;
  const { condition, status } = spoken;
  if (status !== undefined) return false;
  if (condition.type !== 'event') return condition.type === 'has';
  const { timeframe, count, campaigns, latest, properties } = condition;
  return [timeframe, count, campaigns, latest, properties].every((each) => each === undefined);
}
