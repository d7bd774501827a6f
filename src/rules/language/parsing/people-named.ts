import { namedLike } from '../../../lib/names.ts';
import type { Names } from '../../names.ts';
import type { Rule } from '../../schema.ts';
import { printRule } from '../print.ts';
import { quoteName } from '../quote.ts';
import { peopleWords } from '../words.ts';
import { ask, cited, type Reader, textOf } from './reader.ts';

/** The tags and segments called "customer" or "customers", as conditions. */
export function calledLike({ tags, segments }: Pick<Names, 'tags' | 'segments'>, noun: string): string[] {
  const spellings = [noun, noun.replace(/s$/, ''), `${noun}s`];
  const called = (things: readonly { name: string }[]) =>
    [...new Set(spellings.flatMap((name) => namedLike(things, name)))].map(({ name }) => quoteName(name));
  return [
    ...called(tags).map((name) => `tagged ${name}`),
    ...called(segments).map((name) => `in segment ${name}`),
  ];
}

const people = new Set(peopleWords);

/**
 * "Subscribed customers" if a tag is called "customer": everyone with that status, or only those? Asks if a word
 * for people was read as contacts although something has that name.
 *
 * @param read what was understood of the tokens `from` up to `to`
 */
export function refusePeopleNamed(
  reader: Reader,
  { rule, from, to }: { rule: Rule; from: number; to: number },
): null | undefined {
  for (let at = from; at < to; at += 1) {
    const token = reader.tokens[at];
    if (token?.kind !== 'word' || !people.has(token.lower)) continue;
    const [first] = calledLike(reader.names, token.lower);
    // The word is part of a name or value that the rule has.
    if (
      first === undefined ||
      printRule(rule, reader.names).toLowerCase().includes(token.lower.replace(/s$/, ''))
    )
      continue;
    const everyone = `${textOf(reader, from, at)} people ${textOf(reader, at + 1, to)}`.trim();
    const message = `Does ${cited(token.text)} mean everyone, or ${cited(first)}?`;
    return ask(reader, from, to, message, [everyone, `${everyone} and ${first}`]);
  }
  return undefined;
}
