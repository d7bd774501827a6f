// What people type or choose in a row, as values; and values as they would be typed.
import { doubleQuotes, leadingQuotations, singleQuotes } from '../../lib/quotes.ts';
import { quote } from '../language/quote.ts';

/** Texts with commas between; one that has a comma or a quote of its own comes in quotes. */
export const listed = (values: readonly string[]): string =>
  values.map((value) => (bare.test(value) ? value : quote(value))).join(', ');

const bare = new RegExp(`^(?![${singleQuotes}])[^,${doubleQuotes}\\\\]+$`);

/** Values with commas between; what stands in quotes is one value, commas and all. */
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

/** Ids that were chosen, each once; undefined if one of them does not exist. */
export function idsAmong(values: readonly string[], things: readonly { id: number }[]): number[] | undefined {
  const ids = [...new Set(values.map(Number))];
  return ids.every((id) => things.some((each) => each.id === id)) ? ids : undefined;
}

/** Any or all of some things; a single one is any of it. */
export const matching = (how: string, ids: number[]): 'any' | 'all' =>
  how === 'all' && ids.length > 1 ? 'all' : 'any';

export const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
