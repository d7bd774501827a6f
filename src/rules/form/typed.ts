// Turns what people type or choose in a row into values, and values back into typed text.
import { doubleQuotes, leadingQuotations, singleQuotes } from '../../lib/quotes.ts';
import { quote } from '../language/quote.ts';

/** Texts separated by commas; a text with a comma or quote of its own is quoted. */
export const commaList = (values: readonly string[]): string =>
  values.map((value) => (bare.test(value) ? value : quote(value))).join(', ');

const bare = new RegExp(`^(?![${singleQuotes}])[^,${doubleQuotes}\\\\]+$`);

/** Values separated by commas; a quoted part is one value, commas included. */
export function split(text: string): string[] {
  const parts: string[] = [];
  for (let rest = text.trim(); rest !== ''; ) {
    const quoted = leadingQuotations(rest).find(({ after }) => after === '' || after.startsWith(','));
    const end = quoted === undefined ? rest.indexOf(',') : -1;
    const [part, after] = quoted
      ? [quoted.inside, quoted.after]
      : end < 0
        ? [rest, '']
        : [rest.slice(0, end).trim(), rest.slice(end)];
    if (part !== '') parts.push(part);
    rest = after.replace(/^,/, '').trim();
  }
  return parts;
}

/** Between two numbers: "5 and 10", "5, 10". */
export const betweenNumbers = /\s*(?:,|\band\b|\bto\b|–)\s*/i;

/** Chosen ids without repeats; undefined if one of them doesn't exist. */
export function idsAmong(values: readonly string[], things: readonly { id: number }[]): number[] | undefined {
  const ids = [...new Set(values.map(Number))];
  return ids.every((id) => things.some((each) => each.id === id)) ? ids : undefined;
}

/** Any or all of some things; a single one is stored as `any`. */
export const matching = (how: string, ids: number[]): 'any' | 'all' =>
  how === 'all' && ids.length > 1 ? 'all' : 'any';

export const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
