import type { Problem } from '../../lib/problem.ts';
import { closingQuote, doubleQuotes, isQuote, unescaped } from '../../lib/quotes.ts';

/** A word, a quoted text or a sign of a sentence. */
export interface Token {
  kind: 'word' | 'quoted' | 'sign';
  /** As typed; for a quoted text, what is between the quotes. */
  text: string;
  /**
   * Lower case, with straight apostrophes: words compare by this. Empty for a quoted text, which is never a
   * keyword.
   */
  lower: string;
  at: number;
  length: number;
}

/** Words that take "'s", "'re" and "'ve", and what these are short for. */
const shortened = /^(who|that|they|there)(['’](?:s|re|ve))$/i;
const shortFor: Record<string, string> = { s: 'is', re: 'are', ve: 'have' };

/**
 * Splits a sentence into tokens. Quotes are straight or curly, single or double; inside them `\"` is a quote
 * and `\\` a backslash. "isn't" becomes two tokens, "is" and "not", and "who's" becomes "who" and "is".
 *
 * @example tokenize('not tagged “VIP Customer”') // not, tagged, quoted VIP Customer
 */
export function tokenize(text: string): { ok: true; tokens: Token[] } | { ok: false; problem: Problem } {
  const tokens: Token[] = [];
  for (let at = 0; at < text.length; ) {
    const rest = text.slice(at, at + 2);
    const space = /^\s/.exec(rest);
    const sign = /^(?:[<>!=]=|<>|[(),<>=≤≥≠])/.exec(rest);
    if (space) at += 1;
    else if (sign) {
      tokens.push({ kind: 'sign', text: sign[0], lower: sign[0], at, length: sign[0].length });
      at += sign[0].length;
    } else if (isQuote(text[at])) {
      const end = closingQuote(text, at);
      if (end === undefined) return { ok: false, problem: unclosed(text, at) };
      const inside = unescaped(text.slice(at + 1, end));
      tokens.push({ kind: 'quoted', text: inside, lower: '', at, length: end + 1 - at });
      at = end + 1;
    } else {
      const word = readWord(text, at);
      // "plan: pro"; inside a word, a colon may be part of a time or a link.
      const colon = word.endsWith(':') ? 1 : 0;
      const end = at + word.length - colon;
      if (end > at) tokens.push(...splitShort(text.slice(at, end), at));
      if (colon > 0) tokens.push({ kind: 'sign', text: ':', lower: ':', at: end, length: 1 });
      at += word.length;
    }
  }
  return { ok: true, tokens };
}

const endsWord = new RegExp(`[\\s(),<>=≤≥≠${doubleQuotes}]`);

/** Up to a space, a sign or a double quote: an apostrophe is part of the word. */
function readWord(text: string, at: number): string {
  let end = at + 1;
  while (end < text.length && !endsWord.test(text[end] ?? '')) {
    if (text.startsWith('!=', end)) break;
    end += 1;
  }
  return text.slice(at, end);
}

function unclosed(text: string, at: number): Problem {
  const quote = text[at] ?? '"';
  return {
    at,
    length: text.length - at,
    message: `The quotation that starts with ${quote} isn’t closed; put ${doubleQuotes.includes(quote) ? '"' : "'"} after its last word.`,
    suggestions: [`${text.trimEnd()}${doubleQuotes.includes(quote) ? '"' : "'"}`],
  };
}

/** Words that people shorten with a stroke. */
const written: Record<string, string> = { 'w/': 'with', 'w/o': 'without' };

const auxiliary = /^(is|are|was|were|do|does|did|has|have|had)(n['’]t|nt)$/i;

function splitShort(text: string, at: number): Token[] {
  const [, word = '', short] = shortened.exec(text) ?? [];
  if (short !== undefined) {
    return [
      { kind: 'word', text: word, lower: word.toLowerCase(), at, length: word.length },
      {
        kind: 'word',
        text: short,
        lower: shortFor[short.slice(1).toLowerCase()] ?? '',
        at: at + word.length,
        length: short.length,
      },
    ];
  }
  const [, verb, negation] = auxiliary.exec(text) ?? [];
  if (verb === undefined || negation === undefined) {
    const lower = text.toLowerCase().replaceAll('’', "'");
    // "Having Fun" may be a company.
    const same = text === 'having' ? 'with' : written[lower];
    return [{ kind: 'word', text, lower: same ?? lower, at, length: text.length }];
  }
  return [
    { kind: 'word', text: verb, lower: verb.toLowerCase(), at, length: verb.length },
    { kind: 'word', text: negation, lower: 'not', at: at + verb.length, length: negation.length },
  ];
}
