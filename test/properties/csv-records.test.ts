import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { plainRecords } from '../../src/csv/file/plain-records.ts';
import type { CsvRow } from '../../src/csv/file/record.ts';
import { recordCutter } from '../../src/csv/file/records.ts';

const options = { delimiter: ',', record_delimiter: '\n', relax_column_count: true };

/**
 * What csv-parse alone reads from a text, ignoring blanks around quotes if necessary; null if it refuses
 * both.
 */
function whole(text: string, trim = false): CsvRow[] | null {
  try {
    return recordsOf(text, trim);
  } catch {
    return trim ? null : whole(text, true);
  }
}

function recordsOf(text: string, trim: boolean): CsvRow[] {
  // With `info`, each record is wrapped, which the types don't say.
  const found: unknown[] = parse(text, { ...options, trim, info: true });
  return (found as { record: string[]; info: { lines: number } }[])
    .map(({ record, info }) => ({
      line: info.lines - record.join('').split('\n').length + 1,
      cells: record,
    }))
    .filter(({ cells }) => cells.some((cell) => cell.trim() !== ''));
}

/** Blanks at a cell's ends are trimmed later; which of them are left until then may depend on the pieces. */
const trimmed = (rows: CsvRow[] | null): CsvRow[] | null =>
  rows?.map(({ line, cells }) => ({ line, cells: cells.map((cell) => cell.trim()) })) ?? null;

function inPieces(pieces: string[]): CsvRow[] | null {
  const { cut, end } = recordCutter(',');
  try {
    return [...pieces.flatMap((piece) => cut(piece)), ...end()];
  } catch {
    return null;
  }
}

const character = fc.constantFrom('a', 'b', ' ', ',', ',', '\n', '"', '"', 'é');
const cell = fc.constantFrom(
  '',
  'a',
  ' ',
  '"a"',
  '"a,b"',
  '"a\nb"',
  '"a""b"',
  '""',
  '"',
  'a"b',
  '"a"b',
  '\n',
  '""""',
);
const text = fc.oneof(
  fc.array(character, { maxLength: 30 }).map((characters) => characters.join('')),
  fc
    .array(fc.tuple(cell, fc.constantFrom(',', '\n')), { maxLength: 12 })
    .map((parts) => parts.flat().join('')),
);

test('a text that can be read only one way is split into the very cells that csv-parse gives', () => {
  let plain = 0;
  fc.assert(
    fc.property(text, (given) => {
      const found = plainRecords(given, { delimiter: ',', quote: '"' }, { line: 1, longest: 1000 });
      if (found === null) return;
      plain += 1;
      // csv-parse leaves out empty lines only.
      const filled = found.filter(({ cells }) => cells.some((each) => each.trim() !== ''));
      expect(filled).toEqual(recordsOf(given, false));
    }),
    { numRuns: 5000 },
  );
  expect(plain).toBeGreaterThan(1000);
});

test('a text is split into the records that csv-parse finds in it, however it arrives, and refused if csv-parse refuses it', () => {
  let taken = 0;
  fc.assert(
    fc.property(text, fc.array(fc.nat(30), { maxLength: 4 }), (given, cuts) => {
      const borders = [
        0,
        ...cuts.map((at) => Math.min(at, given.length)).sort((a, b) => a - b),
        given.length,
      ];
      const pieces = borders.slice(1).map((border, index) => given.slice(borders[index], border));
      const expected = whole(given);
      expect(trimmed(inPieces(pieces))).toEqual(trimmed(expected));
      if (expected !== null && expected.length > 0) taken += 1;
    }),
    { numRuns: 5000 },
  );
  // Both refuse most random texts; enough must be accepted.
  expect(taken).toBeGreaterThan(500);
});
