import { tidy } from '../../lib/texts.ts';
import { isBlank } from './no-value.ts';

/**
 * A cell without the leftovers of spreadsheets and copying: spaces around it, line breaks and control
 * characters inside it, and the marks that make a spreadsheet treat a number as text.
 *
 * @example tidyCell('="00123"') // '00123'
 */
export function tidyCell(cell: string | undefined): string {
  if (cell === undefined) return '';
  const text = tidy(cell);
  const first = text.charCodeAt(0);
  return first === EQUALS || first === APOSTROPHE ? keptText(text) : text;
}

/**
 * How exports force a spreadsheet to keep a text: ="00123", =T("00123"), '00123, and an apostrophe before
 * what would be a formula ('=1+1, '@ada). An apostrophe before a word belongs to the word.
 */
function keptText(cell: string): string {
  const found = /^=(?:T\(")?"?([^"]*)"?\)?$/i.exec(cell.replaceAll('""', '"'));
  if (cell.charCodeAt(0) === EQUALS) return /^=(?:T\()?"/i.test(cell) ? (found?.[1] ?? cell).trim() : cell;
  return hasMark(cell) ? cell.slice(1).trim() : cell;
}

/**
 * Whether the leading apostrophe only keeps the rest a text. If the text has apostrophes of its own, they
 * follow it.
 */
export const hasMark = (cell: string): boolean =>
  /^'+(?:\s*[=+\-@]|\+?[\d(][\d\s()./-]*$)/.test(cell) && !isMarkedWord(cell);

/** A tidied cell without the apostrophe that keeps a word for "no value" a text: 'None is someone's name. */
export const withoutMark = (cell: string): string => (isMarkedWord(cell) ? cell.slice(1) : cell);

/** Whether a cell is a word for "no value" after apostrophes. */
export function isMarkedWord(cell: string): boolean {
  return cell.charCodeAt(0) === APOSTROPHE && cell.length > 1 && isBlank(cell.replace(/^'+/, ''));
}

const EQUALS = 61;
const APOSTROPHE = 39;

/** Copies a cell: it is a slice of its piece of the file, and would keep that whole piece in memory. */
export function ownCopy(cell: string): string {
  return Array.from(cell).join('');
}

/**
 * A plain number: 12, -3.5, and any other in the form that our exports write (1e+21). Not 007 (an
 * identifier), not 1,5 or 1.234,50 (their meaning depends on who wrote them).
 *
 * @returns null for anything else
 */
export function readNumber(cell: string): number | null {
  // Most cells begin with a letter.
  if (!(cell < ':') || cell.length > LONGEST_NUMBER) return null;
  if (/^-?(?:0|[1-9]\d{0,14})(?:\.\d{1,15})?$/.test(cell)) return Number(cell);
  return /^-?\d[\d.e+-]*$/.test(cell) && String(Number(cell)) === cell ? Number(cell) : null;
}

const LONGEST_NUMBER = 32;
