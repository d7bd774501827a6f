import { escapeHtml } from '../lib/html.ts';
import { tidy } from '../lib/texts.ts';
import { cut } from '../lib/words.ts';
import type { Merge, Merged } from './merge-fields.ts';
import { placesOf } from './places.ts';

/** How a value is written where it stands: in plain text or in HTML, by itself or as a part of an address. */
interface Form {
  isHtml: boolean;
  isAddress: boolean;
  /** In HTML, a part that can’t have markup: an attribute or a title. */
  isPlain?: boolean;
}

/** A text with places for what differs from person to person: made once, filled for each. */
export type Template = readonly (string | (Merge & Form))[];

/** A contact's value by the key of a merge field; null if they have none. */
export type Values = (key: string) => string | null;

/** Longer values are cut: a line of a header can't be longer than 998 characters. */
const longest = 200;

/**
 * The text for one person. Values are one line, without control characters, and escaped where they stand.
 *
 * @example fillTemplate(['Hi ', { key: 'name', fallback: 'there', isLink: false, isHtml: false, isAddress: false }], () => null)
 * // 'Hi there'
 */
export function fillTemplate(template: Template, values: Values): string {
  let text = '';
  for (const piece of template) {
    if (typeof piece === 'string') text += piece;
    else {
      const value = values(piece.key);
      text += written(value === null || value === '' ? piece.fallback : value, piece);
    }
  }
  return text;
}

function written(value: string, { isLink, isHtml, isAddress, isPlain = false }: Merge & Form): string {
  const line = isLink ? value : cut(tidy(value.toWellFormed()).replace(/\p{Cc}/gu, ' '), longest);
  const text = isAddress && !isLink ? encodeURIComponent(line) : line;
  if (!isHtml) return text;
  // A name from right to left must not turn the sentence around it.
  return !isPlain && rightToLeft.test(text) ? `<bdi>${escapeHtml(text)}</bdi>` : escapeHtml(text);
}

const rightToLeft = /[\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}\p{Script=Thaana}]/u;

/** The template of a text that has merge fields and no markup: a subject. */
export const textTemplate = (pieces: Merged): Template =>
  pieces.map((piece) => (typeof piece === 'string' ? piece : { ...piece, isHtml: false, isAddress: false }));

// While a text is turned into a mail, each of its merge fields is one letter that nobody types: one of the
// private use area, whose first half stands for fields in texts, and the second for fields in addresses.
const textBase = 0xe000;
const addressBase = 0xf000;
const stand = /[\ue000-\uf8ff]/g;

/** A text with a letter in place of each merge field. Letters of that kind in the text itself are dropped. */
export function withLetters(pieces: Merged): { text: string; merges: Merge[] } {
  const merges: Merge[] = [];
  let text = '';
  for (const piece of pieces) {
    if (typeof piece === 'string') text += piece.replace(stand, '');
    else text += String.fromCharCode(textBase + merges.push(piece) - 1);
  }
  return { text, merges };
}

/** The same letters, for use in an address. */
export const asAddress = (text: string): string =>
  text.replace(stand, (letter) => String.fromCharCode(letter.charCodeAt(0) - textBase + addressBase));

/** The merge field that a letter stands for. */
export const mergeOf = (letter: string, merges: readonly Merge[]): Merge | undefined =>
  merges[letter.charCodeAt(0) - (letter.charCodeAt(0) >= addressBase ? addressBase : textBase)];

/** A pattern for the letters; a new one for each use, because it remembers where it was. */
export const letters = (): RegExp => new RegExp(stand);

/** A finished text with its letters as places to fill. */
export function templateOf(
  text: string,
  { merges, isHtml }: { merges: readonly Merge[]; isHtml: boolean },
): Template {
  const template: (string | (Merge & Form))[] = [];
  const plain = isHtml && merges.length > 0 ? placesOf(text).plain : [];
  let from = 0;
  for (const { 0: letter, index } of text.matchAll(letters())) {
    const merge = mergeOf(letter, merges);
    if (index > from) template.push(text.slice(from, index));
    from = index + 1;
    const isAddress = letter.charCodeAt(0) >= addressBase;
    const isPlain = plain.some(([start, end]) => start <= index && index < end);
    if (merge !== undefined) template.push({ ...merge, isHtml, isAddress, ...(isPlain ? { isPlain } : {}) });
  }
  if (from < text.length) template.push(text.slice(from));
  return template;
}
