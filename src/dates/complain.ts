import type { Problem } from '../problem.ts';
import type { Phrase } from './grammar.ts';
import { weekdays } from './schema.ts';
import { canonicalWord } from './words.ts';

/** Words that say that something happens again and again. */
const repeated = new Set([
  ...['every', 'each', 'daily', 'weekly', 'monthly', 'yearly', 'annually', 'quarterly', 'weekends'],
  ...weekdays.map((day) => `${day}s`),
]);

/** "3.5" is a number, whatever else it might be; "4.22" may be a date. */
export function isBareNumber(text: string): boolean {
  return /^\s*\d+\.\d\s*$/.test(text);
}

/** Why a text is no timeframe: the words at fault, what was expected, and what would have been understood. */
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
      suggestions: ['last 30 days', 'this month'],
    };
  }
  const set = tokens.findIndex((token) => token.kind === 'word' && repeated.has(token.text));
  if (set >= 0) {
    return {
      ...place(set, set + 1),
      message: `"${text.slice(tokens[set]?.at, tokens[set]?.end)}" says how often, not when: a timeframe is one stretch of time.`,
      suggestions: ['last 30 days', 'this month'],
    };
  }
  if (trouble !== undefined) {
    return { ...place(trouble.from, trouble.to), message: trouble.message, suggestions: trouble.suggestions };
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
    };
  }
  const at = Math.min(phrase.farthest, tokens.length - 1);
  const fault = tokens[at];
  const shown = fault ? text.slice(fault.at, fault.end) : words;
  const message =
    phrase.farthest >= tokens.length
      ? `Something is missing after "${shown}" for this to be a timeframe.`
      : `"${shown}" is not understood here as part of a timeframe.`;
  return { ...place(at, at + 1), message, suggestions: nearest(words) };
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

const known = [
  'last 30 days',
  'last 7 days',
  'next 30 days',
  'today',
  'yesterday',
  'tomorrow',
  'this week',
  'last week',
  'this month',
  'last month',
  'this quarter',
  'last quarter',
  'this year',
  'last year',
  'year to date',
  'more than 60 days ago',
  'since 1 March',
  'before 2025',
];

/** The known phrases that share most words, letters counting a little. */
function nearest(words: string): string[] {
  const typed = words.toLowerCase().split(/\s+/).map(canonicalWord);
  const scored = known.map((phrase) => {
    const parts = phrase.toLowerCase().split(' ').map(canonicalWord);
    const shared = parts.filter((part) =>
      typed.some((each) => each === part || (each.length > 3 && part.startsWith(each.slice(0, 4)))),
    ).length;
    return { phrase, score: shared / Math.max(parts.length, typed.length) };
  });
  const best = scored.filter(({ score }) => score >= 0.5).sort((a, b) => b.score - a.score);
  return best.length > 0 ? best.slice(0, 3).map(({ phrase }) => phrase) : ['last 30 days'];
}
