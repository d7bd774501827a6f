import { countryOfAdjective, longestAdjective } from '../../../../lib/demonyms.ts';
import { languageCode } from '../../../../lib/languages.ts';
import { namedLike } from '../../../../lib/names.ts';
import type { Rule } from '../../../schema.ts';
import { peopleWords, statusWords } from '../../words.ts';
import { isOver } from '../reader/connectors.ts';
import { peek, type Reader, see, textOf } from '../reader/reader.ts';
import { joinStarts } from './join.ts';
import { isState, seeCountry } from './place.ts';

interface Nationality {
  rule: Rule;
  length: number;
}

const statusNouns = Object.values(statusWords).flatMap((row) => [...row.nouns]);
const people = [...peopleWords, ...statusNouns];

/**
 * The country that "German", "South African", "UK" or "German or French" names `offset` tokens from here,
 * whatever follows.
 */
export function seeNationality(reader: Reader, offset = 0): Nationality | undefined {
  const values: string[] = [];
  for (let at = offset; ; at += 1) {
    const one = seeOne(reader, at);
    if (one === undefined) return undefined;
    if (!values.includes(one.code)) values.push(one.code);
    at += one.length;
    if (peek(reader, at)?.lower === 'or' && seeOne(reader, at + 1) !== undefined) continue;
    const from = reader.next + offset;
    // If a tag or segment is called "American", the word means that.
    const name = textOf(reader, from, from + at - offset);
    const { tags, segments } = reader.names;
    if (namedLike(tags, name).length + namedLike(segments, name).length > 0) return undefined;
    return { rule: { type: 'text', field: 'country', operator: 'is', values }, length: at - offset };
  }
}

function seeOne(reader: Reader, offset: number): { code: string; length: number } | undefined {
  const from = reader.next + offset;
  for (let length = longestAdjective; length > 0; length -= 1) {
    const words = reader.tokens.slice(from, from + length);
    if (words.length < length || words.some(({ kind }) => kind !== 'word')) continue;
    const code = countryOfAdjective(words.map(({ lower }) => lower).join(' '));
    if (code !== undefined) return { code, length };
  }
  const word = peek(reader, offset);
  // "UK customers", "Germany users". But "CA customers" may be in California, and "NO" in capitals isn't a
  // country.
  if (word?.kind !== 'word' || !/^\p{Lu}/u.test(word.text) || isState(word.text)) return undefined;
  const isShouted = word.text.length <= 3 && reader.text === reader.text.toUpperCase();
  return isShouted ? undefined : seeCountry(reader, offset);
}

/** Whether "German customers" or "French subscribers" begins `offset` tokens from here. */
export function nationalityStarts(reader: Reader, offset: number): boolean {
  // "Speaks German or French customers": a list of languages continues.
  const [before, or] = [peek(reader, offset - 2), peek(reader, offset - 1)];
  const isListed = or?.lower === 'or' || or?.lower === ',';
  if (isListed && languageCode(before?.lower ?? '') !== null) return false;
  const seen = seeNationality(reader, offset);
  return seen !== undefined && see(reader, people, offset + seen.length) !== undefined;
}

/** "Are German", if nothing follows that it could describe. */
export function seeSaidNationality(reader: Reader): Nationality | undefined {
  const seen = seeNationality(reader);
  const behind = seen?.length ?? 0;
  return seen && (isOver(peek(reader, behind)) || joinStarts(reader, behind)) ? seen : undefined;
}
