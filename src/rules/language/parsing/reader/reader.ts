import type { Problem } from '../../../../lib/problem.ts';
import { clip } from '../../../../lib/words.ts';
import type { RuleContext } from '../../../context.ts';
import type { NamedProperty } from '../../../names.ts';
import type { Rule } from '../../../schema.ts';
import type { Token } from '../../tokens.ts';

/** The parser's position in a sentence. The parts of the parser move `next`, and add to `problems`. */
export interface Reader extends RuleContext {
  text: string;
  tokens: Token[];
  next: number;
  problems: Problem[];
  /** How many brackets are open. */
  depth: number;
  /** The properties of the event whose "with" is being parsed. */
  properties: readonly NamedProperty[];
  /** The conditions parsed so far. */
  heard: Heard[];
  /** Timeframes with another possible meaning, and the words for that. */
  twins: { from: number; to: number; words: string }[];
}

/** A condition and its tokens; words before a bracket may negate what is inside. */
export interface Heard {
  inBracket: boolean;
  rule: Rule;
  from: number;
  to: number;
}

/** The result of a part of the parser: null after a problem that stops it. */
export type Read<T> = T | null;

export const peek = (reader: Reader, offset = 0): Token | undefined => reader.tokens[reader.next + offset];

/** Consumes a phrase of words or signs, the longest of those given that begins here, and returns it. */
export function take(reader: Reader, phrases: readonly string[]): string | undefined {
  const found = see(reader, phrases);
  if (found !== undefined) reader.next += found.split(' ').length;
  return found;
}

/** The longest of the phrases that begins here, or `offset` tokens further. */
export function see(reader: Reader, phrases: readonly string[], offset = 0): string | undefined {
  const first = reader.tokens[reader.next + offset]?.lower;
  let longest: string | undefined;
  // Most phrases begin with another word; only the rest are split up.
  if (first === undefined || first === '') return undefined;
  for (const phrase of phrases) {
    if (!phrase.startsWith(first) || (longest !== undefined && phrase.length <= longest.length)) continue;
    if (phrase.length === first.length) longest = phrase;
    else if (phrase[first.length] === ' ' && standsAt(reader, phrase, offset)) longest = phrase;
  }
  return longest;
}

function standsAt(reader: Reader, phrase: string, offset: number): boolean {
  const words = phrase.split(' ');
  return words.every((word, index) => reader.tokens[reader.next + offset + index]?.lower === word);
}

/** The sentence's text from one token up to another, excluding that one. */
export function textOf(reader: Reader, from: number, to: number): string {
  const first = reader.tokens[from];
  const last = reader.tokens[to - 1];
  return first === undefined || last === undefined ? '' : reader.text.slice(first.at, last.at + last.length);
}

/** The whole sentence with some tokens replaced: a suggestion. */
export function rewrite(reader: Reader, from: number, to: number, text: string): string {
  const start = reader.tokens[from]?.at ?? reader.text.length;
  const last = reader.tokens[to - 1];
  const end = to > from && last !== undefined ? last.at + last.length : start;
  const gap = to > from || start === 0 || /\s$/.test(reader.text.slice(0, start)) ? '' : ' ';
  const before = reader.text.slice(0, start);
  const after = reader.text.slice(end);
  if (text === ',') return `${before.trimEnd()}, ${after.trimStart()}`;
  return text === ''
    ? `${before.trimEnd()} ${after.trimStart()}`.trim()
    : (before + gap + text + after).trim();
}

/**
 * Adds a problem at the tokens `from` to `to` (excluding `to`), or at the end of the sentence. `instead` are
 * texts that would parse in their place; `unknown` is a name that nothing has.
 */
export function refuse(
  reader: Reader,
  from: number,
  to: number,
  message: string,
  instead: readonly string[] = [],
  unknown?: Problem['unknown'],
): null {
  const first = reader.tokens[from];
  const at = first?.at ?? reader.text.trimEnd().length;
  const suggestions = instead.map((text) => rewrite(reader, from, to, text)).filter((text) => text !== '');
  reader.problems.push({
    at,
    length: textOf(reader, from, to).length,
    message,
    suggestions: [...new Set(suggestions)],
    ...(unknown && { unknown }),
  });
  return null;
}

/**
 * Refuses words with several meanings: each of `meanings` is a text with one of them. `examples` are texts that
 * could replace the words, if others than those for any sentence help.
 */
export function ask(
  reader: Reader,
  from: number,
  to: number,
  message: string,
  meanings: readonly string[],
  examples?: string[],
): null {
  refuse(reader, from, to, message, meanings);
  const asked = reader.problems.pop();
  if (asked !== undefined) reader.problems.push({ ...asked, asks: true, ...(examples && { examples }) });
  return null;
}

/** How a message describes words after a name that aren't a comparison, or the end of the sentence there. */
export function notBehind(reader: Reader, name: string): string {
  const token = peek(reader);
  return token === undefined
    ? `Something is missing after ${name}.`
    : `Rollcall doesn’t understand ${cited(token.text)} after ${name}.`;
}

/** Words quoted in a message: cut if they are long. */
export function cited(text: string): string {
  const plain = text.replace(/\s+/g, ' ');
  return `"${clip(plain, 60)}"`;
}
