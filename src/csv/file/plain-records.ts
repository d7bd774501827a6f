import type { CsvRow, Dialect } from './record.ts';

/**
 * The records of a text in which every quote is either around a whole cell or doubled inside one, so that
 * there is only one way to read it. Gives what csv-parse gives (a property test compares the two), several
 * times as fast.
 *
 * @param line the line of the file on which the text begins
 * @param longest characters: a longer record may be one that csv-parse refuses
 * @returns null for any other text: csv-parse decides what it means, or says what is wrong
 */
export function plainRecords(
  text: string,
  { delimiter, quote }: Dialect,
  { line, longest }: { line: number; longest: number },
): CsvRow[] | null {
  const delimiterCode = delimiter.charCodeAt(0);
  const quoteCode = quote.charCodeAt(0);
  const rows: CsvRow[] = [];
  let row: CsvRow = { line, cells: [] };
  let begin = 0;
  let breaks = 0;
  // Each round reads one cell, and goes on behind the delimiter or line break that ends it.
  for (let at = 0; at < text.length; at += 1) {
    let end = at;
    if (text.charCodeAt(at) === quoteCode) {
      end = closingQuote(text, quote, at) + 1;
      if (end === 0) return null;
      const cell = text.slice(at + 1, end - 1);
      row.cells.push(cell.includes(quote) ? cell.replaceAll(quote + quote, quote) : cell);
      breaks += lineBreaks(cell);
    } else {
      for (let code = text.charCodeAt(end); isInside(code); code = text.charCodeAt(end)) end += 1;
      row.cells.push(text.slice(at, end));
    }
    at = end;
    const code = text.charCodeAt(end);
    if (code === delimiterCode) continue;
    // A quote in the middle of a cell, or something behind a closing one.
    if (end < text.length && code !== LINE_BREAK) return null;
    if (end - begin > longest) return null;
    rows.push(row);
    breaks += 1;
    row = { line: line + breaks, cells: [] };
    begin = end + 1;
  }
  // A delimiter is the last character.
  if (row.cells.length > 0) rows.push({ ...row, cells: [...row.cells, ''] });
  return rows;

  function isInside(code: number): boolean {
    return code !== delimiterCode && code !== LINE_BREAK && code !== quoteCode && !Number.isNaN(code);
  }
}

/** The position of the quote that closes the one at `open`; -1 if there is none. */
function closingQuote(text: string, quote: string, open: number): number {
  let close = text.indexOf(quote, open + 1);
  while (close >= 0 && text[close + 1] === quote) close = text.indexOf(quote, close + 2);
  return close;
}

export function lineBreaks(text: string): number {
  let count = 0;
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) count += 1;
  return count;
}

const LINE_BREAK = 10;
