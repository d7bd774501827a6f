import { type CsvError, parse } from 'csv-parse/sync';
import { RollcallError } from '../../errors.ts';
import { lineBreaks, plainRecords } from './plain-records.ts';
import { type Quote, unescaper } from './quoting.ts';
import type { CsvRow, Dialect } from './record.ts';

/** Splits a file into records, given its pieces in order. */
export interface Cutter {
  /**
   * The records that end in this piece, without blank ones.
   *
   * @throws RollcallError `invalid-input` with the line, for a misplaced quote or a record without an end
   */
  cut: (piece: string) => CsvRow[];
  /** The rest after the last piece. */
  end: () => CsvRow[];
}

/**
 * Splits text into records, and those into cells. Give it the pieces of a file in order. csv-parse reads
 * everything up to the last line break outside quotes in one call, which is several times as fast as record
 * by record; the rest waits for the next piece.
 */
export function recordCutter(
  delimiter: string,
  { quote = '"', escapes = false }: { quote?: Quote | undefined; escapes?: boolean | undefined } = {},
): Cutter {
  let text = '';
  let line = 1;
  const plain = escapes ? unescaper(quote) : (piece: string): string => piece;
  const dialect = { delimiter, quote };

  function read(whole: string): CsvRow[] {
    // Some files end in millions of empty lines, and csv-parse takes a microsecond for each.
    const start = /^\n*/.exec(whole)?.[0].length ?? 0;
    line += start;
    const rest = whole.slice(start);
    const rows = recordsOf(rest, dialect, line);
    line += lineBreaks(rest);
    return rows;
  }

  return {
    cut(piece) {
      text += plain(piece);
      const end = lastEnd(text, quote);
      if (text.length - end > LONGEST_RECORD) {
        read(text.slice(0, end));
        // No quote is open: it is merely long. Otherwise csv-parse reports what is wrong.
        if (text.includes(quote, end)) recordsOf(text.slice(end), dialect, line);
        throw endless(line);
      }
      const whole = text.slice(0, end);
      text = text.slice(end);
      return read(whole);
    },
    end() {
      const whole = text;
      text = '';
      return read(whole);
    },
  };
}

/** Characters. In every contact list that we have seen, a record this long is a quote that never closes. */
export const LONGEST_RECORD = 100_000;

/** csv-parse counts bytes, at most three for a character. */
const LONGEST_PLAIN = LONGEST_RECORD / 3;

/** The end of the last complete record: after the last line break with an even number of quotes before it. */
function lastEnd(text: string, quote: Quote): number {
  let isOpen = false;
  for (let at = text.indexOf(quote); at >= 0; at = text.indexOf(quote, at + 1)) isOpen = !isOpen;
  // Goes backward from the end, looking at each quote and each line break once.
  let last = text.lastIndexOf(quote);
  for (let at = text.lastIndexOf('\n'); at >= 0; at = before(text, '\n', at)) {
    for (; last > at; last = before(text, quote, last)) isOpen = !isOpen;
    if (!isOpen) return at + 1;
  }
  return 0;
}

/** The position of the last such character before a position; -1 if there is none. */
const before = (text: string, character: string, at: number): number =>
  at === 0 ? -1 : text.lastIndexOf(character, at - 1);

/**
 * The records of a text, without blank ones: the end of a file is often full of them.
 *
 * @param line the line of the file on which the text begins
 */
function recordsOf(text: string, dialect: Dialect, line: number): CsvRow[] {
  const plain = plainRecords(text, dialect, { line, longest: LONGEST_PLAIN });
  if (plain !== null) return plain.filter(({ cells }) => isFilled(cells));
  const rows: CsvRow[] = [];
  function take(cells: string[], from: number): void {
    if (isFilled(cells)) rows.push({ line: from, cells });
  }
  function read(text: string, trim: boolean): void {
    const options = optionsFor(dialect, trim);
    // With `trim`, csv-parse also leaves out a line that holds only spaces.
    if (trim || text.startsWith('\n') || text.includes('\n\n')) {
      eachWithLines(text, options, (cells, lines) => take(cells, line + lines - 1 - breaksIn(cells)));
      return;
    }
    // If no line is left out, each record begins right after the previous one.
    let from = line;
    for (const cells of parse(text, options)) {
      take(cells, from);
      from += 1 + breaksIn(cells);
    }
  }
  try {
    read(text, false);
    return rows;
  } catch (error) {
    // Some programs write spaces between a delimiter and a quote, or ="0123" without quotes around all of it.
    // They are rare, and looking for them would slow down every cell.
    if (isAboutQuotes(error)) {
      rows.length = 0;
      try {
        read(withoutEquals(text, dialect.delimiter), true);
        return rows;
      } catch {
        // Report the first error, from the reading without `trim`.
      }
    }
    throw brokenRecord(error, {
      start: line + linesBeforeBroken(text, dialect),
      line,
      text,
      quote: dialect.quote,
    });
  }
}

/**
 * A text without the equals signs before quoted cells, which tell spreadsheets to keep them as texts.
 *
 * @example withoutEquals('a,="0123"', ',') // 'a,"0123"'
 */
export const withoutEquals = (text: string, delimiter: string): string =>
  text.includes('="') ? text.replace(new RegExp(`(^|[\n\\${delimiter}])[ ]*=(?=")`, 'g'), '$1') : text;

const isAboutQuotes = (error: unknown): boolean =>
  isCsvError(error) && /^(?:INVALID_OPENING_QUOTE|CSV_INVALID_CLOSING_QUOTE)$/.test(error.code);

const isFilled = (cells: string[]): boolean => cells.some((cell) => cell.trim() !== '') && !isEndMark(cells);

/** DOS ends a file with a control character. */
const isEndMark = (cells: string[]): boolean => cells.length === 1 && /^[\s\p{Cc}]*$/u.test(cells[0] ?? '');

const optionsFor = ({ delimiter, quote }: Dialect, trim = false) => ({
  trim,
  delimiter,
  quote,
  escape: quote,
  record_delimiter: '\n',
  relax_column_count: true,
  skip_empty_lines: true,
  max_record_size: LONGEST_RECORD,
});

/** Each record with the lines up to its end: tracking them takes a third of csv-parse's time. */
function eachWithLines(
  text: string,
  options: ReturnType<typeof optionsFor>,
  take: (cells: string[], lines: number) => void,
): void {
  parse(text, {
    ...options,
    // Taken here; null keeps them out of a second list.
    on_record(cells: string[], { lines }) {
      take(cells, lines);
      return null;
    },
  });
}

/** How many lines come before the record that can't be read. */
function linesBeforeBroken(text: string, dialect: Dialect): number {
  let done = 0;
  try {
    eachWithLines(text, optionsFor(dialect), (_, lines) => {
      done = lines;
    });
  } catch {
    // The error is already known.
  }
  const lines = text.split('\n');
  while (done + 1 < lines.length && lines[done]?.trim() === '') done += 1;
  return done;
}

const breaksIn = (cells: string[]): number => cells.reduce((sum, cell) => sum + lineBreaks(cell), 0);

/** Whether a file was refused for its quotes. */
export const isQuoteTrouble = (error: unknown): boolean =>
  error instanceof RollcallError && isCsvError(error.cause);

export const endless = (line: number): RollcallError =>
  new RollcallError(
    'invalid-input',
    `Line ${line} is longer than ${LONGEST_RECORD.toLocaleString('en')} characters.`,
    {
      hint: 'Nothing was imported. Contact lists don’t have lines like that: check that the file is a CSV export, and export it again.',
    },
  );

const isCsvError = (error: unknown): error is CsvError & { lines: number } =>
  error instanceof Error && 'code' in error && 'lines' in error;

/** @param at the lines on which the record and the text begin */
function brokenRecord(
  error: unknown,
  at: { start: number; line: number; text: string; quote: Quote },
): RollcallError {
  if (!isCsvError(error)) throw error;
  const { start } = at;
  const line = at.line + error.lines - 1;
  const { quote, text } = at;
  // Reading it with backslashes doesn't help (propose.ts): it mixes two styles.
  const isMixed = text.includes(`\\${quote}`);
  const hint = isMixed
    ? `Nothing was imported. Quotes inside cells are written in several ways here (\\${quote}): write each of them twice (${quote}${quote}), and import the file again.`
    : `Nothing was imported. Put the whole cell in quotes, write each quote inside it twice (${quote}${quote}), and import the file again.`;
  const broken = (message: string): RollcallError =>
    new RollcallError('invalid-input', message, { hint, cause: error });
  switch (error.code) {
    case 'INVALID_OPENING_QUOTE':
      return broken(`A quote is in the middle of a cell on line ${line}.`);
    case 'CSV_INVALID_CLOSING_QUOTE':
      return broken(
        start === line
          ? `Text follows a closing quote on line ${start}.`
          : `A quote that opens in the row on line ${start} isn’t closed before the next one, on line ${line}.`,
      );
    case 'CSV_QUOTE_NOT_CLOSED':
      return broken(`A quote that opens in the row on line ${start} is never closed.`);
    case 'CSV_MAX_RECORD_SIZE':
      return broken(
        `The row on line ${start} is longer than ${LONGEST_RECORD.toLocaleString('en')} bytes: a quote in it is probably not closed.`,
      );
    default:
      return broken(`The row on line ${start} can’t be read as CSV.`);
  }
}
