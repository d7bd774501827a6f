import type { Delimiter } from './delimiters.ts';

/** The quotes around cells. */
export type Quote = '"' | "'";

/**
 * Whether (nearly) every cell of a file is in single quotes, by its first rows. Only text cells count, not
 * numbers and NULL, which programs don't quote. The names of the columns may be unquoted.
 */
export function isSingleQuoted(text: string): boolean {
  const head = text.slice(0, LONGEST_LOOK);
  if (!/^[^\S\n]*'/m.test(head.trimStart())) return false;
  return cellPatterns.some((pattern) => {
    const records = recordsIn(head, pattern);
    // The last one may be cut.
    const whole = head.length < text.length ? records.slice(0, -1) : records;
    const cells = whole.length > 1 ? whole.slice(1).flat() : whole.flat();
    const quoted = cells.filter((cell) => cell.length > 1 && cell.startsWith("'") && cell.endsWith("'"));
    const bare = cells.filter((cell) => !cell.startsWith("'") && !isNeverQuoted.test(cell));
    return (
      whole.every((record) => record.length > 1) && quoted.length > 0 && bare.length <= quoted.length / 20
    );
  });
}

/** The raw cells of the first records; nothing between single quotes splits a cell. */
function recordsIn(text: string, pattern: RegExp): string[][] {
  const records: string[][] = [];
  let record: string[] = [];
  pattern.lastIndex = 0;
  for (let match = pattern.exec(text); match !== null; match = pattern.exec(text)) {
    const [, cell = '', end] = match;
    record.push(cell.trim());
    if (end !== '\n' && end !== '') continue;
    if (record.length > 1 || record[0] !== '') records.push(record);
    record = [];
    if (end === '' || records.length > MOST_RECORDS) break;
  }
  return records;
}

const usual = [',', ';', '\t', '|'] as const satisfies Delimiter[];
const cellPatterns = usual.map(
  (delimiter) =>
    new RegExp(
      `([ ]*'(?:\\\\.|''|[^'\\\\])*'[ ]*(?=[${delimiter}\n]|$)|[^${delimiter}\n]*)([${delimiter}\n]|$)`,
      'sy',
    ),
);
const isNeverQuoted = /^(?:|-?[\d.,]+|null|\\n|true|false)$/i;
const MOST_RECORDS = 50;
const LONGEST_LOOK = 50_000;

/**
 * Makes a function that turns MySQL's backslashes into CSV: a quote after one is doubled, and two backslashes
 * become one. A file arrives in pieces: a backslash at the end of one waits for the next.
 *
 * @example unescaper('"')('"a \\"b\\" c"') // '"a ""b"" c"'
 */
export function unescaper(quote: Quote): (piece: string) => string {
  let waiting = '';
  return (piece) => {
    const text = waiting + piece;
    let slashes = 0;
    while (slashes < text.length && text[text.length - 1 - slashes] === '\\') slashes += 1;
    waiting = slashes % 2 === 1 ? '\\' : '';
    const whole = waiting === '' ? text : text.slice(0, -1);
    return whole.replace(/\\([\\"'\n])/g, (found, character: string) =>
      character === quote ? quote + quote : /[\\\n]/.test(character) ? character : found,
    );
  };
}
