import { type CsvError, parse } from 'csv-parse/sync';
import { RollcallError } from '../errors.ts';

/** One record of a file. */
export interface CsvRow {
  /** The line it begins on; the first line of the file is 1. */
  line: number;
  cells: string[];
}

/**
 * Cuts text into records, and those into cells. Give it the pieces of a file in order: it keeps what a piece ends in the
 * middle of. What takes a close look (quotes within quotes, quotes out of place) is left to csv-parse: it looks at each
 * character, and all records of a list would take it five times as long.
 */
export function recordCutter(delimiter: string): {
  /** The records that end in this piece, blank ones left out, and what stopped the cutting: then nothing comes after. */
  cut: (piece: string) => { rows: CsvRow[]; problem?: RollcallError };
  /** What is left when there are no more pieces. */
  end: () => { rows: CsvRow[]; problem?: RollcallError };
} {
  let text = '';
  let line = 1;

  function cut(piece: string, isLast: boolean): { rows: CsvRow[]; problem?: RollcallError } {
    text += piece;
    const rows: CsvRow[] = [];
    let at = 0;
    let quote = text.indexOf('"');
    while (at < text.length) {
      let end = text.indexOf('\n', at);
      if (quote >= 0 && quote < at) quote = text.indexOf('"', at);
      const isQuoted = quote >= 0 && (end < 0 || quote < end);
      let breaks = 1;
      if (isQuoted) {
        const found = endOfQuoted(text, quote, end);
        end = found.end;
        breaks = found.breaks;
      }
      if (end < 0 && !isLast && text.length - at <= LONGEST_RECORD) break;
      const stop = end < 0 ? text.length : end;
      if (isQuoted) {
        const record = text.slice(at, stop);
        const cells = record.length > LONGEST_RECORD ? null : quotedCells(record, delimiter);
        try {
          addRow(rows, line, cells ?? closely(record, delimiter));
        } catch (error) {
          return { rows, problem: brokenRecord(error, line) };
        }
      } else if (stop - at > LONGEST_RECORD) return { rows, problem: endlessLine(line) };
      else if (stop > at) addRow(rows, line, text.slice(at, stop).split(delimiter));
      line += breaks;
      at = stop + 1;
    }
    text = text.slice(at);
    return { rows };
  }
  return { cut: (piece) => cut(piece, false), end: () => cut('', true) };
}

/** Characters. A record this long is a quote that never closes, in any contact list that we have seen. */
const LONGEST_RECORD = 100_000;

/** Blank records say nothing; a file's end is often full of them. */
function addRow(rows: CsvRow[], line: number, cells: string[]): void {
  const [first = ''] = cells;
  if ((first === '' || first.trim() === '') && cells.every((cell) => cell.trim() === '')) return;
  rows.push({ line, cells });
}

/** Where a record with quotes ends: at the first line break with an even number of quotes before it. -1: not in this text. */
function endOfQuoted(text: string, first: number, lineEnd: number): { end: number; breaks: number } {
  let end = lineEnd;
  let breaks = 1;
  let isOpen = false;
  let quote = first;
  while (end >= 0) {
    for (; quote >= 0 && quote < end; quote = text.indexOf('"', quote + 1)) isOpen = !isOpen;
    if (!isOpen) return { end, breaks };
    if (quote < 0 || end - first > LONGEST_RECORD) return { end: -1, breaks };
    end = text.indexOf('\n', end + 1);
    breaks += 1;
  }
  return { end: -1, breaks };
}

/** The cells of a record whose quotes stand around whole cells and nowhere else; null for any other. */
function quotedCells(record: string, delimiter: string): string[] | null {
  const cells: string[] = [];
  let at = 0;
  for (;;) {
    if (record.charAt(at) === '"') {
      const close = record.indexOf('"', at + 1);
      if (close < 0) return null;
      cells.push(record.slice(at + 1, close));
      if (close + 1 === record.length) return cells;
      if (record.charAt(close + 1) !== delimiter) return null;
      at = close + 2;
    } else {
      const next = record.indexOf(delimiter, at);
      const cell = next < 0 ? record.slice(at) : record.slice(at, next);
      if (cell.includes('"')) return null;
      cells.push(cell);
      if (next < 0) return cells;
      at = next + 1;
    }
  }
}

/** @throws CsvError where it is no record */
function closely(record: string, delimiter: string): string[] {
  const [cells = []]: string[][] = parse(record, {
    delimiter,
    record_delimiter: '\n',
    relax_column_count: true,
    max_record_size: LONGEST_RECORD,
    to: 1,
  });
  return cells;
}

const endlessLine = (line: number): RollcallError =>
  new RollcallError(
    'invalid-input',
    `Line ${line} is longer than ${LONGEST_RECORD.toLocaleString('en')} characters.`,
    {
      hint: 'No list of contacts has such a line: check that the file is a CSV export, and export it again. Nothing was imported.',
    },
  );

const isCsvError = (error: unknown): error is CsvError & { lines: number } =>
  error instanceof Error && 'code' in error && 'lines' in error;

/** @param start the line that the record begins on */
function brokenRecord(error: unknown, start: number): RollcallError {
  if (!isCsvError(error)) throw error;
  const line = start + error.lines - 1;
  const broken = (message: string): RollcallError =>
    new RollcallError('invalid-input', message, {
      hint: 'Put the whole cell between quotes, write a quote inside it twice (""), and import the file again. Nothing was imported.',
      cause: error,
    });
  switch (error.code) {
    case 'INVALID_OPENING_QUOTE':
      return broken(`There is a quote in the middle of a cell on line ${line}.`);
    case 'CSV_INVALID_CLOSING_QUOTE':
      return broken(
        start === line
          ? `Text follows a closing quote on line ${start}.`
          : `A quote that opens in the record on line ${start} is not closed before the next one, on line ${line}.`,
      );
    case 'CSV_QUOTE_NOT_CLOSED':
      return broken(`A quote that opens in the record on line ${start} is never closed.`);
    case 'CSV_MAX_RECORD_SIZE':
      return broken(
        `The record on line ${start} is longer than ${LONGEST_RECORD.toLocaleString('en')} bytes: a quote in it is probably not closed.`,
      );
    default:
      return broken(`The record on line ${start} can't be read as CSV.`);
  }
}
