import { parse } from 'csv-parse/sync';
import { findEmails } from '../../lib/emails.ts';
import type { CsvFormat } from '../schema.ts';
import type { CsvRow } from './record.ts';
import { type Cutter, endless, LONGEST_RECORD, recordCutter } from './records.ts';

/**
 * Cuts a file of this format: into the records of a table, the records inside quoted lines, or single
 * addresses.
 */
export function cutterOf({ delimiter, wrapped, list, quote, escapes }: CsvFormat): Cutter {
  if (list) return addressCutter();
  const cutter = recordCutter(delimiter, { quote, escapes });
  if (!wrapped) return cutter;
  const unwrap = (rows: CsvRow[]): CsvRow[] => rows.map((row) => unwrapped(row, delimiter));
  return { cut: (piece) => unwrap(cutter.cut(piece)), end: () => unwrap(cutter.end()) };
}

/** A record whose only cell holds the real record. */
function unwrapped(row: CsvRow, delimiter: string): CsvRow {
  const [only, ...others] = row.cells.filter((cell) => cell.trim() !== '');
  if (only === undefined || others.length > 0) return row;
  const [cells = row.cells] = parse(only, {
    delimiter,
    record_delimiter: '\n',
    to: 1,
    relax_quotes: true,
    relax_column_count: true,
    trim: true,
  });
  return { line: row.line, cells };
}

/** Each address of each line as its own record, and so each run of words that should have been one. */
function addressCutter(): Cutter {
  let text = '';
  let line = 1;
  const read = (whole: string): CsvRow[] =>
    whole.split('\n').flatMap((each, index) =>
      findEmails(each).map((piece) => ({
        line: line + index,
        cells: ['email' in piece ? piece.email : piece.rejected],
      })),
    );
  return {
    cut(piece) {
      text += piece;
      const end = text.lastIndexOf('\n') + 1;
      if (text.length - end > LONGEST_RECORD) throw endless(line);
      const rows = read(text.slice(0, Math.max(0, end - 1)));
      line += text.slice(0, end).split('\n').length - 1;
      text = text.slice(end);
      return end === 0 ? [] : rows;
    },
    end() {
      const rows = read(text);
      text = '';
      return rows;
    },
  };
}
