import { clauseWords, exceptionWords, peopleWords, statusWords } from '../words.ts';
import { seeAtDomain } from './ahead/address.ts';
import { conditionStarts } from './ahead/condition.ts';
import { insideStarts } from './ahead/inside.ts';
import { joinStarts } from './ahead/join.ts';
import type { Connector } from './connectors.ts';
import type { Item } from './item.ts';
import { isShareOf } from './random.ts';
import { ask, cited, type Reader, see, textOf } from './reader.ts';

/** What acts as "and" after what people have and where they are: "in Germany tagged vip". */
const participles = ['tagged', 'untagged'];

/** After people, any condition acts as "and": "subscribers tagged vip". */
const people = [...peopleWords, ...Object.values(statusWords).flatMap((row) => [...row.nouns])];

const endsInPeople = (reader: Reader): boolean => see(reader, people, -1) !== undefined;

/** The implied "and" after a condition. Undefined if there is none. */
export function impliedJoin(reader: Reader, before: Item): Connector | null | undefined {
  const domain = seeAtDomain(reader) !== undefined;
  const joins =
    domain ||
    isShareOf(reader, before.rule) ||
    joinStarts(reader) ||
    insideStarts(reader) ||
    (endsInPeople(reader) && conditionStarts(reader)) ||
    (before.phrase === true && see(reader, participles) !== undefined);
  if (!joins) return undefined;
  const { next } = reader;
  const isClause = see(reader, [...clauseWords, ...exceptionWords, ...participles]) !== undefined;
  if (isBareVerb(before, domain) && !isClause) {
    const word = textOf(reader, next, next + 1);
    const message = `Does ${cited(word)} say how it happened, or who they are? Put "and" before it for who they are.`;
    return ask(reader, next, next + 1, message, [`and ${word}`]);
  }
  return { says: 'and', comma: false, but: false, implied: true, from: next, to: next };
}

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
