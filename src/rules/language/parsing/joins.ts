import { articles, clauseWords, exceptionWords, peopleWords, statusWords } from '../words.ts';
import { seeAtDomain } from './ahead/address.ts';
import { conditionStarts, dateFieldWords, seeAttribute, seeTextField } from './ahead/condition.ts';
import { insideStarts } from './ahead/inside.ts';
import { seeBare } from './bare.ts';
import type { Connector } from './connectors.ts';
import { namedConditionWords } from './named-conditions.ts';
import { placeStarts } from './place.ts';
import { isShareOf } from './random.ts';
import { ask, cited, type Reader, see, textOf } from './reader.ts';
import type { Item } from './share.ts';

/** What acts as "and" after a condition and says what people have: "tagged vip with a phone". */
const prepositions = ['with', 'without'];

/** What acts as "and" after what people have and where they are: "in Germany tagged vip". */
const participles = ['tagged', 'untagged'];

/** After people, any condition acts as "and": "subscribers tagged vip". */
const people = [...peopleWords, ...Object.values(statusWords).flatMap((row) => [...row.nouns])];

const endsInPeople = (reader: Reader): boolean => see(reader, people, -1) !== undefined;

/** Whether another condition on the same people begins here, without "and" before it: "who opened". */
export function joinStarts(reader: Reader, offset = 0): boolean {
  if (see(reader, [...clauseWords, ...exceptionWords, ...prepositions], offset) !== undefined) return true;
  if (seeAtDomain(reader, offset) !== undefined) return true;
  // "Vips not in Germany" says where the same people aren't.
  const at = offset + (see(reader, ['not'], offset) === undefined ? 0 : 1);
  return placeStarts(reader, at) || see(reader, namedConditionWords, at) !== undefined;
}

/** Whether an unquoted text ends before these words, because they can only begin a condition. */
export function valueEnds(reader: Reader, offset: number): boolean {
  if (see(reader, ['who', 'whose', ...exceptionWords], offset) !== undefined) return true;
  if (see(reader, clauseWords, offset) !== undefined) return conditionStarts(reader, offset);
  if (see(reader, prepositions, offset) === undefined) return false;
  return seeOwned(reader, offset + 1) || seeBare(reader, offset + 1) !== undefined;
}

/** Whether something that contacts have begins here: "a phone". */
export function seeOwned(reader: Reader, offset = 0): boolean {
  const article = see(reader, articles, offset);
  const at = offset + (article?.split(' ').length ?? 0);
  if (see(reader, ['tag', 'tags', ...dateFieldWords], at) !== undefined) return true;
  return seeTextField(reader, at) !== undefined || seeAttribute(reader, at) !== undefined;
}

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
