import { parseTimeframe } from '../../dates/parse.ts';
import { doubleQuotes } from '../../lib/quotes.ts';
import type { TextField } from '../fields.ts';
import type { Named } from '../names.ts';
import { tokenize } from './tokens.ts';
import { languageWords } from './words.ts';

/**
 * A name or value in a sentence: bare if it is one plain word with no other meaning, otherwise quoted.
 *
 * @example quoteName('vip') // vip
 * @example quoteName('VIP Customer') // "VIP Customer"
 * @example quoteName('May') // "May"
 */
export function quoteName(name: string, { always = false } = {}): string {
  return !always && isPlain(name) ? name : quote(name);
}

/** The name of a thing that a rule refers to by id, or the id if the thing no longer exists. */
export function printNamed(id: number, things: readonly Named[]): string {
  const named = things.find((each) => each.id === id);
  return named === undefined ? `"#${id}"` : quote(named.name);
}

/** A value in a printed sentence: names of choices may have several words, none of which joins values. */
export function quoteValue(field: TextField, value: string): string {
  if (field.choices().length === 0) return quoteName(value);
  const plain = value
    .split(' ')
    .every((word) => /^[\p{L}-]+$/u.test(word) && !joining.has(word.toLowerCase()));
  return plain ? value : quote(value);
}

const joining = new Set(['and', 'or', 'but', 'not']);

/** A text in double quotes. */
export function quote(text: string): string {
  return `"${text.replace(special, '\\$&')}"`;
}

const special = new RegExp(`[${doubleQuotes}\\\\]`, 'g');

/** The latest answers of isPlain: a card prints the same few names again and again. */
const answers = new Map<string, boolean>();
const mostAnswers = 2_000;

function isPlain(name: string): boolean {
  const before = answers.get(name);
  if (before !== undefined) return before;
  const answer = hasNoOtherMeaning(name);
  if (answers.size >= mostAnswers) answers.clear();
  answers.set(name, answer);
  return answer;
}

function hasNoOtherMeaning(name: string): boolean {
  if (!/^[\p{L}\p{N}@.+][\p{L}\p{M}\p{N}@.+_-]*$/u.test(name) || languageWords.has(name.toLowerCase()))
    return false;
  // The point could end the sentence, and "French-speaking" is a condition.
  if (/\.$|-speaking$/i.test(name)) return false;
  const read = tokenize(name);
  if (!read.ok || read.tokens.length !== 1 || read.tokens[0]?.text !== name) return false;
  return !parseTimeframe(name, anySettings).ok;
}

/** The settings that read the most words as dates: a name must not be one in any workspace. */
const anySettings = {
  now: new Date(Date.UTC(2026, 0, 15)),
  timeZone: 'UTC',
  weekStart: 'monday',
  dateOrder: 'dmy',
  fiscalYearStart: 1,
  direction: 'past',
} as const;
