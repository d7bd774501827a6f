import { parse } from 'csv-parse/sync';
import { z } from 'zod';
import { emailKey } from '../emails.ts';
import { RollcallError } from '../errors.ts';
import { clip } from '../words.ts';
import { type Bytes, decodeHead, encodingOf } from './decode.ts';
import { type Encoding, encodings } from './encodings.ts';
import { headerTarget } from './headers.ts';
import { type CsvSource, headOf } from './source.ts';

/** How the bytes of a file become cells. Settled once, when the file comes in, and kept with its import. */
export const csvFormatSchema = z.object({
  encoding: z.enum(encodings),
  /** A person said that it is this one. */
  chosen: z.literal(true).optional(),
  delimiter: z.enum([',', ';', '\t', '|']),
  /** Records above the names of the columns, such as a spreadsheet's title. */
  titles: z.int().positive().optional(),
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
 * @param options.encoding where a person chose one
 * @throws RollcallError `invalid-input` for what is not a CSV file, an empty one, or one with too many columns
 */
export async function inspectCsv(
  source: CsvSource,
  options: { fileName: string; encoding?: Encoding | undefined },
): Promise<{ format: CsvFormat; header: string[]; bytes: Bytes }> {
  const { fileName, encoding: chosen } = options;
  const head = await headOf(source, SAMPLE_BYTES);
  const kind = kindOf(head);
  if (kind !== undefined) throw notCsv(fileName, kind);
  const bytes = await encodingOf(source, { head, chosen });
  const { encoding } = bytes;
  const text = decodeHead(head, encoding);
  const textKind = kindOfText(text);
  if (textKind !== undefined) throw notCsv(fileName, textKind);
  if (text.trim() === '') throw emptyFile(fileName, head.length);
  const { delimiter, titles, first } = delimiterOf(text);
  if (first.length > MOST_COLUMNS) {
    // A line longer than the part that was looked at has more than were counted.
    const count =
      text.includes('\n') || head.length < SAMPLE_BYTES ? String(first.length) : `more than ${MOST_COLUMNS}`;
    throw new RollcallError(
      'invalid-input',
      `${fileName} has ${count} columns; at most ${MOST_COLUMNS} can be imported.`,
      {
        hint: 'Export only the columns that you need.',
      },
    );
  }
  // A bare list of addresses has no names of columns: its first line is a contact, which must not get lost.
  const hasHeader = !first.some((cell) => emailKey(cell) !== null);
  return {
    format: {
      ...{ encoding, delimiter, header: hasHeader },
      ...(titles === 0 ? {} : { titles }),
      ...(chosen === undefined ? {} : { chosen: true }),
    },
    header: namesOf(hasHeader ? first : first.map(() => '')),
    bytes,
  };
}

function emptyFile(fileName: string, looked: number): RollcallError {
  return looked < SAMPLE_BYTES
    ? new RollcallError('invalid-input', `${fileName} is empty.`, {
        hint: 'Export the list again, and check that the file holds rows before you import it.',
      })
    : new RollcallError('invalid-input', `${fileName} begins with 256 KB of blank lines.`, {
        hint: 'Delete them, or export the list again, and check that the file holds rows before you import it.',
      });
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
  [[0x37, 0x7a, 0xbc, 0xaf], 'a 7-Zip archive'],
  [[0x52, 0x61, 0x72, 0x21], 'a RAR archive'],
  [[0x42, 0x5a, 0x68], 'a bzip2 archive'],
  [[0xfd, 0x37, 0x7a, 0x58], 'an xz archive'],
  [[0x28, 0xb5, 0x2f, 0xfd], 'a Zstandard archive'],
  [[0x53, 0x51, 0x4c, 0x69, 0x74, 0x65, 0x20], 'a SQLite database'],
  [[0x50, 0x41, 0x52, 0x31], 'a Parquet file'],
  [[0x21, 0x42, 0x44, 0x4e], 'an Outlook data file'],
  [[0x7b, 0x5c, 0x72, 0x74, 0x66], 'a text document (RTF)'],
  [[0x7f, 0x45, 0x4c, 0x46], 'a program'],
  [[0x89, 0x50, 0x4e, 0x47], 'a picture'],
  [[0xff, 0xd8, 0xff], 'a picture'],
  [[0x47, 0x49, 0x46, 0x38], 'a picture'],
  [[0x52, 0x49, 0x46, 0x46], 'a picture or a recording'],
];

function kindOf(bytes: Uint8Array): string | undefined {
  return signatures.find(([signature]) => signature.every((byte, index) => bytes[index] === byte))?.[1];
}

function kindOfText(text: string): string | undefined {
  if (/^\s*<\?xml/i.test(text)) return 'XML';
  if (/^\s*<(?:!--|!doctype|html|head|body|table|div|script|meta)/i.test(text)) return 'a web page';
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

interface Shape {
  delimiter: CsvFormat['delimiter'];
  /** Records above the names of the columns. */
  titles: number;
  /** The names of the columns, or the first row where there are none. */
  first: string[];
}

/** The delimiter under which the most records have the same number of cells; a comma where there is one column only. */
function delimiterOf(text: string): Shape {
  const candidates = ([',', ';', '\t', '|'] as const).map((delimiter) => {
    const records = sampleRecords(text, delimiter);
    const titles = titlesOf(records);
    const body = records.slice(titles);
    const first = body[0] ?? [];
    const alike = body.filter((record) => record.length === first.length).length;
    const score = first.length < 2 ? 0 : alike / records.length + first.length / 1000;
    return { delimiter, titles, first, score };
  });
  return candidates.reduce((best, candidate) => (candidate.score > best.score ? candidate : best));
}

/**
 * How many records stand above the names of the columns. A title fills a cell or two where the records below fill many, names
 * no field and holds no address.
 */
function titlesOf(records: string[][]): number {
  const filled = records.map((record) => record.filter((cell) => cell.trim() !== '').length);
  const usual = [...filled].sort((a, b) => a - b)[Math.floor(filled.length / 2)] ?? 0;
  const found = records.findIndex(
    (record, index) =>
      ((filled[index] ?? 0) > 1 && (filled[index] ?? 0) >= usual / 2) ||
      record.some((cell) => headerTarget(cell) !== undefined || emailKey(cell) !== null),
  );
  return usual < 2 || found < 0 || found > MOST_TITLES ? 0 : found;
}

const MOST_TITLES = 10;

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
