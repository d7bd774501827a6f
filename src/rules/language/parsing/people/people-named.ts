import { namedLike } from '../../../../lib/names.ts';
import { nearest } from '../../../../lib/words.ts';
import type { Names } from '../../../names.ts';
import type { Rule } from '../../../schema.ts';
import { printRule } from '../../print.ts';
import { quoteName } from '../../quote.ts';
import { peopleWords } from '../../words.ts';
import { seeNamed } from '../ahead/named.ts';
import { isOver } from '../reader/connectors.ts';
import { ask, cited, type Reader, see, textOf } from '../reader/reader.ts';

/**
 * "Vip customers" if both "vip" and "VIP Customer" exist: customers with the one, or the other, misspelt?
 * Undefined if there is nothing of the kind.
 */
export function refuseNameAndPeople(reader: Reader): null | undefined {
  const { tags, segments } = reader.names;
  const from = reader.next;
  const seen = seeNamed<{ name: string }>(reader, [...tags, ...segments]);
  if (seen === undefined || seen.quoted || see(reader, peopleWords, seen.length) === undefined)
    return undefined;
  const to = from + seen.length + 1;
  const said = textOf(reader, from, to);
  const longer = nearest(
    said,
    [...tags, ...segments].map(({ name }) => name),
  );
  const conditions = [seen.named.name, ...longer].flatMap((name) => [
    ...namedLike(tags, name).map((each) => `tagged ${quoteName(each.name)}`),
    ...namedLike(segments, name).map((each) => `in segment ${quoteName(each.name)}`),
  ]);
  const meanings = [...new Set(conditions)];
  if (longer.length === 0) return undefined;
  const message = `${cited(said)} could be ${meanings.map((each) => `"${each}"`).join(' or ')}. Which one do you mean?`;
  return ask(reader, from, to, message, meanings);
}

/** "Do not call" if a tag is called that: offers it in quotes. Undefined if there is nothing of the kind. */
export function refuseWordsOfName(reader: Reader, from: number): null | undefined {
  const { tags, segments } = reader.names;
  const seen = seeNamed<{ name: string }>({ ...reader, next: from }, [...tags, ...segments]);
  if (seen === undefined || from + seen.length <= reader.next || !isOver(reader.tokens[from + seen.length]))
    return undefined;
  const things = [
    ...namedLike(tags, seen.named.name).map(({ name }) => `tagged ${quoteName(name)}`),
    ...namedLike(segments, seen.named.name).map(({ name }) => `in segment ${quoteName(name)}`),
  ];
  const message = `${cited(textOf(reader, from, from + seen.length))} contains words of conditions. Do you mean ${things.join(' or ')}?`;
  return ask(reader, from, from + seen.length, message, things);
}

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
