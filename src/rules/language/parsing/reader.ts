import type { Problem } from '../../../lib/problem.ts';
import { clip } from '../../../lib/words.ts';
import type { NamedProperty } from '../../names.ts';
import type { Rule } from '../../schema.ts';
import type { RuleContext } from '../parse.ts';
import type { Token } from '../tokens.ts';

/** Where the parser stands in a sentence. The parts of the parser move `next`, and add to `problems`. */
export interface Reader extends RuleContext {
  text: string;
  tokens: Token[];
  next: number;
  problems: Problem[];
  /** How many brackets are open. */
  depth: number;
  /** Those of the event behind whose "with" the parser stands. */
  properties: readonly NamedProperty[];
  /** The conditions that were read. */
  heard: Heard[];
  /** Timeframes that may have been meant otherwise, and how those would be said. */
  twins: { from: number; to: number; words: string }[];
}

/** A condition, and the tokens that it covers; what stands before a bracket may turn round what is in it. */
export interface Heard {
  inBracket: boolean;
  rule: Rule;
  from: number;
  to: number;
}

/** What a part of the parser gives: null once it has added a problem after which nothing can be read. */
export type Read<T> = T | null;

export const peek = (reader: Reader, offset = 0): Token | undefined => reader.tokens[reader.next + offset];

/** Moves over a phrase of words or signs, the longest of those given that stands here, and returns it. */
export function take(reader: Reader, phrases: readonly string[]): string | undefined {
  const found = see(reader, phrases);
  if (found !== undefined) reader.next += found.split(' ').length;
  return found;
}

/** The longest of the phrases that stands here, or `offset` tokens further. */
export function see(reader: Reader, phrases: readonly string[], offset = 0): string | undefined {
  const first = reader.tokens[reader.next + offset]?.lower;
  let longest: string | undefined;
  // Most phrases begin with another word; only the others are taken apart.
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

/** The sentence's text from one token up to, and without, another. */
export function textOf(reader: Reader, from: number, to: number): string {
  const first = reader.tokens[from];
  const last = reader.tokens[to - 1];
  return first === undefined || last === undefined ? '' : reader.text.slice(first.at, last.at + last.length);
}

/** The whole sentence with some tokens replaced: what a suggestion is. */
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
 * Adds a problem at the tokens `from` to `to` (without `to`), or at the end of the sentence. `instead` are texts that
 * would be understood in their place.
 */
export function refuse(
  reader: Reader,
  from: number,
  to: number,
  message: string,
  instead: readonly string[] = [],
): null {
  const first = reader.tokens[from];
  const at = first?.at ?? reader.text.trimEnd().length;
  const suggestions = instead.map((text) => rewrite(reader, from, to, text)).filter((text) => text !== '');
  reader.problems.push({
    at,
    length: textOf(reader, from, to).length,
    message,
    suggestions: [...new Set(suggestions)],
  });
  return null;
}

/** Refuses words with several meanings: `meanings` are texts that have one of them each. */
export function ask(
  reader: Reader,
  from: number,
  to: number,
  message: string,
  meanings: readonly string[],
): null {
  refuse(reader, from, to, message, meanings);
  const asked = reader.problems.pop();
  if (asked !== undefined) reader.problems.push({ ...asked, asks: true });
  return null;
}

/** What a message says of the words that stand behind something's name and don't compare it, or of the end there. */
export function notBehind(reader: Reader, name: string): string {
  const token = peek(reader);
  return token === undefined
    ? `Something is missing after ${name}.`
    : `Rollcall doesn’t understand ${cited(token.text)} after ${name}.`;
}

/** Words as they are quoted in a message: cut where they are long. */
export function cited(text: string): string {
  const plain = text.replace(/\s+/g, ' ');
  return `"${clip(plain, 60)}"`;
}
