import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { proposeMapping } from '../../src/csv/columns/propose.ts';
import { RollcallError } from '../../src/errors.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const sentence = async (content: Uint8Array, fileName = 'people.csv'): Promise<string> => {
  const error = await proposeMapping(content, { fileName }).then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof RollcallError)) throw new Error(`not refused with a sentence: ${String(error)}`);
  expect(error.code).toBe('invalid-input');
  return `${error.message} ${error.hint ?? ''}`.trim();
};

const fixQuote =
  'Nothing was imported. Put the whole cell in quotes, write each quote inside it twice (""), and import the file again.';

describe('a file that can’t be imported is refused with a sentence:', () => {
  test.each<[what: string, content: Uint8Array, sentence: string]>([
    [
      'an empty file',
      bytes(''),
      'people.csv is empty. Export the list again, and check that the file has rows before you import it.',
    ],
    [
      'a file of blank lines',
      bytes('\ufeff\n \n\n'),
      'people.csv is empty. Export the list again, and check that the file has rows before you import it.',
    ],
    [
      'a header alone',
      bytes('Email,Name\n'),
      'people.csv has a header but no rows. Export the list again, and check that the file has contacts before you import it.',
    ],
    [
      'no email column',
      bytes('Name,City\nAda,London\n'),
      'No column of people.csv has email addresses (it has "Name", "City"). Add a column called "email" with one address per row, and import the file again.',
    ],
    [
      'an email column without addresses',
      bytes('Name,Email\nAda,no\n'),
      'No column of people.csv has email addresses (it has "Name", "Email"). Add a column called "email" with one address per row, and import the file again.',
    ],
    [
      'prose',
      bytes('Dear all,\nhere is the list I promised.\nYours, Ada\n'),
      'No column of people.csv has email addresses (it has "Dear all", "Column 2"). Add a column called "email" with one address per row, and import the file again.',
    ],
    [
      'an Excel workbook',
      Uint8Array.of(0x50, 0x4b, 3, 4, 20, 0, 6, 0),
      'people.csv is not a CSV file: it looks like an Excel workbook or a zip archive. Open it in your spreadsheet, save it as CSV ("CSV UTF-8"), and import that file.',
    ],
    [
      'an old Excel workbook',
      Uint8Array.of(0xd0, 0xcf, 0x11, 0xe0, 0xa1),
      'people.csv is not a CSV file: it looks like an old Excel workbook. Open it in your spreadsheet, save it as CSV ("CSV UTF-8"), and import that file.',
    ],
    [
      'a spreadsheet of LibreOffice or Numbers, or a zip archive, whatever it is called',
      bytes('PK\u0003\u0004\u0014\0\0\u0008\0\0mimetypeapplication/vnd.oasis.opendocument.spreadsheet'),
      'people.csv is not a CSV file: it looks like an Excel workbook or a zip archive. Open it in your spreadsheet, save it as CSV ("CSV UTF-8"), and import that file.',
    ],
    [
      'a gzip archive, which may hold a thousand times its size',
      gzipSync(Buffer.alloc(10_000_000)),
      'people.csv is not a CSV file: it looks like a gzip archive. Export the list as CSV and import that file.',
    ],
    [
      'a RAR archive',
      bytes('Rar!\u001a\u0007'),
      'people.csv is not a CSV file: it looks like a RAR archive. Export the list as CSV and import that file.',
    ],
    [
      'a JPEG',
      Uint8Array.of(0xff, 0xd8, 0xff, 0xe0, 0, 16),
      'people.csv is not a CSV file: it looks like a picture. Export the list as CSV and import that file.',
    ],
    [
      'NULs alone',
      new Uint8Array(1_000_000),
      'people.csv is not a CSV file: it looks like something other than text. Export the list as CSV and import that file.',
    ],
    [
      'a vCard',
      bytes('BEGIN:VCARD\r\nVERSION:3.0\r\nEMAIL:ada@example.org\r\nEND:VCARD\r\n'),
      'people.csv is not a CSV file: it looks like a vCard. Export the list as CSV and import that file.',
    ],
    [
      'XML',
      bytes('<?xml version="1.0"?>\n<contacts/>'),
      'people.csv is not a CSV file: it looks like XML. Export the list as CSV and import that file.',
    ],
    [
      'a rich text document',
      bytes('{\\rtf1\\ansi ada@example.org}'),
      'people.csv is not a CSV file: it looks like a text document (RTF). Export the list as CSV and import that file.',
    ],
    [
      'JSON in UTF-16',
      Buffer.from('\ufeff[{"email":"ada@example.org"}]', 'utf16le'),
      'people.csv is not a CSV file: it looks like JSON. Export the list as CSV and import that file.',
    ],
    [
      'random bytes',
      Uint8Array.from({ length: 5000 }, (_, index) => (index * index * 7 + index * 13 + 5) % 251),
      'people.csv is not a CSV file: it looks like something other than text. Export the list as CSV and import that file.',
    ],
    [
      'blank lines by the million',
      bytes('\n'.repeat(10_000_000)),
      'people.csv starts with 256 KB of blank lines. Delete them, or export the list again, and check that the file has rows before you import it.',
    ],
    [
      'a million columns',
      bytes(`Email${','.repeat(1_000_000)}\nada@example.org\n`),
      'people.csv has more than 200 columns; at most 200 can be imported. Export only the columns you need.',
    ],
    [
      'a cell of ten megabytes',
      bytes(`Email,Note\nada@example.org,${'x'.repeat(10_000_000)}\n`),
      'Line 2 is longer than 100,000 characters. Nothing was imported. Contact lists don’t have lines like that: check that the file is a CSV export, and export it again.',
    ],
    [
      'a quoted cell of ten megabytes',
      bytes(`Email,Note\nada@example.org,"${'x\n'.repeat(5_000_000)}"\n`),
      `The row on line 2 is longer than 100,000 bytes: a quote in it is probably not closed. ${fixQuote}`,
    ],
    [
      'one line without end',
      bytes('ada@example.org '.repeat(600_000)),
      'Line 1 is longer than 100,000 characters. Nothing was imported. Contact lists don’t have lines like that: check that the file is a CSV export, and export it again.',
    ],
    [
      'a PDF',
      bytes('%PDF-1.7\n'),
      'people.csv is not a CSV file: it looks like a PDF. Export the list as CSV and import that file.',
    ],
    [
      'a picture',
      Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a),
      'people.csv is not a CSV file: it looks like a picture. Export the list as CSV and import that file.',
    ],
    [
      'other binary data',
      Uint8Array.of(1, 0, 2, 0, 3, 0, 4, 0, 5),
      'people.csv is not a CSV file: it looks like something other than text. Export the list as CSV and import that file.',
    ],
    [
      'a web page',
      bytes('\n<!DOCTYPE html><html><body>Sign in</body></html>'),
      'people.csv is not a CSV file: it looks like a web page. It may be a sign-in page saved instead of the file. Download the CSV export again.',
    ],
    [
      'JSON',
      bytes('[{"email":"ada@example.org"}]'),
      'people.csv is not a CSV file: it looks like JSON. Export the list as CSV and import that file.',
    ],
    [
      'a quote that is never closed',
      bytes('Email,Name\nada@example.org,Ada\n\nbob@example.org,"Bob\neve@example.org,Eve\n'),
      `A quote that opens in the row on line 4 is never closed. ${fixQuote}`,
    ],
    [
      'a quote that the next one closes by mistake',
      bytes('Email,Name\nada@example.org,"Ada\nbob@example.org,"Bob"\n'),
      `A quote that opens in the row on line 2 isn’t closed before the next one, on line 3. ${fixQuote}`,
    ],
    [
      'a quote in the middle of a cell',
      bytes('Email,Name\nada@example.org,Ada "the first"\n'),
      `A quote is in the middle of a cell on line 2. ${fixQuote}`,
    ],
    [
      'text after a closing quote',
      bytes('Email,Name\nada@example.org,"Ada" L\n'),
      `Text follows a closing quote on line 2. ${fixQuote}`,
    ],
    [
      'a record without end',
      bytes(`Email,Name\nada@example.org,"Ada\n${'bob@example.org,Bob\n'.repeat(6000)}`),
      `The row on line 2 is longer than 100,000 bytes: a quote in it is probably not closed. ${fixQuote}`,
    ],
    [
      'too many columns',
      bytes(`Email,${'x,'.repeat(250)}\nada@example.org\n`),
      'people.csv has 252 columns; at most 200 can be imported. Export only the columns you need.',
    ],
  ])('%s', async (_what, content, expected) => {
    expect(await sentence(content)).toBe(expected);
  });

  test('a broken quote far behind the part that is checked first', async () => {
    const rows = Array.from({ length: 20_000 }, (_, index) => `p${index}@example.org,Person ${index}\n`);
    rows[15_000] = 'p15000@example.org,"Person\n';
    const content = bytes(`Email,Name\n${rows.join('')}`);
    expect(await sentence(content)).toMatch(/^The row on line 15002 is longer than 100,000 bytes/);
  });
});
