import { type CsvError, parse } from 'csv-parse';
import { RollcallError } from '../errors.ts';
import { type CsvFormat, decodeCsv } from './inspect.ts';

/** One record of a file. */
export interface CsvRow {
  /** The line it begins on; the first line of the file is 1. */
  line: number;
  cells: string[];
}

/**
 * The records of a file after its header, in batches; blank ones are left out. Yields to the event loop between pieces
 * of the file, so that a large one stalls nothing.
 *
 * @param options.skip records to leave out at the beginning: where an interrupted import goes on
 * @throws RollcallError `invalid-input` with the line, at a quote that is not closed properly or a record without end
 */
export async function* readRows(
  bytes: Uint8Array,
  format: CsvFormat,
  options: { size: number; skip?: number },
): AsyncGenerator<CsvRow[], void> {
  // PostgreSQL stores no NUL. The first stretch of the file was seen to hold none; what comes later is dirt.
  const text = decodeCsv(bytes, format.encoding).replaceAll('\0', '');
  let toSkip = (options.skip ?? 0) + (format.header ? 1 : 0);
  let rows: CsvRow[] = [];
  let lastLine = 0;
  let failure: unknown;
  const parser = parse({
    delimiter: format.delimiter,
    record_delimiter: '\n',
    relax_column_count: true,
    skip_empty_lines: true,
    skip_records_with_empty_values: true,
    max_record_size: LONGEST_RECORD,
    // Records are taken here and not from the stream's far end (null keeps them out of it): a slice is then parsed
    // within its write, and nothing is lost when the next one fails.
    on_record: (cells, { lines }) => {
      lastLine = lines;
      if (toSkip > 0) toSkip -= 1;
      else rows.push({ line: lines - lineBreaks(cells), cells });
      return null;
    },
  });
  parser.on('error', (error) => {
    failure = error;
  });
  for (const slice of slices(text)) {
    parser.write(slice);
    await breathe();
    if (failure !== undefined) break;
    while (rows.length >= options.size) {
      yield rows.slice(0, options.size);
      rows = rows.slice(options.size);
    }
  }
  if (failure === undefined) await new Promise((resolve) => parser.resume().once('close', resolve).end());
  if (isCsvError(failure)) throw brokenRecord(failure, firstFilledLine(text, lastLine + 1));
  if (failure !== undefined) throw failure;
  while (rows.length > 0) {
    yield rows.slice(0, options.size);
    rows = rows.slice(options.size);
  }
}

/** Bytes. A record this long is a quote that never closes, in any contact list that we have seen. */
const LONGEST_RECORD = 100_000;
const SLICE = 64 * 1024;

/** Lets what waits in the event loop run; an error of the parser arrives with it. */
const breathe = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

function* slices(text: string): Generator<string> {
  for (let at = 0; at < text.length; ) {
    let end = Math.min(at + SLICE, text.length);
    // Not between the halves of a surrogate pair: each slice is encoded by itself.
    if (/[\uD800-\uDBFF]/.test(text.charAt(end - 1))) end += 1;
    yield text.slice(at, end);
    at = end;
  }
}

function lineBreaks(cells: string[]): number {
  let count = 0;
  for (const cell of cells) {
    for (let at = cell.indexOf('\n'); at >= 0; at = cell.indexOf('\n', at + 1)) count += 1;
  }
  return count;
}

function isCsvError(error: unknown): error is CsvError & { lines: number } {
  return error instanceof Error && 'code' in error && 'lines' in error;
}

function firstFilledLine(text: string, from: number): number {
  const lines = text.split('\n');
  let line = from;
  while (line < lines.length && !/[^\s,;]/.test(lines[line - 1] ?? '')) line += 1;
  return line;
}

function brokenRecord(error: CsvError & { lines: number }, start: number): RollcallError {
  const options = {
    hint: 'Put the whole cell between quotes, write a quote inside it twice (""), and import the file again. Nothing was imported.',
    cause: error,
  };
  switch (error.code) {
    case 'INVALID_OPENING_QUOTE':
      return new RollcallError(
        'invalid-input',
        `There is a quote in the middle of a cell on line ${error.lines}.`,
        options,
      );
    case 'CSV_INVALID_CLOSING_QUOTE':
      return new RollcallError(
        'invalid-input',
        start === error.lines
          ? `Text follows a closing quote on line ${start}.`
          : `A quote that opens in the record on line ${start} is not closed before the next one, on line ${error.lines}.`,
        options,
      );
    case 'CSV_QUOTE_NOT_CLOSED':
      return new RollcallError(
        'invalid-input',
        `A quote that opens in the record on line ${start} is never closed.`,
        options,
      );
    case 'CSV_MAX_RECORD_SIZE':
      return new RollcallError(
        'invalid-input',
        `The record on line ${start} is longer than ${LONGEST_RECORD.toLocaleString('en')} bytes: a quote in it is probably not closed.`,
        options,
      );
    default:
      return new RollcallError('invalid-input', `The record on line ${start} can't be read as CSV.`, options);
  }
}
