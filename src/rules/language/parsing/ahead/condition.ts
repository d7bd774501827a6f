import { lettersOf, longestName, namedLike, spelledAlike, spelledLike } from '../../../../lib/names.ts';
import { dateSideWords, numberOperatorWords } from '../../../attributes.ts';
import {
  type DateFieldName,
  dateFieldNames,
  dateFields,
  dateNouns,
  type TextFieldName,
  textField,
  textFieldNames,
  wordsOfField,
} from '../../../fields.ts';
import type { NamedAttribute } from '../../../names.ts';
import { eventKinds, spamWords, textOperators } from '../../../operators.ts';
import {
  auxiliaries,
  everyoneWords,
  exceptionWords,
  isKeyword,
  leadFillers,
  pausedWords,
  pronouns,
  randomWords,
  reachableWords,
  timeOpenings,
  topicWords,
  unreachableWords,
} from '../../words.ts';
import { isJoiner } from '../connectors.ts';
import { countedEventStarts } from '../counted-event.ts';
import { namedConditionWords } from '../named-conditions.ts';
import { newSubscribersStart } from '../new-subscribers.ts';
import { placeStarts } from '../place.ts';
import { plannedStarts } from '../planned.ts';
import { quantityStarts } from '../quantity.ts';
import { shareStarts } from '../random.ts';
import { peek, type Reader, see, textOf } from '../reader.ts';
import { statusStarts } from '../status.ts';
import { addressStarts, seeAtDomain } from './address.ts';
import { seeCalledDate, seeOverdue } from './date-noun.ts';
import { seeDoers } from './doers.ts';
import { insideStarts } from './inside.ts';
import { seeMistyped } from './mistyped.ts';
import { nationalityStarts } from './nationality.ts';
import { seeOwnVerb } from './own-form.ts';
import { seeSpeakers } from './speakers.ts';

/** Every operator's spellings, complements included. */
export const operatorWords = Object.values(textOperators).flatMap((row) => [...row.words, ...row.negated]);
/** Those that can't be mistaken for other words of a sentence. */
export const comparisons = [
  ...operatorWords,
  ...numberOperatorWords.filter((words) => /[<>≤≥]|^is /.test(words)),
];
const textFieldWords = textFieldNames.flatMap((name) => wordsOfField(textField(name)));
export const textFieldVerbs = textFieldNames.flatMap((name) => [...(textField(name).verbs ?? [])]);
export const dateFieldWords = Object.values(dateFields).flatMap((row) => [...row.words]);
export const dateVerbs = Object.values(dateFields).flatMap((row) => [...row.verbs]);
export const eventWords = Object.values(eventKinds).flatMap((row) => [...row.words]);
export const pastEventWords = [...Object.values(eventKinds).map((row) => row.words[0]), ...spamWords];

const leads = [...pronouns, ...auxiliaries, 'not', 'never', 'neither', 'ever', ...leadFillers];
const groups = [
  'all of (',
  'any of (',
  'none of (',
  '(',
  'not (',
  'not all of (',
  'not any of (',
  'not none of (',
];
const openers = [
  ...['tagged', 'untagged', 'has no', 'with', 'without', ...namedConditionWords, ...randomWords, 'did'],
  ...['who', 'whose', ...exceptionWords],
];

/**
 * Whether a condition begins `offset` tokens from here, which ends a list of values. Unknown words begin one
 * if an operator follows ("plan is pro"), so that the error is about them.
 */
export function conditionStarts(reader: Reader, offset = 0): boolean {
  let at = offset;
  if (see(reader, groups, at) !== undefined || see(reader, openers, at) !== undefined) return true;
  let led = false;
  for (let lead = see(reader, leads, at); lead !== undefined; lead = see(reader, leads, at)) {
    led = true;
    at += 1;
  }
  if (placeStarts(reader, at) || insideStarts(reader, at) || seeAtDomain(reader, at) !== undefined)
    return true;
  const isPeople = seeSpeakers(reader, at) !== undefined || seeDoers(reader, at) !== undefined;
  if (isPeople || nationalityStarts(reader, at)) return true;
  if (see(reader, [...textFieldVerbs, 'tagged', ...pastEventWords], at) !== undefined) return true;
  if (dateStarts(reader, at) || valueStarts(reader, at)) return true;
  if (
    see(reader, ['first', 'last'], at) !== undefined &&
    (see(reader, [...eventWords, 'did'], at + 1) !== undefined || ownVerbStarts(reader, at + 1))
  )
    return true;
  if (see(reader, [...pausedWords, ...topicWords], at) !== undefined) return true;
  if (statusStarts(reader, at) || ownVerbStarts(reader, at) || countedEventStarts(reader, at)) return true;
  if (attributeStarts(reader, at, led)) return true;
  if (led && see(reader, ['no', 'a', 'an'], at) !== undefined && propertyStarts(reader, at + 1)) return true;
  if (led && propertyStarts(reader, at)) return true;
  if (led) {
    const rest = [
      ...everyoneWords,
      ...eventWords,
      ...textFieldWords,
      ...dateFieldWords,
      'tag',
      'no',
      'a',
      'an',
      'the',
      'tags',
      'untagged',
      ...namedConditionWords,
      ...randomWords,
    ];
    if (see(reader, rest, at) !== undefined) return true;
    const mistyped = seeMistyped(reader, at);
    return mistyped !== undefined && !isTag(reader, at, mistyped.length);
  }
  return see(reader, everyoneWords, at) !== undefined || operatorAfterWords(reader, at);
}

/** An own event's verb, "purchased"; in a list of tags, a tag with that name comes first. */
function ownVerbStarts(reader: Reader, offset: number): boolean {
  const verb = seeOwnVerb(reader, offset);
  if (verb === undefined || verb.bare) return false;
  return !isTag(reader, offset, verb.length);
}

/** "joined", "new this month"; a tag with that name comes first, unless a timeframe follows. */
function dateStarts(reader: Reader, offset: number): boolean {
  if (seeDateNoun(reader, offset) !== undefined || newSubscribersStart(reader, offset)) return true;
  const words = see(reader, dateVerbs, offset);
  if (words === undefined) return false;
  const length = words.split(' ').length;
  return timeOpenings.has(peek(reader, offset + length)?.lower ?? '') || !isTag(reader, offset, length);
}

function isTag(reader: Reader, offset: number, length: number): boolean {
  const from = reader.next + offset;
  return namedLike(reader.names.tags, textOf(reader, from, from + length)).length > 0;
}

/** An attribute with a test: "renewal date before …", "has seats". */
function attributeStarts(reader: Reader, offset: number, led: boolean): boolean {
  const attribute = seeAttribute(reader, offset);
  if (attribute === undefined)
    return seeCalledDate(reader, offset) !== undefined || seeOverdue(reader, offset) !== undefined;
  if (led && see(reader, ['has', 'have', 'had'], offset - 1) !== undefined) return true;
  const follows = offset + attribute.length;
  const { type } = attribute.named;
  if (type === 'number' && /^[$€£¥]?\d/.test(peek(reader, follows)?.lower ?? '')) return true;
  if (type === 'date' && see(reader, dateSideWords, follows) !== undefined) return true;
  return see(reader, [...operatorWords, ...numberOperatorWords, ...dateOperators], follows) !== undefined;
}

/** A date given by a noun, followed by a timeframe: "new this month", "signups in March". */
export function seeDateNoun(reader: Reader, offset = 0): DateFieldName | undefined {
  for (const name of dateFieldNames) {
    const words = see(reader, dateNouns(name), offset);
    const follows = words === undefined ? undefined : peek(reader, offset + words.split(' ').length);
    if (follows !== undefined && timeOpenings.has(follows.lower)) return name;
  }
  return undefined;
}

/**
 * Something that contacts have, without "has": "no company", "on the pro plan", "more than 10 seats",
 * "gmail users".
 */
function valueStarts(reader: Reader, offset: number): boolean {
  if (see(reader, ['no'], offset) !== undefined)
    return (
      see(reader, ['tag', 'tags', ...textFieldWords, ...dateFieldWords], offset + 1) !== undefined ||
      seeAttribute(reader, offset + 1) !== undefined
    );
  const isOne = [plannedStarts, quantityStarts, addressStarts, shareStarts].some((starts) =>
    starts(reader, offset),
  );
  if (isOne) return true;
  const words = see(reader, [...reachableWords, ...unreachableWords], offset);
  return words !== undefined && !isTag(reader, offset, words.split(' ').length);
}

/** What may come between the name of a date and a timeframe. */
export const dateOperators = 'in before after since until on within during from between'.split(' ');

/** A test of the event's properties: "has coupon". */
function propertyStarts(reader: Reader, offset: number): boolean {
  return seeNamed(reader, reader.properties, offset) !== undefined;
}

/** The attribute whose name begins here. */
export function seeAttribute(reader: Reader, offset = 0): Seen<NamedAttribute> | undefined {
  return seeNamed(reader, reader.names.attributes, offset);
}

/** A thing named in the sentence, quoted or bare, and the number of tokens of its name. */
export interface Seen<Thing> {
  named: Thing;
  length: number;
  quoted: boolean;
  /** Everything that the words may mean: several if nothing decides, and `named` is the first of them. */
  alike: readonly Thing[];
}

/** The thing with the longest name that begins `offset` tokens from here, however its words are joined. */
export function seeNamed<Thing extends { name: string }>(
  reader: Reader,
  things: readonly Thing[],
  offset = 0,
): Seen<Thing> | undefined {
  const first = peek(reader, offset);
  if (first?.kind === 'quoted') return seen(spelledLike(things, first.text), 1, true);
  for (let length = longestStretch(reader, longestName(things), offset); length > 0; length -= 1) {
    const from = reader.next + offset;
    const text = textOf(reader, from, from + length);
    // "has active" may begin another condition, and "has-active" may be the name of a thing.
    const whole = length === 1 || !reader.tokens.slice(from, from + length).some(isKeyword);
    const found = seen(whole ? spelledLike(things, text) : spelledAlike(things, text), length, false);
    if (found !== undefined) return found;
  }
  return undefined;
}

function seen<Thing>(alike: readonly Thing[] = [], length: number, quoted: boolean): Seen<Thing> | undefined {
  const [named] = alike;
  return named && { named, length, quoted, alike };
}

/** How many words from a token on may form a name with that many letters. */
function longestStretch(reader: Reader, most: number, offset: number): number {
  let [count, letters] = [0, 0];
  for (let token = peek(reader, offset); token?.kind === 'word'; token = peek(reader, offset + count)) {
    letters += lettersOf(token.text);
    if (letters > most) break;
    count += 1;
  }
  return count;
}

/** Words that no field's name contains or begins with. */
const noNames = new Set(['not', 'with', 'without', 'where', 'including']);

/** A comparison after one to four words: "plan is", "renewal date is", "country contains". */
function operatorAfterWords(reader: Reader, offset: number): boolean {
  for (let words = 1; words <= 4; words += 1) {
    const word = peek(reader, offset + words - 1);
    if (word === undefined || word.kind === 'sign' || isJoiner(word) || noNames.has(word.lower)) return false;
    const operator = see(reader, comparisons, offset + words);
    if (operator !== undefined && operator !== 'in') return true;
  }
  return false;
}

/** The text field whose verb begins here: "speaks". */
export function seeTextVerb(reader: Reader): TextFieldName | undefined {
  return textFieldNames.find((name) => see(reader, textField(name).verbs ?? []) !== undefined);
}

/** The text field whose name begins here, and its words. */
export function seeTextField(reader: Reader, offset = 0): { name: TextFieldName; words: string } | undefined {
  let found: { name: TextFieldName; words: string } | undefined;
  for (const name of textFieldNames) {
    const { also = [] } = textField(name);
    const words = see(reader, wordsOfField(textField(name)), offset);
    if (words === undefined || words.length <= (found?.words.length ?? 0)) continue;
    const taken =
      also.includes(words) && (seeAttribute(reader, offset)?.length ?? 0) >= words.split(' ').length;
    if (!taken) found = { name, words };
  }
  return found;
}
