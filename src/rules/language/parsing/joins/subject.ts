import type { Rule } from '../../../schema.ts';
import {
  determiners,
  everyoneWords,
  exceptionWords,
  nouns,
  peopleWords,
  pronouns,
  requests,
} from '../../words.ts';
import { conditionStarts } from '../ahead/condition.ts';
import { seeAttribute } from '../ahead/named.ts';
import { predicateStarts } from '../ahead/predicate.ts';
import { calledLike } from '../people/people-named.ts';
import { isOver } from '../reader/connectors.ts';
import { ask, cited, peek, type Read, type Reader, see, take, textOf } from '../reader/reader.ts';

/**
 * Consumes the people that a sentence is about: "show me all customers who …". Returns a rule if there is
 * nothing else, as in "everyone"; undefined if a condition follows.
 *
 * @param first whether the sentence or bracket begins here
 */
export function readSubject(reader: Reader, first: boolean): Read<Rule> | undefined {
  if (!first) return take(reader, everyoneWords) === undefined ? undefined : { type: 'everyone' };
  // "list is true" is about an attribute with that name.
  if (seeAttribute(reader) !== undefined) return undefined;
  while (take(reader, [...requests, 'a list of', 'the list of']) !== undefined);
  const from = reader.next;
  const group = see(reader, ['all of', 'any of'])?.length ?? 0;
  if (group > 0 && group >= (see(reader, determiners)?.length ?? 0)) return undefined;
  const determiner = take(reader, determiners);
  const noun = take(reader, nouns);
  if (noun === undefined && determiner === 'all' && see(reader, exceptionWords) !== undefined)
    return { type: 'everyone' };
  if (noun === undefined)
    return determiner !== undefined && isOver(peek(reader)) ? refuseAlone(reader, from) : undefined;
  if (/^members?$/.test(noun) && see(reader, ['of']) !== undefined) {
    reader.next = from;
    return undefined;
  }
  if (refuseNamesake(reader, noun, from) === null) return null;
  if (see(reader, [...exceptionWords, 'minus', 'unless', 'besides']) !== undefined)
    return { type: 'everyone' };
  if (see(reader, pronouns) !== undefined || conditionStarts(reader)) return undefined;
  if (!isOver(peek(reader))) return undefined;
  const isAll = ['all', 'every', 'each'].includes(reader.tokens[from]?.lower ?? '');
  return isAll || everyoneWords.includes(noun) ? { type: 'everyone' } : refuseAlone(reader, from);
}

function refuseAlone(reader: Reader, from: number): null {
  const message = `${cited(textOf(reader, from, reader.next))} isn’t a rule on its own; say "everyone" for all contacts.`;
  return ask(reader, from, reader.next, message, ['everyone']);
}

/** "Customers" are everyone, unless a tag or segment has that name. */
function refuseNamesake(reader: Reader, noun: string, from: number): null | undefined {
  if (!peopleWords.includes(noun)) return undefined;
  const instead = calledLike(reader.names, noun);
  if (instead.length === 0) return undefined;
  const message = `Does ${cited(noun)} mean everyone, or ${instead.map((each) => cited(each)).join(' or ')}?`;
  // "Customers bought something" are people who did.
  const who = predicateStarts(reader) ? ' who' : '';
  return ask(
    reader,
    from,
    reader.next,
    message,
    ['everyone', ...instead].map((each) => `${each}${who}`),
  );
}
