import { parseTimeframe } from '../../../../dates/parse.ts';
import { nearest } from '../../../../lib/words.ts';
import { dateFieldNames, dateFields, dateNouns } from '../../../fields.ts';
import type { Named } from '../../../names.ts';
import { isKeyword, languageWords, peopleWords } from '../../words.ts';
import { isOver } from '../reader/connectors.ts';
import { peek, type Reader, see, textOf } from '../reader/reader.ts';
import { conditionStarts } from './condition.ts';
import { joinStarts } from './join.ts';
import { seeNamed } from './named.ts';
import { seePlural } from './plural.ts';
import { predicateStarts } from './predicate.ts';

/** The things that words without "tagged" or "in segment" may name, and how many tokens the name has. */
export interface Bare {
  tags: readonly Named[];
  segments: readonly Named[];
  length: number;
}

/**
 * The tags and segments with this name, if nothing comes before it and only the end of a condition after it.
 */
export function seeBare(reader: Reader, offset = 0): Bare | undefined {
  const article = see(reader, ['a', 'an', 'the'], offset) === undefined ? [0] : [0, 1];
  for (const skip of article) {
    const bare = seeBareName(reader, offset + skip);
    if (bare !== undefined) return { ...bare, length: bare.length + skip };
  }
  return undefined;
}

function seeBareName(reader: Reader, offset: number): Bare | undefined {
  const [tag, segment] = [
    seeNamed(reader, reader.names.tags, offset),
    seeNamed(reader, reader.names.segments, offset),
  ];
  const length = Math.max(tag?.length ?? 0, segment?.length ?? 0);
  const plural = length === 0 ? seePlural(reader, offset) : undefined;
  if (plural !== undefined) return standsAlone(reader, offset, plural.length) ? plural : undefined;
  if (length === 0 || !standsAlone(reader, offset, length)) return undefined;
  const of = (seen: typeof tag) => (seen?.length === length ? seen.alike : []);
  return { tags: of(tag), segments: of(segment), length };
}

/** "New" and "joined" mean the sign-up, even if a segment has that name. */
const signUpWords = new Set(
  dateFieldNames.flatMap((name) => [...dateNouns(name), ...dateFields[name].verbs]),
);

function standsAlone(reader: Reader, offset: number, length: number): boolean {
  const from = reader.next + offset;
  const words = reader.tokens.slice(from, from + length);
  const [first] = words;
  if (first === undefined) return false;
  const text = textOf(reader, from, from + length);
  if (first.kind === 'word') {
    if (isKeyword(first) || words.every(({ lower }) => languageWords.has(lower))) return false;
    if (signUpWords.has(text.toLowerCase())) return false;
    if (parseTimeframe(text, { ...reader.dates, direction: 'any' }).ok) return false;
  }
  const people = see(reader, peopleWords, offset + length) === undefined ? 0 : 1;
  // "vip customers" while "VIP Customer" exists: more likely that name, misspelt.
  const names = [...reader.names.tags, ...reader.names.segments].map(({ name }) => name);
  if (people > 0 && nearest(textOf(reader, from, from + length + 1), names).length > 0) return false;
  const after = offset + length + people;
  const noun = see(reader, ['tag', 'tags', 'segment', 'segments'], after) === undefined ? 0 : 1;
  if (isOver(peek(reader, after + noun)) || joinStarts(reader, after + noun)) return true;
  if (people > 0) return conditionStarts(reader, after);
  // "How many vips never purchased": what the named people did, after a name in the plural.
  return /s$/i.test(text) && predicateStarts(reader, after);
}
