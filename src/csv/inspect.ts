import { parse } from 'csv-parse/sync';
import { z } from 'zod';
import { emailKey } from '../emails.ts';
import { RollcallError } from '../errors.ts';
import { clip } from '../words.ts';

/** How the bytes of a file become cells. Settled once, when the file comes in, and kept with its import. */
export const csvFormatSchema = z.object({
  encoding: z.enum(['utf-8', 'utf-16le', 'utf-16be', 'windows-1252']),
  delimiter: z.enum([',', ';', '\t']),
  /** False where the first line holds a contact already: columns are then called "Column 1" and so on. */
  header: z.boolean(),
});
export type CsvFormat = z.infer<typeof csvFormatSchema>;

/** More columns than this are no contact list that a person could check. */
export const MOST_COLUMNS = 200;

/**
 * Looks at a file before it is read: its encoding, what stands between its cells, the names of its columns.
 *
 * @param options.fileName as the person calls it, for sentences
 * @throws RollcallError `invalid-input` for what is not a CSV file, an empty one, or one with too many columns
 */
export function inspectCsv(
  bytes: Uint8Array,
  options: { fileName: string },
): { format: CsvFormat; header: string[] } {
  const { fileName } = options;
  const kind = kindOf(bytes);
  if (kind !== undefined) throw notCsv(fileName, kind);
  const encoding = encodingOf(bytes);
  const text = decodeCsv(bytes.subarray(0, SAMPLE_BYTES), encoding);
  const textKind = kindOfText(text);
  if (textKind !== undefined) throw notCsv(fileName, textKind);
  if (text.trim() === '') {
    throw new RollcallError('invalid-input', `${fileName} is empty.`, {
      hint: 'Export the list again, and check that the file holds rows before you import it.',
    });
  }
  const { delimiter, first } = delimiterOf(text);
  if (first.length > MOST_COLUMNS) {
    throw new RollcallError(
      'invalid-input',
      `${fileName} has ${first.length} columns; at most ${MOST_COLUMNS} can be imported.`,
      {
        hint: 'Export only the columns that you need.',
      },
    );
  }
  // A bare list of addresses has no names of columns: its first line is a contact, which must not get lost.
  const hasHeader = !first.some((cell) => emailKey(cell) !== null);
  return {
    format: { encoding, delimiter, header: hasHeader },
    header: namesOf(hasHeader ? first : first.map(() => '')),
  };
}

/**
 * The text of a file, its line breaks made `\n` (the parser would count `\r\n` inside quotes twice), its byte-order mark
 * gone, Excel's "sep=;" line emptied so that the lines keep their numbers.
 */
export function decodeCsv(bytes: Uint8Array, encoding: CsvFormat['encoding']): string {
  return new TextDecoder(encoding)
    .decode(bytes)
    .replace(/\r\n?/g, '\n')
    .replace(/^sep=[,;\t]\n/i, '\n');
}

/** Enough for fifty records of any list. */
const SAMPLE_BYTES = 256 * 1024;
const SAMPLE_RECORDS = 50;

/** A name for every column, no two the same ignoring case. */
function namesOf(cells: string[]): string[] {
  const taken = new Set<string>();
  return cells.map((cell, index) => {
    const tidy = clip(cell.normalize('NFC').trim().replace(/\s+/g, ' '), 80);
    const name =
      tidy === ''
        ? `Column ${index + 1}`
        : taken.has(tidy.toLowerCase())
          ? `${tidy} (column ${index + 1})`
          : tidy;
    taken.add(name.toLowerCase());
    return name;
  });
}

/** What files of other kinds begin with, and how people call them. */
const signatures: readonly [bytes: readonly number[], kind: string][] = [
  [[0x50, 0x4b, 0x03, 0x04], 'an Excel workbook or a zip archive'],
  [[0xd0, 0xcf, 0x11, 0xe0], 'an old Excel workbook'],
  [[0x25, 0x50, 0x44, 0x46], 'a PDF'],
  [[0x1f, 0x8b], 'a gzip archive'],
  [[0x89, 0x50, 0x4e, 0x47], 'a picture'],
  [[0xff, 0xd8, 0xff], 'a picture'],
  [[0x47, 0x49, 0x46, 0x38], 'a picture'],
];

function kindOf(bytes: Uint8Array): string | undefined {
  return signatures.find(([signature]) => signature.every((byte, index) => bytes[index] === byte))?.[1];
}

function kindOfText(text: string): string | undefined {
  if (/^\s*<(?:!doctype|html|head|body|table|div|\?xml)/i.test(text)) return 'a web page';
  if (/^\s*[[{]/.test(text)) return 'JSON';
  if (/^\s*BEGIN:VCARD/i.test(text)) return 'a vCard';
  const controls = text.match(/\p{Cc}/gu)?.filter((character) => !'\t\n\f'.includes(character)) ?? [];
  // A stray control character is dirt in a cell; many, or a single NUL, are not text.
  if (controls.includes('\0') || controls.length > text.length / 500) return 'not text';
  return undefined;
}

function notCsv(fileName: string, kind: string): RollcallError {
  return new RollcallError(
    'invalid-input',
    `${fileName} is not a CSV file: it looks like ${kind === 'not text' ? 'something other than text' : kind}.`,
    {
      hint: /Excel/.test(kind)
        ? 'Open it in your spreadsheet, save it as CSV ("CSV UTF-8"), and import that file.'
        : kind === 'a web page'
          ? 'Often that is a sign-in page saved in place of the file: download the CSV export again.'
          : 'Export the list as CSV and import that file.',
    },
  );
}

function encodingOf(bytes: Uint8Array): CsvFormat['encoding'] {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be';
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return 'utf-8';
  } catch {
    // What spreadsheets on Windows write when they are asked for plain "CSV".
    return 'windows-1252';
  }
}

/** The delimiter under which the most records have as many cells as the first; a comma where there is one column only. */
function delimiterOf(text: string): { delimiter: CsvFormat['delimiter']; first: string[] } {
  const candidates = ([',', ';', '\t'] as const).map((delimiter) => {
    const records = sampleRecords(text, delimiter);
    const first = records[0] ?? [];
    const alike = records.filter((record) => record.length === first.length).length;
    return { delimiter, first, score: first.length < 2 ? 0 : alike / records.length + first.length / 1000 };
  });
  return candidates.reduce((best, candidate) => (candidate.score > best.score ? candidate : best));
}

function sampleRecords(text: string, delimiter: string): string[][] {
  const options = {
    delimiter,
    record_delimiter: '\n',
    relax_quotes: true,
    relax_column_count: true,
    skip_empty_lines: true,
    skip_records_with_empty_values: true,
    to: SAMPLE_RECORDS,
  };
  try {
    return parse(text, options);
  } catch {
    // An open quote runs into the end of the sample. Reading the rows will say where; here the delimiter is enough.
    return parse(text, { ...options, quote: false });
  }
}
