import { tidy } from '../lib/texts.ts';
import { isBlank } from './no-value.ts';

/**
 * A cell without what spreadsheets and copying leave in it: blanks around, line breaks and control characters within, and what keeps
 * a number a text there.
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
 * What a spreadsheet was made to keep as a text: ="00123", =T("00123"), '00123, and what would be a formula without an apostrophe in
 * front ('=1+1, '@ada), as exports write it. An apostrophe before a word is the word's own.
 */
function keptText(cell: string): string {
  const found = /^=(?:T\(")?"?([^"]*)"?\)?$/i.exec(cell.replaceAll('""', '"'));
  if (cell.charCodeAt(0) === EQUALS) return /^=(?:T\()?"/i.test(cell) ? (found?.[1] ?? cell).trim() : cell;
  return hasMark(cell) ? cell.slice(1).trim() : cell;
}

/** Whether an apostrophe is in front to keep the rest a text. Where the text has some of its own there, they follow it. */
export const hasMark = (cell: string): boolean =>
  /^'+(?:\s*[=+\-@]|\+?[\d(][\d\s()./-]*$)/.test(cell) && !isMarkedWord(cell);

/** A tidied cell without the apostrophe that keeps a word for "no value" a text: 'None is somebody's name. */
export const withoutMark = (cell: string): string => (isMarkedWord(cell) ? cell.slice(1) : cell);

/** Whether a cell is a word for "no value", behind apostrophes. */
export function isMarkedWord(cell: string): boolean {
  return cell.charCodeAt(0) === APOSTROPHE && cell.length > 1 && isBlank(cell.replace(/^'+/, ''));
}

const EQUALS = 61;
const APOSTROPHE = 39;

/** A text of its own: a cell is a window on the piece of file that it stands in, and keeps all of that in memory. */
export function ownCopy(cell: string): string {
  return Array.from(cell).join('');
}

/**
 * A plain number: 12, -3.5, and any other as our exports write it (1e+21). Not 007 (a name of something), not 1,5 or 1.234,50 (which
 * depend on who wrote them).
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
