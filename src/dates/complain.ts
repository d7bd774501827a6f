import type { Problem } from '../lib/problem.ts';
import { nearest } from '../lib/words.ts';
import type { Phrase } from './grammar.ts';
import { inEnglish } from './languages.ts';
import { weekdays } from './schema.ts';
import { vocabulary } from './words.ts';

/** Words for something that happens again and again. */
const repeated = new Set([
  ...['every', 'each', 'daily', 'weekly', 'monthly', 'yearly', 'annually', 'quarterly'],
  ...['weekends', 'weekdays'],
  ...weekdays.map((day) => `${day}s`),
]);

/** Words that say how many without giving a number. */
const vagueNumbers = new Set(['few', 'several', 'some', 'many']);

/** Words for some time in the past that say neither when nor how long, and what they may mean. */
const vagueSpans: readonly (readonly [RegExp, readonly string[]])[] = [
  [
    /^(?:(?:just|only|very|more|quite)\s+)?(?:recently|lately)\b|^(?:of late|these days|nowadays|just now)\b|^not (?:so |that )?long ago\b/i,
    ['in the last 7 days', 'in the last 30 days'],
  ],
  [
    /^(?:a (?:long )?(?:while|time)|ages|(?:a )?long(?: time)?|some time) (?:ago|back)\b/i,
    ['more than 60 days ago', 'more than 1 year ago'],
  ],
  [
    /^(?:for|in) (?:(?:quite )?a (?:long )?(?:while|time)|ages|long|forever|some time)\b/i,
    ['in the last 60 days', 'in the last 90 days'],
  ],
  [/^(?:in |over |within )?(?:the )?recent days\b/i, ['in the last 7 days', 'in the last 14 days']],
  [/^(?:in |over |within )?(?:the )?recent weeks\b/i, ['in the last 2 weeks', 'in the last 4 weeks']],
  [/^(?:in |over |within )?(?:the )?recent months\b/i, ['in the last 3 months', 'in the last 6 months']],
];

/** "3.5" is always a number; "4.22" may be a date. */
export function isBareNumber(text: string): boolean {
  return /^\s*\d+\.\d\s*$/.test(text);
}

/**
 * Why a text is not a timeframe: the words at fault, and what the user may have meant. Nothing has checked
 * its suggestions yet.
 */
export function complain(text: string, phrase: Phrase): Problem {
  const { tokens, trouble } = phrase;
  const place = (from: number, to: number) => {
    const at = tokens[from]?.at ?? text.length;
    return { at, length: Math.max(0, (tokens[to - 1]?.end ?? text.length) - at) };
  };
  if (tokens.length === 0) {
    return {
      at: 0,
      length: text.length,
      message: 'A timeframe is missing here.',
      suggestions: [],
    };
  }
  const translated = inEnglish(text);
  if (translated !== undefined) {
    return {
      ...place(0, tokens.length),
      message: 'Write the timeframe in English.',
      suggestions: translated === '' ? [] : [translated],
      asks: true,
    };
  }
  const [span, instead = []] = vagueSpans.find(([words]) => words.test(text)) ?? [];
  const [said] = (span && text.match(span)) ?? [];
  if (said !== undefined) {
    const suggestions = instead.map((each) => each + text.slice(said.length));
    return { at: 0, length: said.length, message: `"${said}": since when?`, suggestions, asks: true };
  }
  const set = tokens.findIndex((token) => token.kind === 'word' && repeated.has(token.text));
  if (set >= 0) {
    return {
      ...place(set, set + 1),
      message: `"${text.slice(tokens[set]?.at, tokens[set]?.end)}" says how often, not when: a timeframe is one stretch of time.`,
      suggestions: [],
    };
  }
  const vague = tokens.findIndex((token) => token.kind === 'word' && vagueNumbers.has(token.text));
  if (vague >= 0) {
    const from = tokens[vague - 1]?.text === 'a' ? vague - 1 : vague;
    const at = place(from, vague + 1);
    const said = text.slice(at.at, at.at + at.length);
    return { ...at, message: `"${said}" is not a number: how many?`, suggestions: [], asks: true };
  }
  if (trouble !== undefined) {
    const { from, to, message, suggestions } = trouble;
    const asks = suggestions.length > 0 ? ({ asks: true } as const) : {};
    const rest = [text.slice(0, tokens[from]?.at ?? 0), text.slice(tokens[to - 1]?.end ?? text.length)];
    return { ...place(from, to), message, suggestions: suggestions.map((each) => rest.join(each)), ...asks };
  }
  const all = place(0, tokens.length);
  const words = text.trim();
  const [first, second] = tokens;
  if (isBareNumber(text) || (tokens.length === 1 && first?.kind === 'number')) {
    return {
      ...all,
      message: `"${words}" is a bare number: of what?`,
      suggestions:
        isBareNumber(text) || !first?.value ? [] : [`last ${first.text} days`, `${first.text} days ago`],
      asks: true,
    };
  }
  if (
    tokens.length === 2 &&
    first?.kind === 'number' &&
    second?.kind === 'word' &&
    durations.has(second.text)
  ) {
    return {
      ...all,
      message: `"${words}" says how long, not when.`,
      suggestions: [`last ${words}`, `${words} ago`, `next ${words}`],
      asks: true,
    };
  }
  const m = tokens.findIndex(
    (token, i) => token.text === 'm' && token.glued && tokens[i - 1]?.kind === 'number',
  );
  if (m > 0) {
    const n = tokens[m - 1]?.text;
    return {
      ...place(m - 1, m + 1),
      message: `"${n}m" may be months or minutes.`,
      suggestions: [`last ${n} months`, `last ${n} minutes`],
      asks: true,
    };
  }
  const at = Math.min(phrase.farthest, tokens.length - 1);
  const fault = tokens[at];
  const shown = fault ? text.slice(fault.at, fault.end) : words;
  const message =
    phrase.farthest >= tokens.length
      ? `Something is missing after "${shown}" for this to be a timeframe.`
      : `"${shown}" is not understood here as part of a timeframe.`;
  const near = fault?.kind === 'word' && phrase.farthest < tokens.length ? nearest(shown, vocabulary) : [];
  // People swap two letters more often than they drop one: "dasy" is "days".
  near.sort((a, b) => Math.abs(a.length - shown.length) - Math.abs(b.length - shown.length));
  const suggestions = near.map((word) => `${text.slice(0, fault?.at)}${word}${text.slice(fault?.end)}`);
  return { ...place(at, at + 1), message, suggestions };
}

const durations = new Set([
  'second',
  'minute',
  'hour',
  'day',
  'week',
  'fortnight',
  'month',
  'quarter',
  'year',
  'decade',
]);
