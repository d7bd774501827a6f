/**
 * The quotes that people and their phones type. Any of a kind closes any other of its kind: phones mix
 * straight and curly.
 */
export const doubleQuotes = '"“”„‟«»＂';
export const singleQuotes = "'‘’‚‛";

export const isQuote = (character: string | undefined): boolean =>
  character !== undefined && (doubleQuotes.includes(character) || singleQuotes.includes(character));

const escapes = new RegExp(`\\\\([${doubleQuotes}${singleQuotes}\\\\])`, 'g');

/** A quotation at the beginning of a text: what is inside it, and what follows it, both trimmed. */
export interface Quotation {
  inside: string;
  after: string;
}

/**
 * The index at which the quotation that opens at `at` closes; undefined if it doesn't. A single quote before a
 * letter or digit is an apostrophe, and so is any single quote inside double quotes: `"men's day"`,
 * `'Bob's list'`.
 */
export function closingQuote(text: string, at = 0): number | undefined {
  const double = doubleQuotes.includes(text[at] ?? '');
  for (let end = at + 1; end < text.length; end += 1) {
    const character = text[end] ?? '';
    const next = text[end + 1];
    if (character === '\\' && (next === '\\' || isQuote(next))) end += 1;
    else if (double ? doubleQuotes.includes(character) : singleQuotes.includes(character)) {
      if (double || !/^[\p{L}\p{N}]/u.test(text.slice(end + 1, end + 3))) return end;
    }
  }
  return undefined;
}

/** The text between two quotes: `\"` is a quote, and `\\` a backslash. */
export const unescaped = (inside: string): string => inside.replace(escapes, '$1');

/**
 * The quotations that a text may begin with, shortest first: none, or one, or several if single quotes
 * contain an apostrophe before a blank (`'the boys' club' ada@x.org`).
 */
export function leadingQuotations(text: string): Quotation[] {
  const trimmed = text.trim();
  if (!isQuote(trimmed[0])) return [];
  const found: Quotation[] = [];
  const first = closingQuote(trimmed);
  for (
    let end = first;
    end !== undefined && found.length < MOST_QUOTATIONS;
    end = closingQuote(trimmed, end)
  ) {
    found.push({ inside: unescaped(trimmed.slice(1, end)).trim(), after: trimmed.slice(end + 1).trim() });
    if (!singleQuotes.includes(trimmed[0] ?? '')) break;
  }
  return found;
}

/** No name has that many apostrophes; a text of only quotes does. */
const MOST_QUOTATIONS = 100;

/**
 * A name without the quotes around it: `“Recent VIPs”` is `Recent VIPs`. Quotes inside stay, and so do the
 * quotes of `"a" or "b"`, which is more than one name.
 */
export function unquote(text: string): string {
  const trimmed = text.trim();
  // 'The boys' club': an apostrophe before a blank looks like the end, but the last quote is the end.
  const inside = inSingles.exec(trimmed)?.[1];
  if (inside !== undefined) return unescaped(inside).trim();
  const end = isQuote(trimmed[0]) ? closingQuote(trimmed) : undefined;
  return end === trimmed.length - 1 ? unescaped(trimmed.slice(1, end)).trim() : trimmed;
}

/** The whole text is in single quotes, and no second quotation begins inside. */
const inSingles = new RegExp(`^[${singleQuotes}]((?:(?!\\s[${singleQuotes}]\\S).)*)[${singleQuotes}]$`, 'su');

/**
 * The two halves of `vip to "VIP Customer"` at each place where the word is separate and outside quotes.
 *
 * @example halvesAt('“Welcome to us” to New', 'to') // [['Welcome to us', 'New']]
 */
export const halvesAt = (text: string, word: string): [string, string][] =>
  partsAt(text, word).filter(([left, right]) => left !== '' && right !== '');

/**
 * The same, but the word may also begin or end the text: a half that was not typed is empty.
 *
 * @example partsAt('to New', 'to') // [['', 'New']]
 */
export function partsAt(text: string, word: string): [string, string][] {
  const quoted = quotedStretches(text);
  return [...text.matchAll(new RegExp(`(?<=^|\\s)${word}(?=\\s|$)`, 'gi'))]
    .filter(({ index }) => !quoted.some(([from, to]) => from < index && index < to))
    .map(({ index, 0: { length } }) => [unquote(text.slice(0, index)), unquote(text.slice(index + length))]);
}

/**
 * The start and end of each quotation. One begins after a blank, so the
 * apostrophe of "men's" doesn't begin one.
 */
export function quotedStretches(text: string): [number, number][] {
  const found: [number, number][] = [];
  for (let at = 0; at < text.length; at += 1) {
    if (!isQuote(text[at]) || (at > 0 && !/\s/.test(text[at - 1] ?? ''))) continue;
    const end = closingQuote(text, at);
    if (end === undefined) continue;
    found.push([at, end]);
    at = end;
  }
  return found;
}
