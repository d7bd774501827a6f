import { describe, expect, test } from 'vitest';
import { inspectCsv } from '../../src/csv/columns/inspect.ts';
import { type CsvRow, readRows } from '../../src/csv/file/read.ts';

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
const utf16 = (text: string, bigEndian = false): Uint8Array => {
  const bytes = Buffer.from(`\ufeff${text}`, 'utf16le');
  return bigEndian ? bytes.swap16() : bytes;
};
const latin1 = (text: string): Uint8Array => Buffer.from(text, 'latin1');

async function rowsOf(bytes: Uint8Array, options = { size: 1000 }): Promise<CsvRow[]> {
  const { format } = await inspectCsv(bytes, { fileName: 'people.csv' });
  const rows: CsvRow[] = [];
  for await (const batch of readRows(bytes, format, options)) rows.push(...batch);
  return rows;
}

describe('encodings and delimiters', () => {
  const comma = { delimiter: ',', header: true };
  test.each<[string, Uint8Array, object]>([
    ['UTF-8', utf8('Email,Name\nada@x.org,Zoë\n'), { ...comma, encoding: 'utf-8' }],
    ['a byte-order mark', utf8('\ufeffEmail,Name\nada@x.org,Zoë\n'), { ...comma, encoding: 'utf-8' }],
    ['UTF-16, little end first', utf16('Email,Name\nada@x.org,Zoë\n'), { ...comma, encoding: 'utf-16le' }],
    ['UTF-16, big end first', utf16('Email,Name\nada@x.org,Zoë\n', true), { ...comma, encoding: 'utf-16be' }],
    ['Windows-1252', latin1('Email,Name\nada@x.org,Zoë\n'), { ...comma, encoding: 'windows-1252' }],
    ['semicolons', utf8('Email;Name\nada@x.org;Zoë\n'), { encoding: 'utf-8', delimiter: ';', header: true }],
    ['tabs', utf8('Email\tName\nada@x.org\tZoë\n'), { encoding: 'utf-8', delimiter: '\t', header: true }],
    [
      "Excel's line about its delimiter",
      utf8('sep=;\r\nEmail;Name\r\nada@x.org;Zoë\r\n'),
      { encoding: 'utf-8', delimiter: ';', header: true },
    ],
    ['Windows line breaks', utf8('Email,Name\r\nada@x.org,Zoë\r\n'), { ...comma, encoding: 'utf-8' }],
    [
      'UTF-16 without a mark, little end first',
      utf16('Email,Name\nada@x.org,Zoë\n').subarray(2),
      { ...comma, encoding: 'utf-16le' },
    ],
    [
      'UTF-16 without a mark, big end first',
      utf16('Email,Name\nada@x.org,Zoë\n', true).subarray(2),
      { ...comma, encoding: 'utf-16be' },
    ],
    ['bars', utf8('Email|Name\nada@x.org|Zoë\n'), { encoding: 'utf-8', delimiter: '|', header: true }],
    [
      'line breaks of every kind in one file',
      utf8('Email,Name\r\n\r\rada@x.org,Zoë\n'),
      { ...comma, encoding: 'utf-8' },
    ],
    ['blank first lines', utf8('\n , \n\nEmail,Name\nada@x.org,Zoë\n'), { ...comma, encoding: 'utf-8' }],
    ['blank last lines', utf8('Email,Name\nada@x.org,Zoë\n,\n \n,,,\n'), { ...comma, encoding: 'utf-8' }],
    [
      'titles above the header',
      utf8('Members,\n"as of 3 April 2024",\n,\nEmail,Name\nada@x.org,Zoë\n'),
      { ...comma, encoding: 'utf-8', titles: 2 },
    ],
    ['old Macintosh line breaks', utf8('Email,Name\rada@x.org,Zoë\r'), { ...comma, encoding: 'utf-8' }],
    ['no line break at the end', utf8('Email,Name\nada@x.org,Zoë'), { ...comma, encoding: 'utf-8' }],
  ])('reads %s', async (_what, bytes, format) => {
    expect(await inspectCsv(bytes, { fileName: 'people.csv' })).toMatchObject({
      format,
      header: ['Email', 'Name'],
    });
    expect((await rowsOf(bytes)).map((row) => row.cells)).toEqual([['ada@x.org', 'Zoë']]);
  });

  test.each<[string, string, string]>([
    [
      'commas inside cells of a semicolon file',
      'Name;Email\n"Lovelace, Ada";ada@x.org\nHopper, Grace;g@x.org\n',
      ';',
    ],
    ['semicolons inside cells of a comma file', 'Name,Email\n"a;b;c",ada@x.org\nd;e,g@x.org\n', ','],
    ['decimal commas', 'Email;Spent\nada@x.org;1,50\nbob@x.org;2,75\n', ';'],
    ['delimiters inside a quoted header', '"Name, full",Email\nAda,ada@x.org\n', ','],
    [
      'commas inside a quoted header of a semicolon file',
      'email;name;"note, with, commas, three"\nada@x.org;Ada;"a,b,c,d"\nbob@x.org;Bob;"x,y,z,w"\n',
      ';',
    ],
    [
      'as many commas as semicolons',
      'E-Mail;Name, Vorname\nanna@x.org;Müller, Anna\nb@x.org;Schmidt, B\n',
      ';',
    ],
    ['as many semicolons as commas', 'E-Mail,Tags\nanna@x.org,a;b\nb@x.org,c;d\n', ','],
    ['decimal commas without a header', 'a@x.org;1,50\nb@x.org;2,75\n', ';'],
    ['decimal commas before the address', '1,50;a@x.org\n2,75;b@x.org\n', ';'],
    ['decimal commas in tabs', 'a@x.org\t1,50\tx\nb@x.org\t2,75\ty\n', '\t'],
    ['addresses with names in front', 'Email;Firma\nKay, Bob <b@x.org>;A, B\nKay, Ann <a@x.org>;C, D\n', ';'],
    ['bars inside tags', 'Email,Tags,Plan\na@x.org,a|b|c,x\nb@x.org,d|e|f,y\n', ','],
    ["what Excel's own line says", 'sep=|\nEmail|Tags\na@x.org|b,c\n', '|'],
    ["a caret that Excel's own line says", 'sep=^\nEmail^Name\na@x.org^Ada\n', '^'],
    ['carets, which are rare', 'Email^Name\na@x.org^Kay, Ann\nb@x.org^Kay, Bob\n', '^'],
    ['tildes, which may stand in an address', 'Name~Email\nAda~a@x.org\nBob~b@x.org\n', '~'],
    ['colons of links', 'Name,Email\nAda,mailto:ada@x.org\nBob,mailto:bob@x.org\n', ','],
    ['colons of links without a header', 'Ada,mailto:ada@x.org\nBob,mailto:bob@x.org\n', ','],
    ['colons of links in one column', 'mailto:ada@x.org\nmailto:bob@x.org\n', ','],
    [
      'colons after a word for an address',
      'Name,Contact\nAda,Contact: ada@x.org\nBob,Contact: b@x.org\n',
      ',',
    ],
    ['no address in the first rows', `Email;Note, long\n${';a, b\n'.repeat(60)}a@x.org;c, d\n`, ';'],
  ])('is not misled by %s', async (_what, text, delimiter) => {
    expect((await inspectCsv(utf8(text), { fileName: 'people.csv' })).format.delimiter).toBe(delimiter);
  });
});

test('a delimiter that a person chose is used', async () => {
  const bytes = utf8('Email,Name^Plan\nada@x.org,Ada^pro\n');
  expect(await inspectCsv(bytes, { fileName: 'people.csv', delimiter: '^' })).toMatchObject({
    format: { delimiter: '^', chosenDelimiter: true },
    header: ['Email,Name', 'Plan'],
  });
});

describe('cells', () => {
  const cellsOf = async (text: string) =>
    (await rowsOf(utf8(text))).map(({ line, cells }) => [line, ...cells]);

  test.each<[what: string, text: string, rows: (string | number)[][]]>([
    [
      'with blanks before their quotes',
      '"email", "stage", "company"\n"j@x.org", "test", "Google, Inc"\n"k@x.org" , "a ""b""" ,c\n',
      [
        [2, 'j@x.org', 'test', 'Google, Inc'],
        [3, 'k@x.org', 'a "b"', 'c'],
      ],
    ],
    [
      'with an equals sign before their quotes',
      'email,="name",zip\na@x.org,="Kay, Ann",="0123"\nb@x.org, ="Bob",="0"\n',
      [
        [2, 'a@x.org', 'Kay, Ann', '0123'],
        [3, 'b@x.org', 'Bob', '0'],
      ],
    ],
    [
      'of lines that are in quotes as a whole',
      '"email,name"\n"a@x.org,Ada"\n\n"b@x.org,""Kay, Bob"""\n',
      [
        [2, 'a@x.org', 'Ada'],
        [4, 'b@x.org', 'Kay, Bob'],
      ],
    ],
    [
      'of such lines below a header without quotes, with semicolons inside',
      'email;name\n"a@x.org;Ada"\n"b@x.org;Bob"\n',
      [
        [2, 'a@x.org', 'Ada'],
        [3, 'b@x.org', 'Bob'],
      ],
    ],
    [
      'of a list of names in quotes, which are one cell each',
      '"Lovelace, Ada <a@x.org>"\n"Kay, Bob <b@x.org>"\n',
      [
        [1, 'Lovelace, Ada <a@x.org>'],
        [2, 'Kay, Bob <b@x.org>'],
      ],
    ],
    [
      'of one line of addresses',
      'a@x.org, b@x.org, c@x.org\n',
      [
        [1, 'a@x.org'],
        [1, 'b@x.org'],
        [1, 'c@x.org'],
      ],
    ],
    [
      'of one line of addresses by blanks',
      'a@x.org b@x.org',
      [
        [1, 'a@x.org'],
        [1, 'b@x.org'],
      ],
    ],
    [
      'of addresses as a mail program copies them',
      'Ada L <a@x.org>; "Kay, Bob" <b@x.org>,\n  Cy <c@x.org>\n',
      [
        [1, 'a@x.org'],
        [1, 'b@x.org'],
        [2, 'c@x.org'],
      ],
    ],
    [
      'of two columns of addresses',
      'a@x.org,a@work.org\nb@x.org,b@work.org\n',
      [
        [1, 'a@x.org', 'a@work.org'],
        [2, 'b@x.org', 'b@work.org'],
      ],
    ],
    [
      'without the mark at the end of a file of DOS',
      'Email,Name\na@x.org,Ada\n\u001a',
      [[2, 'a@x.org', 'Ada']],
    ],
  ])('%s', async (_what, text, rows) => {
    expect(await cellsOf(text)).toEqual(rows);
  });

  test.each([
    ['a vertical tab', 'Email,Name\na@x.org,1 Main\u000bOslo\n'],
    ['form feeds in each row', 'Email,Name\na@x.org,A\u000c\nb@x.org,B\u000c\n'],
    ['a NUL', 'Email,Name\na@x.org,Ada\0\n'],
    ['a bell', 'Email,Name\na@x.org,Ada\u0007\n'],
    ['the mark at the end of a file of DOS', 'Email\na@x.org\u001a'],
  ])('%s doesn’t turn a file into something other than text', async (_what, text) => {
    const { header } = await inspectCsv(utf8(text), { fileName: 'people.csv' });
    expect(header[0]).toBe('Email');
  });
});

describe('header', () => {
  const headerOf = async (text: string) => (await inspectCsv(utf8(text), { fileName: 'people.csv' })).header;

  test('names columns without a name and makes repeated names different', async () => {
    expect(await headerOf('Email,,name, Name ,\nada@x.org\n')).toEqual([
      'Email',
      'Column 2',
      'name',
      'Name (column 4)',
      'Column 5',
    ]);
  });

  test('keeps the first line of a file without a header as a row', async () => {
    const bytes = utf8('ada@x.org\nbob@x.org\n');
    expect(await inspectCsv(bytes, { fileName: 'people.csv' })).toMatchObject({
      format: { encoding: 'utf-8', delimiter: ',', header: false },
      header: ['Column 1'],
    });
    expect((await rowsOf(bytes)).map(({ line, cells }) => [line, ...cells])).toEqual([
      [1, 'ada@x.org'],
      [2, 'bob@x.org'],
    ]);
  });
});

describe('titles above the header', () => {
  test.each<[what: string, text: string, header: string[], lines: number[]]>([
    ['over names that we do not know', 'Members\nReach,Who\nada@x.org,Zoë\n', ['Reach', 'Who'], [3]],
    [
      'over a header with gaps',
      'Members,,\n,,Email\na,b,ada@x.org\nc,d,bob@x.org\n',
      ['Column 1', 'Column 2', 'Email'],
      [3, 4],
    ],
    ['not in a list of one column', 'People\nada@x.org\nbob@x.org\n', ['People'], [2, 3]],
    ['not where the first line is a contact', 'ada@x.org,\nb,bob@x.org\n', ['Column 1', 'Column 2'], [1, 2]],
    ['not in prose', 'Dear all,\nhere is the list.\nYours, Ada\n', ['Dear all', 'Column 2'], [2, 3]],
  ])('are left out %s', async (_what, text, header, lines) => {
    expect((await inspectCsv(utf8(text), { fileName: 'people.csv' })).header).toEqual(header);
    expect((await rowsOf(utf8(text))).map(({ line }) => line)).toEqual(lines);
  });
});

describe('bytes that are not what they seem', () => {
  const file = utf8(`Email,Name\nada@x.org,${'é'.repeat(30)}\nbob@x.org,Zoë`);
  const far = `Email,Name\n${'ada@x.org,Ada\n'.repeat(30_000)}bob@x.org,Zoë\n`;
  const cp1252 = { encoding: 'windows-1252', broken: 0, isCut: false };
  test.each<[what: string, content: Uint8Array, found: object]>([
    [
      'a stray byte in much UTF-8',
      Buffer.concat([file, Buffer.of(0xe9), utf8('x\n')]),
      { encoding: 'utf-8', broken: 1, isCut: false },
    ],
    ['UTF-8 that ends in a character', file.subarray(0, -1), { encoding: 'utf-8', broken: 0, isCut: true }],
    ['UTF-8 that ends behind one', file, { encoding: 'utf-8', broken: 0, isCut: false }],
    ['one accent in Windows-1252', latin1('Email,Name\nada@x.org,Zoë\n'), cp1252],
    ['one accent in Windows-1252, at the very end', latin1('Email,Name\nada@x.org,René'), cp1252],
    ['one accent far behind the part that is looked at first', latin1(far), cp1252],
  ])('%s', async (_what, content, found) => {
    expect((await inspectCsv(content, { fileName: 'people.csv' })).bytes).toEqual(found);
  });
});

test('a file that is opened as a stream has the same rows as its bytes, wherever its pieces end', async () => {
  const bytes = utf8('\ufeffsep=;\r\nEmail;Name\r\nada@x.org;"Zoë\r\n""Z"""\r\nbob@x.org;🦄\r\n');
  const whole = await rowsOf(bytes);
  expect(whole).toEqual([
    { line: 3, cells: ['ada@x.org', 'Zoë\n"Z"'] },
    { line: 5, cells: ['bob@x.org', '🦄'] },
  ]);
  for (const size of [1, 2, 3, 7, 16]) {
    const open = async function* () {
      for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
    };
    const { format } = await inspectCsv(open, { fileName: 'people.csv' });
    const rows: CsvRow[] = [];
    for await (const batch of readRows(open, format, { size: 1 })) rows.push(...batch);
    expect(rows, `in pieces of ${size}`).toEqual(whole);
  }
});

describe('rows', () => {
  test.each<[string, string]>([
    ['\n', 'Unix'],
    ['\r\n', 'Windows'],
  ])(
    'have the number of the line that they begin on, past blank lines and cells of several lines (%j, %s)',
    async (end) => {
      const lines = [
        'Email,Note',
        'a@x.org,"one',
        'two',
        '',
        'three"',
        '',
        ',',
        'b@x.org,x',
        '"c@x.org","""q"""',
      ];
      const rows = await rowsOf(utf8(lines.join(end)));
      expect(rows).toEqual([
        { line: 2, cells: ['a@x.org', 'one\ntwo\n\nthree'] },
        { line: 8, cells: ['b@x.org', 'x'] },
        { line: 9, cells: ['c@x.org', '"q"'] },
      ]);
    },
  );

  test('are whole and in order in a file that is read in pieces, however they are batched', async () => {
    // Names of four-byte characters, so that the borders of pieces fall inside them.
    const text = Array.from(
      { length: 9000 },
      (_, index) => `p${index}@x.org,🧑${'🦄'.repeat(index % 7)},"a\nb"\n`,
    );
    const bytes = utf8(`Email,Name,Note\n${text.join('')}`);
    const { format } = await inspectCsv(bytes, { fileName: 'people.csv' });
    const sizes: number[] = [];
    const rows: CsvRow[] = [];
    for await (const batch of readRows(bytes, format, { size: 4000 })) {
      sizes.push(batch.length);
      rows.push(...batch);
    }
    expect(sizes).toEqual([4000, 4000, 1000]);
    for (const [index, row] of rows.entries()) {
      expect(row).toEqual({
        line: 2 + index * 2,
        cells: [`p${index}@x.org`, `🧑${'🦄'.repeat(index % 7)}`, 'a\nb'],
      });
    }
  });

  test('before a broken one are returned before it is reported', async () => {
    const good = Array.from({ length: 5000 }, (_, index) => `p${index}@example.org,Person\n`).join('');
    const bytes = utf8(`Email,Name\n${good}x@example.org,a "b"\n`);
    const { format } = await inspectCsv(bytes, { fileName: 'people.csv' });
    let seen = 0;
    const reading = (async () => {
      for await (const batch of readRows(bytes, format, { size: 100 })) seen += batch.length;
    })();
    await expect(reading).rejects.toThrow('A quote is in the middle of a cell on line 5002.');
    expect(seen).toBeGreaterThan(2000);
  });
});
