import { contactField, contactFieldNames } from '../../../../contact-fields.ts';
import { parseTimeframe } from '../../../../dates/parse.ts';
import { countryCode, countryName } from '../../../../lib/countries.ts';
import { areAlike } from '../../../../lib/likeness.ts';
import { nearest } from '../../../../lib/words.ts';
import { textField } from '../../../fields.ts';
import type { Rule } from '../../../schema.ts';
import { quoteValue } from '../../quote.ts';
import { outsideWords, peopleWords } from '../../words.ts';
import { conditionStarts } from '../ahead/condition.ts';
import { isState, placeStarts, seeCountry, wordsBeforePlaces } from '../ahead/place.ts';
import { isOver } from '../reader/connectors.ts';
import { ask, cited, peek, type Read, type Reader, refuse, see, take, textOf } from '../reader/reader.ts';
import { readValuesOf } from './text.ts';

const country = textField('country');

/** Reads `in Germany`, `from the UK or Ireland`, `outside Norway`; undefined if there is no place. */
export function readPlace(reader: Reader, lead: { from: number; negated: boolean }): Read<Rule> | undefined {
  if (!placeStarts(reader)) return undefined;
  const from = reader.next;
  const words = take(reader, wordsBeforePlaces) ?? '';
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
  const words = see(reader, wordsBeforePlaces);
  if (words === undefined || placeStarts(reader)) return false;
  const name = placeName(reader, words);
  if (name === '' || parseTimeframe(`in ${name}`, { ...reader.dates, direction: 'any' }).ok) return false;
  return /^\p{Lu}/u.test(name) || regions.has(name.toLowerCase()) || nearPlaces(reader, name).length > 0;
}

/**
 * Refuses what isn't a country, and offers similar names; if there are none, says which other place it is.
 */
export function refuseUnknownPlace(reader: Reader): null {
  const from = reader.next;
  const words = take(reader, wordsBeforePlaces) ?? '';
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
  // "Paris, France": the city and its country.
  const country =
    peek({ ...reader, next: end })?.lower === ',' ? seeCountry({ ...reader, next: end }, 1) : undefined;
  if (country !== undefined && !outsideWords.includes(words)) {
    const until = end + 1 + country.length;
    const in_ = `country is ${textOf(reader, end + 1, until)}`;
    return ask(
      reader,
      from,
      until,
      message,
      others.map((each) => `${each} and ${in_}`),
    );
  }
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
