import { hasMark, isMarkedWord, tidyCell } from '../cells/cells.ts';
import { isBlank } from '../cells/no-value.ts';

/**
 * One record as a line of CSV, without its line break. Cells that a spreadsheet would run as a formula get a
 * leading apostrophe: opening a file of other people's text must not run it.
 *
 * @example csvLine(['a,b', '=1+1']) // `"a,b",'=1+1`
 */
export function csvLine(cells: readonly string[]): string {
  return cells.map((cell) => quoted(defused(cell))).join(',');
}

/**
 * A value as a cell that an import reads back as that value: a word for "no value" (None, as a name) gets a
 * leading apostrophe as formulas do, and so does a value that begins with such an apostrophe.
 *
 * @example marked('None') // "'None"
 */
export const marked = (value: string): string =>
  hasMark(value) || isMarkedWord(value) || (value !== '' && isBlank(value)) ? `'${value}` : defused(value);

/**
 * A record of a file for another file, which an import reads the same way: `="0123"` is the text 0123 in
 * both, and "-" is none.
 */
export function csvCopy(cells: readonly string[]): string {
  return cells
    .map((cell) => (/^\s*=(?:T\()?"/i.test(cell) ? tidyCell(cell) : cell))
    .map((cell) => quoted(isBlank(tidyCell(cell)) ? cell : defused(cell)))
    .join(',');
}

const defused = (cell: string): string =>
  /^[=+\-@\t\r\n]/.test(cell) && !/^[+-]?\d+(?:\.\d+)?$/.test(cell) ? `'${cell}` : cell;

const quoted = (cell: string): string =>
  /[",\n\r;\t]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
