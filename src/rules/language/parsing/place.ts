import { contactField, contactFieldNames } from '../../../contact-fields.ts';
import { countryCode, countryName } from '../../../lib/countries.ts';
import { areAlike } from '../../../lib/likeness.ts';
import { nearest } from '../../../lib/words.ts';
import { textField } from '../../fields.ts';
import type { Rule } from '../../schema.ts';
import { quoteValue } from '../quote.ts';
import type { Token } from '../tokens.ts';
import { outsideWords, peopleWords, placeWords } from '../words.ts';
import { conditionStarts } from './ahead/condition.ts';
import { isOver } from './connectors.ts';
import { ask, cited, type Read, type Reader, refuse, see, take, textOf } from './reader.ts';
import { readValuesOf } from './text.ts';
import { wholeChoice } from './value.ts';

const country = textField('country');

/** Whether "in Germany" or "outside Norway" begins `offset` tokens from here. */
export function placeStarts(reader: Reader, offset = 0): boolean {
  const words = see(reader, allWords, offset);
  return words !== undefined && seeCountry(reader, offset + words.split(' ').length) !== undefined;
}

const allWords = [...placeWords, ...outsideWords];

/** Reads `in Germany`, `from the UK or Ireland`, `outside Norway`; undefined if there is no place. */
export function readPlace(reader: Reader, lead: { from: number; negated: boolean }): Read<Rule> | undefined {
  if (!placeStarts(reader)) return undefined;
  const from = reader.next;
  const words = take(reader, allWords) ?? '';
  const outside = outsideWords.includes(words);
  if (outside && lead.negated) {
    const message = `${cited(textOf(reader, lead.from, reader.next))} is a double negative; say it once.`;
    return ask(reader, lead.from, reader.next, message, ['in']);
  }
  const first = reader.next;
  const rule = readValuesOf(reader, 'country', from);
  if (rule === null || refuseState(reader, from, first) === null) return null;
  return outside ? { type: 'not', rule } : rule;
}

/** Caches the result for each token of a sentence, because parsers ask for it repeatedly. */
const found = new WeakMap<readonly Token[], Map<number, { code: string; length: number } | undefined>>();

/**
 * The country with the name `offset` tokens from here; a code needs capitals, because "from us" isn't a
 * country.
 */
export function seeCountry(reader: Reader, offset: number): { code: string; length: number } | undefined {
  const at = reader.next + offset;
  const known = found.get(reader.tokens) ?? new Map<number, { code: string; length: number } | undefined>();
  found.set(reader.tokens, known);
  if (!known.has(at)) known.set(at, lookUp(reader, at));
  return known.get(at);
}

function lookUp(reader: Reader, at: number): { code: string; length: number } | undefined {
  const first = reader.tokens[at];
  if (first === undefined || (first.kind === 'word' && !/^\p{L}/u.test(first.text))) return undefined;
  if (first.kind === 'quoted') return undefined;
  const choice = wholeChoice({ ...reader, next: at }, country);
  const part = partLength(reader, at);
  if (choice === undefined) return part === 0 ? undefined : { code: 'GB', length: part };
  const name = textOf(reader, at, at + choice.length);
  const bare = name.replace(/^the\s+/i, '');
  const isCode = bare.replace(/[^\p{L}]/gu, '').length <= 3;
  const plain = !isCode || bare === bare.toUpperCase() || /^(?:uk|usa|uae)$/i.test(bare) || name !== bare;
  return plain ? { code: choice.value, length: choice.length } : undefined;
}

/** Parts of countries count as places too, because the refusal offers the country. */
function partLength(reader: Reader, at: number): number {
  const words = see({ ...reader, next: at }, ['england', 'scotland', 'wales', 'northern ireland']);
  return words?.split(' ').length ?? 0;
}

/** Names and codes of US states that are also a country's. */
const states = new Set(
  'AL AR AZ CA CO DE GA ID IL IN KY LA MA MD ME MN MO MS MT NC NE PA SC SD TN VA GEORGIA'.split(' '),
);

/** "In CA": Canada, or California? */
function refuseState(reader: Reader, from: number, first: number): null | undefined {
  const at = reader.tokens.findIndex(
    ({ text }, index) => index >= first && index < reader.next && isState(text) && !isSouth(reader, index),
  );
  if (at < 0) return undefined;
  const name = textOf(reader, at, at + 1);
  const named = countryName(countryCode(name) ?? name);
  const message = `${cited(name)} could be the country ${named} or a state of the USA; contacts have no state.`;
  const other = named.toLowerCase() !== name.toLowerCase();
  if (other) return ask(reader, at, at + 1, message, [named]);
  return ask(reader, from, at + 1, message, at === first ? [`country is ${named}`] : []);
}

/** Whether a word is the name or code of a US state and also a country's. */
export const isState = (text: string): boolean =>
  states.has(text.toUpperCase()) && (text === text.toUpperCase() || text.length > 2);

/** "South Georgia" is a country itself. */
const isSouth = (reader: Reader, at: number): boolean => reader.tokens[at - 1]?.lower === 'south';

/** Regions that stand for several countries. */
const regions = new Set(
  'europe eu eea emea apac latam mena dach asia africa oceania scandinavia benelux nordics americas america europa balkans baltics'.split(
    ' ',
  ),
);

/** Whether "in" comes before a name that isn't a country: "in Berlin", "from Germny". */
export function seeUnknownPlace(reader: Reader): boolean {
  const words = see(reader, allWords);
  if (words === undefined || placeStarts(reader)) return false;
  const name = placeName(reader, words);
  if (name === '') return false;
  return /^\p{Lu}/u.test(name) || regions.has(name.toLowerCase()) || nearPlaces(reader, name).length > 0;
}

/**
 * Refuses what isn't a country, and offers similar names; if there are none, says which other place it is.
 */
export function refuseUnknownPlace(reader: Reader): null {
  const from = reader.next;
  const words = take(reader, allWords) ?? '';
  const name = placeName({ ...reader, next: reader.next - words.split(' ').length }, words);
  const end = reader.next + name.split(' ').length + (see(reader, ['the']) === undefined ? 0 : 1);
  const region = regions.has(name.toLowerCase());
  if (region) {
    const message = `${cited(name)} is several countries; name them, like "in Germany or France".`;
    return refuse(reader, reader.next, end, message);
  }
  const near = nearPlaces(reader, name).filter((each) =>
    areAlike(name.split(' '), each.split(' '), new Set()),
  );
  const is = outsideWords.includes(words) ? 'is not' : 'is';
  const others = placeFields.map((field) => `${field.words[0]} ${is} ${quoteValue(field, name)}`);
  const advice = placeFields.map(({ words: [word] }, index) => ` If it is a ${word}, say: ${others[index]}.`);
  const message = `${cited(name)} is not a country.${advice.join('')}`;
  if (near.length > 0) return refuse(reader, reader.next, end, message, near);
  // "People in Berlin" and "people who live in Berlin" are people whose city is Berlin.
  const before = reader.tokens[from - 1]?.lower ?? '';
  const ofPeople = others.map((each) => `whose ${each}`);
  const meanings = peopleWords.includes(before) ? [...ofPeople, ...others] : [...others, ...ofPeople];
  return ask(
    reader,
    before === 'who' ? from - 1 : from,
    end,
    message,
    before === 'who' ? ofPeople : meanings,
  );
}

const placeFields = contactFieldNames.filter((name) => contactField(name).isPlace).map(textField);

/** The words after the preposition, without an article. */
function placeName(reader: Reader, words: string): string {
  const start = reader.next + words.split(' ').length;
  const from = reader.tokens[start]?.lower === 'the' ? start + 1 : start;
  let end = from;
  while (reader.tokens[end]?.kind === 'word' && !isOver(reader.tokens[end]) && end < from + 3) {
    if (end > from && conditionStarts({ ...reader, next: end })) break;
    end += 1;
  }
  return textOf(reader, from, end);
}

function nearPlaces({ names }: Reader, name: string): string[] {
  return [
    ...nearest(name, country.choices()),
    ...nearest(
      name,
      names.segments.map((each) => each.name),
    ),
  ];
}
