import { numberOperatorWords } from '../attributes.ts';
import { dateFields, type TextFieldName, textField, textFieldNames, textFields } from '../fields.ts';
import { eventKinds, textOperators } from '../operators.ts';
import type { NamedAttribute } from '../schema.ts';
import { auxiliaries, everyoneWords, pronouns } from '../words.ts';
import { isJoiner } from './connectors.ts';
import { peek, type Reader, see, textOf } from './reader.ts';

/** Every operator's spellings, both ways round. */
export const operatorWords = Object.values(textOperators).flatMap((row) => [...row.words, ...row.negated]);
/** Those that no other words of a sentence look like. */
const comparisons = [...operatorWords, ...numberOperatorWords.filter((words) => /[<>≤≥]|^is /.test(words))];
export const textFieldWords = Object.values(textFields).flatMap((row) => [...row.words]);
export const dateFieldWords = Object.values(dateFields).flatMap((row) => [...row.words]);
export const dateVerbs = Object.values(dateFields).flatMap((row) => [...row.verbs]);
export const eventWords = Object.values(eventKinds).flatMap((row) => [...row.words]);
const pastEventWords = Object.values(eventKinds).map((row) => row.words[0]);

const leads = [...pronouns, ...auxiliaries, 'not', 'never', 'also', 'ever'];
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
const openers = ['tagged', 'has no', 'with', 'without', 'in segment', 'in the segment', 'random', 'did'];

/**
 * Whether a condition begins `offset` tokens from here: what ends a list of values. Words that nothing is known about
 * begin one where an operator follows ("plan is pro"), so that the error is about them.
 */
export function conditionStarts(reader: Reader, offset = 0): boolean {
  let at = offset;
  if (see(reader, groups, at) !== undefined || see(reader, openers, at) !== undefined) return true;
  let led = false;
  for (let lead = see(reader, leads, at); lead !== undefined; lead = see(reader, leads, at)) {
    led = true;
    at += 1;
  }
  if (see(reader, [...dateVerbs, 'tagged', ...pastEventWords], at) !== undefined) return true;
  if (see(reader, ['first', 'last'], at) !== undefined && see(reader, eventWords, at + 1) !== undefined)
    return true;
  if (attributeStarts(reader, at, led)) return true;
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
      'in segment',
    ];
    return see(reader, rest, at) !== undefined;
  }
  return see(reader, everyoneWords, at) !== undefined || operatorAfterWords(reader, at);
}

/** An attribute that something is asked of: "renewal date before …", "has seats". */
function attributeStarts(reader: Reader, offset: number, led: boolean): boolean {
  const attribute = seeAttribute(reader, offset);
  if (attribute === undefined) return false;
  if (led && see(reader, ['has', 'have', 'had'], offset - 1) !== undefined) return true;
  const follows = offset + attribute.length;
  return see(reader, [...operatorWords, ...numberOperatorWords, ...dateOperators], follows) !== undefined;
}

/** What may stand between the name of a date and a timeframe. */
const dateOperators = 'in before after since until on within during from between'.split(' ');

/** The attribute whose name stands here, in quotes or bare, in any case, and how many tokens that is. */
export function seeAttribute(
  reader: Reader,
  offset = 0,
): { attribute: NamedAttribute; length: number; quoted: boolean } | undefined {
  const first = peek(reader, offset);
  if (first?.kind === 'quoted') {
    const attribute = reader.names.attributes.find((each) => isNamed(each, first.text));
    return attribute && { attribute, length: 1, quoted: true };
  }
  let found: { attribute: NamedAttribute; length: number } | undefined;
  for (const attribute of reader.names.attributes) {
    const length = attribute.name.trim().split(/\s+/).length;
    if (length <= (found?.length ?? 0)) continue;
    const from = reader.next + offset;
    const words = reader.tokens.slice(from, from + length);
    if (words.length < length || words.some((word) => word.kind !== 'word')) continue;
    if (isNamed(attribute, textOf(reader, from, from + length))) found = { attribute, length };
  }
  return found && { ...found, quoted: false };
}

const isNamed = (attribute: NamedAttribute, text: string): boolean => fold(attribute.name) === fold(text);
const fold = (text: string): string => text.normalize('NFC').trim().toLowerCase().replace(/\s+/g, ' ');

/** A comparison after one to three words: "plan is", "renewal date is", "country contains". */
function operatorAfterWords(reader: Reader, offset: number): boolean {
  for (let words = 1; words <= 3; words += 1) {
    const word = peek(reader, offset + words - 1);
    if (word === undefined || word.kind === 'sign' || isJoiner(word) || word.lower === 'not') return false;
    const operator = see(reader, comparisons, offset + words);
    if (operator !== undefined && operator !== 'in') return true;
  }
  return false;
}

/** The text field whose name stands here, and its words. */
export function seeTextField(reader: Reader, offset = 0): { name: TextFieldName; words: string } | undefined {
  let found: { name: TextFieldName; words: string } | undefined;
  for (const name of textFieldNames) {
    const words = see(reader, textField(name).words, offset);
    if (words !== undefined && (found === undefined || words.length > found.words.length))
      found = { name, words };
  }
  return found;
}
