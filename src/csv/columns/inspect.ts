import { RollcallError } from '../../errors.ts';
import { defined } from '../../lib/defined.ts';
import { emailKey } from '../../lib/emails.ts';
import { fold } from '../../lib/texts.ts';
import { clip } from '../../lib/words.ts';
import { addressIn } from '../cells/address-cell.ts';
import { tidyCell, withoutMark } from '../cells/cells.ts';
import { headerTarget, numbered, rejectionHeaders } from '../cells/headers.ts';
import { type Bytes, decodeHead, encodingOf } from '../file/decode.ts';
import type { Delimiter } from '../file/delimiters.ts';
import type { Encoding } from '../file/encodings.ts';
import { shapeOf } from '../file/shape.ts';
import { type CsvSource, headOf } from '../file/source.ts';
import { type CsvFormat, MOST_COLUMNS } from '../schema.ts';
import { exportIn } from './own-export.ts';

/** What a person chose because the guess was wrong. */
export interface ChosenFormat {
  encoding?: Encoding | undefined;
  delimiter?: Delimiter | undefined;
}

/**
 * Inspects a file before it is read: its encoding, its delimiter, the names of its columns.
 *
 * @param options.fileName the person's name for it, for sentences
 * @throws RollcallError `invalid-input` for anything that isn't a CSV file, an empty one, or one with too
 *   many columns
 */
export async function inspectCsv(
  source: CsvSource,
  options: { fileName: string } & ChosenFormat,
): Promise<{ format: CsvFormat; header: string[]; bytes: Bytes }> {
  const { fileName, encoding: chosen, delimiter: chosenDelimiter } = options;
  const head = await headOf(source, SAMPLE_BYTES);
  const kind = kindOf(head);
  if (kind !== undefined) throw notCsv(fileName, kind);
  const bytes = await encodingOf(source, { head, chosen });
  const { encoding } = bytes;
  const { text: decoded, said } = await decodeHead(head, encoding);
  const textKind = kindOfText(decoded);
  if (textKind !== undefined) throw notCsv(fileName, textKind);
  const text = decoded.replaceAll('\0', '');
  if (text.trim() === '') throw emptyFile(fileName, head.length);
  const { delimiter, titles, first, wrapped, list, quote } = shapeOf(text, { chosen: chosenDelimiter, said });
  if (first.length > MOST_COLUMNS) {
    // If a line is longer than the inspected part, it has more columns than were counted.
    const count =
      text.includes('\n') || head.length < SAMPLE_BYTES ? String(first.length) : `more than ${MOST_COLUMNS}`;
    throw new RollcallError(
      'invalid-input',
      `${fileName} has ${count} columns; at most ${MOST_COLUMNS} can be imported.`,
      {
        hint: 'Export only the columns you need.',
      },
    );
  }
  const isOwn = !list && exportIn(first) !== undefined;
  const hasHeader = isOwn || (!list && !isContact(first));
  return {
    format: {
      encoding,
      delimiter,
      header: hasHeader,
      ...defined({
        titles: titles || undefined,
        chosen: chosen !== undefined || undefined,
        chosenDelimiter: chosenDelimiter !== undefined || undefined,
        wrapped: wrapped || undefined,
        quote: quote === "'" ? quote : undefined,
        list: list || undefined,
        own: isOwn || undefined,
      }),
    },
    header: isOwn ? ownNamesOf(first) : namesOf(hasHeader ? first : first.map(() => '')),
    bytes,
  };
}

/** Whether the first line is a contact instead of a header; that contact must not get lost. */
function isContact(first: readonly string[]): boolean {
  if (first.some((cell) => emailKey(cell) !== null)) return true;
  // "Email (for example ada@x.org)" is the name of a column, next to others that we know.
  return (
    !first.some((cell) => headerTarget(cell) !== undefined) && first.some((cell) => 'key' in addressIn(cell))
  );
}

function emptyFile(fileName: string, looked: number): RollcallError {
  return looked < SAMPLE_BYTES
    ? new RollcallError('invalid-input', `${fileName} is empty.`, {
        hint: 'Export the list again, and check that the file has rows before you import it.',
      })
    : new RollcallError('invalid-input', `${fileName} starts with 256 KB of blank lines.`, {
        hint: 'Delete them, or export the list again, and check that the file has rows before you import it.',
      });
}

/** Enough for fifty records of any list. */
const SAMPLE_BYTES = 256 * 1024;

/** The names in one of our exports: those of attributes differ, and are kept as they are. */
const ownNamesOf = (cells: string[]): string[] =>
  cells.map((cell, index) => withoutMark(tidyCell(cell)) || `Column ${index + 1}`);

/**
 * A name for every column, each unique even ignoring case. Rejected rows come back under their original
 * names: the columns added before them don't count.
 */
function namesOf(cells: string[]): string[] {
  if (rejectionHeaders.every((name, index) => tidyCell(cells[index]) === name))
    return [...rejectionHeaders, ...namesOf(cells.slice(rejectionHeaders.length))];
  const taken = new Set<string>();
  return cells.map((cell, index) => {
    const title = clip(tidyCell(cell), 80);
    const name =
      title === '' ? `Column ${index + 1}` : taken.has(fold(title)) ? numbered(title, index) : title;
    taken.add(fold(name));
    return name;
  });
}

/** The first bytes of other kinds of files, and what people call them. */
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
  // Strays are dirt in a cell, and some programs use them to separate lines inside a cell; a file that isn't
  // text is full of all kinds.
  const controls = text.match(/[^\P{Cc}\t\n]/gu) ?? [];
  const odd = controls.filter((character) => !LAYOUT.includes(character)).length;
  if (odd > Math.max(3, text.length / 50) || controls.length > Math.max(3, text.length / 5))
    return 'not text';
  return undefined;
}

/** Vertical tab, form feed, the end of a file in DOS, the separators of groups and records, delete. */
const LAYOUT = '\u000b\u000c\u001a\u001c\u001d\u001e\u001f\u007f\u0085';

function notCsv(fileName: string, kind: string): RollcallError {
  return new RollcallError(
    'invalid-input',
    `${fileName} is not a CSV file: it looks like ${kind === 'not text' ? 'something other than text' : kind}.`,
    {
      hint: /Excel/.test(kind)
        ? 'Open it in your spreadsheet, save it as CSV ("CSV UTF-8"), and import that file.'
        : kind === 'a web page'
          ? 'It may be a sign-in page saved instead of the file. Download the CSV export again.'
          : 'Export the list as CSV and import that file.',
    },
  );
}
