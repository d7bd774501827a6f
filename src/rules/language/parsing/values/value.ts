import { parseTimeframe } from '../../../../dates/parse.ts';
import { countryOfPart } from '../../../../lib/countries.ts';
import { nearest } from '../../../../lib/words.ts';
import { numberOperatorWords } from '../../../attributes.ts';
import { bounds } from '../../../bounds.ts';
import { comparison, type TextField } from '../../../fields.ts';
import { type TextOperatorName, textOperators } from '../../../operators.ts';
import { quote, quoteValue } from '../../quote.ts';
import { slipsOf } from '../../slips.ts';
import { operatorWords } from '../../table-words.ts';
import { isKeyword } from '../../words.ts';
import { wholeChoice } from '../ahead/choice.ts';
import { joinStarts } from '../ahead/join.ts';
import { seeAttribute, seeTextField } from '../ahead/named.ts';
import { placeStarts } from '../ahead/place.ts';
import { plannedStarts } from '../ahead/planned.ts';
import { valueEnds } from '../ahead/value-end.ts';
import { adverbStarts } from '../events/adverbs.ts';
import { namedConditionWords } from '../names/named-conditions.ts';
import { isJoiner, isOver } from '../reader/connectors.ts';
import { ask, cited, peek, type Read, type Reader, refuse, see, take, textOf } from '../reader/reader.ts';
import { refuseEmptiness } from './emptiness.ts';

/** What a condition compares: a field's row, and the tokens of its name. */
export interface Compared {
  field: TextField;
  from: number;
  to: number;
  /** "speaks German", "has plan pro": there is no operator, which means `is`. */
  implied?: true;
}

/** Reads one value of a field, quoted or bare. */
export function readValue(reader: Reader, compared: Compared, operator: TextOperatorName): Read<string> {
  const { field } = compared;
  const from = reader.next;
  const { read, expected } = comparison(field, operator);
  const token = peek(reader);
  if (token?.kind === 'quoted') {
    reader.next += 1;
    if (token.text.length > bounds.text) {
      return refuse(reader, from, from + 1, `A value can have at most ${bounds.text} characters.`);
    }
    return read(token.text) ?? refuseValue(reader, field, from, token.text, expected);
  }
  const whole = wholeChoice(reader, field);
  if (whole !== undefined) {
    reader.next = from + whole.length;
    return whole.value;
  }
  const words = beforeAdverbs(reader, bareWords(reader));
  if (words === 0) {
    const advice = token?.kind === 'word' ? '; if that is the value, put it in quotes' : '';
    const quoted = token?.kind === 'word' ? [quote(token.text)] : [];
    const message =
      token === undefined
        ? `Something is missing at the end: ${expected}.`
        : `Expected ${expected} instead of ${cited(token.text)}${advice}.`;
    return refuse(reader, from, from + (token ? 1 : 0), message, quoted);
  }
  const text = textOf(reader, from, from + words);
  if (words === 1) {
    const refused = refuseEmpty(reader, compared, operator);
    if (refused !== undefined) return refused;
  }
  if (field.choices().length === 0 && refuseSecond(reader, words) === null) return null;
  if (words > 1 && field.choices().length === 0 && isMistypedNot(token?.lower ?? '')) {
    const rest = textOf(reader, from + 1, from + words);
    const message = `Is ${cited(text)} the value, or did you mean "not ${rest}"?`;
    return ask(reader, from, from + words, message, [`not ${rest}`, quote(text)]);
  }
  const keyword = reader.tokens.slice(from, from + words).find(isKeyword);
  if (keyword && field.choices().length === 0) {
    const message = `${cited(text)} contains the keyword "${keyword.text}"; if all of it is the value, put it in quotes.`;
    return refuse(reader, from, from + words, message, [quote(text)]);
  }
  if (words > 1 && field.choices().length === 0 && isTimeframe(reader, from, words)) {
    const message = `${cited(text)} is a timeframe, but ${cited(textOf(reader, compared.from, compared.to))} is text; if it’s the value, put it in quotes.`;
    return refuse(reader, from, from + words, message, [quote(text)]);
  }
  if (text.length > bounds.text) {
    return refuse(reader, from, from + words, `A value can have at most ${bounds.text} characters.`);
  }
  reader.next = from + words;
  return read(text) ?? refuseValue(reader, field, from, text, expected);
}

/** "Nto", "nott", "nt": as the first word of a value it would turn the rule into its opposite. */
function isMistypedNot(word: string): boolean {
  if (word === 'not' || word.length < 2 || word.length > 4) return false;
  const once = word.replace(/(.)\1/, '$1');
  return (
    once === 'not' ||
    word === 'nt' ||
    word === 'ot' ||
    ([...word].sort().join('') === 'not' && word !== 'ton')
  );
}

/** "Company is Acme in Germany", "plan is pro adn seats over 5": one value, or another condition behind it? */
function refuseSecond(reader: Reader, words: number): null | undefined {
  const from = reader.next;
  for (let count = 1; count < words; count += 1) {
    const isPlace = placeStarts(reader, count) || plannedStarts(reader, count);
    if (!isPlace && !comparisonStarts(reader, count) && see(reader, namedConditionWords, count) === undefined)
      continue;
    // "Acme not in Germany": "not" belongs to the place.
    const not = count > 1 && see(reader, ['not'], count - 1) !== undefined ? 1 : 0;
    const joiner = count > 1 ? mistypedJoiner(reader, count - 1) : undefined;
    const end = from + count - not;
    const value = textOf(reader, from, joiner === undefined ? end : end - 1);
    const rest = textOf(reader, end, from + words);
    const message = `Is ${cited(textOf(reader, from, from + words))} one value, or two conditions?`;
    return ask(reader, from, from + words, message, [
      quote(textOf(reader, from, from + words)),
      `${value} ${joiner ?? 'and'} ${rest}`,
    ]);
  }
  return undefined;
}

/** A name with a comparison after it: "seats over 5". */
function comparisonStarts(reader: Reader, offset: number): boolean {
  const field = seeTextField(reader, offset)?.words.split(' ').length;
  const length = seeAttribute(reader, offset)?.length ?? field;
  if (length === undefined) return false;
  return see(reader, [...operatorWords, ...numberOperatorWords], offset + length) !== undefined;
}

/** "Adn", "nad": the word it was meant to be. */
function mistypedJoiner(reader: Reader, offset: number): string | undefined {
  const meant = slipsOf(peek(reader, offset)?.lower ?? '', reader).flat();
  return ['and', 'or', 'but'].find((word) => meant.includes(word));
}

/**
 * Whether a word that could also begin a condition is a complete value here: "status is unsubscribed or
 * bounced".
 */
export function isChoice(reader: Reader, field: TextField): boolean {
  const choice = wholeChoice(reader, field);
  if (choice === undefined) return false;
  return isOver(peek(reader, choice.length)) || joinStarts(reader, choice.length);
}

/** How many tokens from here form one value: up to what joins values or conditions, or a closing bracket. */
function bareWords(reader: Reader): number {
  let count = 0;
  for (let token = peek(reader); token?.kind === 'word'; token = peek(reader, count)) {
    if (isJoiner(token) || (count > 0 && valueEnds(reader, count))) break;
    count += 1;
  }
  return count;
}

/** A property's value may be followed by when and how often: "currency is EUR at least twice in March". */
function beforeAdverbs(reader: Reader, words: number): number {
  if (reader.properties.length === 0) return words;
  for (let count = 1; count < words; count += 1) if (adverbStarts(reader, count)) return count;
  return words;
}

/** Continues after the problem, so that every unknown value of a sentence is reported. */
function refuseValue(reader: Reader, field: TextField, from: number, text: string, expected: string): string {
  const whole = field.words[0] === 'country' ? countryOfPart(text) : undefined;
  if (whole !== undefined) {
    const message = `${cited(text)} is a part of the ${whole}, which is the country that contacts have.`;
    ask(reader, from, reader.next, message, [whole]);
    return text;
  }
  const close = nearest(text, field.choices());
  const asked = close.map((each) => `"${each}"`).join(' or ');
  const advice = close.length > 0 ? `; did you mean ${asked}?` : '.';
  refuse(
    reader,
    from,
    reader.next,
    `${cited(text)} is not ${expected}${advice}`,
    close.map((each) => quoteValue(field, each)),
  );
  return text;
}

function refuseEmpty(
  reader: Reader,
  { field, from, to }: Compared,
  operator: TextOperatorName,
): null | undefined {
  const [name = ''] = field.words;
  const words = take({ ...reader, next: to }, operatorWords) ?? '';
  const negated = (textOperators[operator].negated as readonly string[]).includes(words);
  const spelt = textOperators[operator][negated ? 'negated' : 'words'][0];
  const quoted = (word: string) => `${name} ${spelt} ${quote(word)}`;
  // "Empty" can be a company, but not a country or an address.
  const value = comparison(field, operator).read(textOf(reader, reader.next, reader.next + 1));
  const asked = { from, name, negated, optional: field.optional };
  return refuseEmptiness(reader, value === null ? asked : { ...asked, quoted });
}

/** "Before 2026", and "the next 7 days" after "is in": someone takes the text for a date. */
function isTimeframe(reader: Reader, from: number, words: number): boolean {
  const context = { ...reader.dates, direction: 'any' } as const;
  return parseTimeframe(textOf(reader, from, from + words), context).ok;
}
