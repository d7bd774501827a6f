import { namedLike } from '../../../../lib/names.ts';
import type { Named } from '../../../names.ts';
import { isKeyword, languageWords, peopleWords } from '../../words.ts';
import { peek, type Reader, see, textOf } from '../reader/reader.ts';
import { seeForm } from './own-form.ts';

/** No longer name is recognized in the plural. */
const longest = 5;

/**
 * The things whose plural begins `offset` tokens from here, if no name is spelled that way itself: "vips" if
 * there is a tag "vip"; and the number of tokens.
 */
export function seePlural(
  reader: Reader,
  offset: number,
): { tags: Named[]; segments: Named[]; length: number } | undefined {
  const { tags, segments } = reader.names;
  const from = reader.next + offset;
  for (let length = longest; length > 0; length -= 1) {
    const last = peek(reader, offset + length - 1);
    const words = reader.tokens.slice(from, from + length);
    if (last === undefined || words.some((word) => word.kind !== 'word' || isKeyword(word))) continue;
    // "Customers" are contacts; "opens" and "purchases" are events.
    const isTaken = languageWords.has(last.lower) || see(reader, peopleWords, offset) !== undefined;
    if (isTaken || seeForm(reader, ['nouns', 'base'], offset) !== undefined) continue;
    const name = textOf(reader, from, from + length);
    const found = { tags: namedInPlural(tags, name), segments: namedInPlural(segments, name), length };
    if (found.tags.length + found.segments.length > 0) return found;
  }
  return undefined;
}

/** The things with this plural; none if a thing has the word itself as its name. */
export function namedInPlural<Thing extends { name: string }>(
  things: readonly Thing[],
  name: string,
): Thing[] {
  if (namedLike(things, name).length > 0) return [];
  return [...new Set(singulars(name.trim()).flatMap((each) => namedLike(things, each)))];
}

/**
 * Possible singulars of a word: "parties" is from "party", "boxes" from "box" or "boxe"; people also type
 * "vip's".
 */
export function singulars(name: string): string[] {
  const [, possessive] = /^(.*\p{L}{2})(?:['’]s|s['’])$/iu.exec(name) ?? [];
  if (possessive !== undefined) return [possessive];
  if (!/\p{L}{2}s$/iu.test(name) || /ss$/i.test(name)) return [];
  return [
    name.slice(0, -1),
    ...(/ies$/i.test(name) ? [`${name.slice(0, -3)}y`] : []),
    ...(/(?:s|x|z|ch|sh)es$/i.test(name) ? [name.slice(0, -2)] : []),
  ];
}
