import { describe, expect, it } from 'vitest';
import { proposeMapping } from '../../src/csv/columns/propose.ts';
import { type Encoding, encodingNamed, encodingNames, encodings } from '../../src/csv/file/encodings.ts';
import { guessEncoding } from '../../src/csv/file/guess-encoding.ts';
import { readRows } from '../../src/csv/file/read.ts';
import { readingWords } from '../../src/csv/file/reading.ts';
import { encoded } from '../support/encoded.ts';
import { listsInLanguages, listText } from '../support/lists-in-languages.ts';

const fileName = 'people.csv';

async function textOf(bytes: Uint8Array, encoding: Encoding, piece = bytes.length): Promise<string> {
  const source = async function* () {
    for (let at = 0; at < bytes.length; at += piece) yield bytes.subarray(at, at + piece);
  };
  const format = { encoding, delimiter: ',', header: false } as const;
  const lines: string[] = [];
  for await (const rows of readRows(source, format, { size: 100 }))
    for (const { cells } of rows) lines.push(cells.join(','));
  return `${lines.join('\n')}\n`;
}

const cases = listsInLanguages.flatMap((list) =>
  list.encodings.map((encoding) => ({ list, language: list.language, encoding: encoding as Encoding })),
);

describe('lists in every language', () => {
  it.each(cases)('are read correctly from $encoding ($language)', async ({ list, encoding }) => {
    for (const rows of [20, 200]) {
      for (const header of [list.header, 'Email,Name,City']) {
        const text = listText({ ...list, domain: 'example.com' }, rows, { header });
        const bytes = encoded(text, encoding);
        // If two encodings read the same letters from the same bytes, either is right.
        expect(await textOf(bytes, await guessEncoding(bytes)), `${rows} rows under ${header}`).toBe(text);
      }
    }
  });

  it('are nearly always read correctly when they have two to five rows', async () => {
    const wrong: string[] = [];
    let all = 0;
    for (const { list, language, encoding } of cases) {
      for (const rows of [2, 3, 4, 5]) {
        for (const from of [0, 7, 31]) {
          const text = listText(list, rows, { from, header: 'Email,Name,City' });
          const bytes = encoded(text, encoding);
          const guess = await guessEncoding(bytes);
          if ((await textOf(bytes, guess)) !== text) wrong.push(`${language} ${encoding} ${rows}: ${guess}`);
          all += 1;
        }
      }
    }
    expect(wrong.length / all, wrong.join('\n')).toBeLessThan(0.03);
  });

  it('are read correctly if the first name with an accent comes after a megabyte of plain ones', async () => {
    const plain = Array.from({ length: 60_000 }, (_, row) => `p${row}@example.org,Ada,Rome\n`).join('');
    const text = `Email,Name,City\n${plain}taro@example.jp,山田 太郎,東京都\nhanako@example.jp,鈴木 花子,大阪\n`;
    const { mapping } = await proposeMapping(encoded(text, 'shift_jis'), { fileName });
    expect(mapping.format.encoding).toBe('shift_jis');
    expect(mapping.columns[1]?.samples).toContain('山田 太郎');
  });
});

describe('the signs of an encoding', () => {
  // Bytes by the tables of the Encoding Standard, and of Microsoft's code pages.
  it.each<[Encoding, number[], string]>([
    ['windows-1252', [0x80, 0x92, 0x93, 0x94, 0x96, 0x9c], '€’“”–œ'],
    ['windows-1250', [0x8a, 0x9d, 0xb9, 0xf8, 0x80], 'Šťąř€'],
    ['windows-1251', [0xc8, 0xe2, 0xe0, 0xed, 0xb9], 'Иван№'],
    ['koi8-r', [0xe9, 0xd7, 0xc1, 0xce], 'Иван'],
    ['ibm866', [0x88, 0xa2, 0xa0, 0xad], 'Иван'],
    ['windows-1253', [0xa2, 0xed, 0xed, 0xe1], 'Άννα'],
    ['iso-8859-7', [0xb6, 0xed, 0xed, 0xe1], 'Άννα'],
    ['windows-1254', [0xdd, 0xfe, 0xfd, 0xf0], 'İşığ'],
    ['windows-1255', [0xe3, 0xe5, 0xe3], 'דוד'],
    ['windows-1256', [0xe3, 0xcd, 0xe3, 0xcf], 'محمد'],
    ['windows-1257', [0xd0, 0xeb, 0xf8], 'Šėų'],
    ['windows-874', [0xca, 0xc1, 0xaa, 0xd2, 0xc2], 'สมชาย'],
    ['iso-8859-2', [0xa9, 0xb1, 0xb6, 0xbe], 'Šąśž'],
    ['iso-8859-15', [0xa4, 0xa8, 0xbd], '€šœ'],
    ['macintosh', [0x8e, 0x9f, 0x96, 0xdb, 0xd5], 'éüñ€’'],
    ['cp850', [0x81, 0x94, 0xe1, 0xa4], 'üößñ'],
    ['cp852', [0xa5, 0xa9, 0xfd, 0x9f], 'ąęřč'],
    ['shift_jis', [0x95, 0x5c, 0x83, 0x7c, 0xfb, 0xfc, 0x87, 0x8a, 0xb1], '表ポ髙㈱ｱ'],
    ['euc-jp', [0xc9, 0xbd, 0xa5, 0xdd, 0xfc, 0xe2, 0x8e, 0xb1], '表ポ髙ｱ'],
    ['gb18030', [0xcd, 0xf5, 0x81, 0x5c, 0x95, 0x32, 0x82, 0x36, 0xa2, 0xe3], '王乗𠀀€'],
    ['big5', [0xb3, 0x5c, 0xa5, 0x5c, 0xf9, 0xd6, 0xc7, 0x7c], '許功碁'.concat('\uf6e1').slice(0, 3)],
    ['euc-kr', [0xb0, 0xa1, 0x8c, 0x63], '가똠'],
  ])('are read from %s', async (encoding, bytes, text) => {
    const read = await textOf(Uint8Array.from(bytes), encoding);
    expect(read.slice(0, text.length)).toBe(text);
  });

  it('are read correctly from a list so short that they are much of it', async () => {
    const bytes = encoded('Email,Name,Owes €,What’s new\na@x.org,O’Brien,€5,“x”\n', 'windows-1252');
    const { mapping } = await proposeMapping(bytes, { fileName });
    expect(mapping.columns.map(({ header, samples }) => [header, ...samples])).toEqual([
      ['Email', 'a@x.org'],
      ['Name', 'O’Brien'],
      ['Owes €', '€5'],
      ['What’s new', '“x”'],
    ]);
  });

  it('don’t end a cell if their second byte is a bar or a backslash', async () => {
    const text = 'Email|Name|Note\ntaro@x.org|ポール 表|表\\\n';
    const { mapping, rows } = await proposeMapping(encoded(text, 'shift_jis'), { fileName });
    expect(mapping.format).toMatchObject({ encoding: 'shift_jis', delimiter: '|' });
    expect([rows, mapping.columns.map(({ samples }) => samples)]).toEqual([
      1,
      [['taro@x.org'], ['ポール 表'], ['表\\']],
    ]);
  });
});

describe('characters across pieces', () => {
  it.each(cases)('stay whole in $encoding ($language)', async ({ list, encoding }) => {
    const text = listText(list, 12);
    const bytes = encoded(text, encoding);
    for (const piece of [1, 2, 3, 7]) expect(await textOf(bytes, encoding, piece)).toBe(text);
  });

  it('stay whole in GB18030 if they have four bytes', async () => {
    const text = 'x@x.org,𠀀𠮷㐀\n';
    for (const piece of [1, 2, 3])
      expect(await textOf(encoded(text, 'gb18030'), 'gb18030', piece)).toBe(text);
  });
});

describe('a character that the encoding doesn’t know', () => {
  it.each<[what: string, encoding: Encoding, strays: number[], message: string]>([
    [
      'a stray byte among Shift_JIS',
      'shift_jis',
      [0xfd, 0x0a],
      'people.csv is Shift_JIS, but 1 of its characters is not: it is imported as �. To fix this, choose another encoding, or save the file as "CSV UTF-8" and import it again.',
    ],
    [
      'a file that ends within a character',
      'euc-jp',
      [0xb0],
      'people.csv ends in the middle of a character: it was probably cut off while being saved or sent. You can import what’s there. To get everything, export the list again.',
    ],
    [
      'bytes without a meaning in Windows-1252',
      'windows-1252',
      [0x81, 0x8d, 0x0a],
      'people.csv is Windows-1252, but 2 of its characters are not: they are imported as �. To fix this, choose another encoding, or save the file as "CSV UTF-8" and import it again.',
    ],
  ])('is reported: %s', async (_what, encoding, strays, message) => {
    const list = listsInLanguages.find((each) => each.encodings.includes(encoding));
    const text = listText(list ?? expect.fail(), 30);
    const bytes = Buffer.concat([encoded(`${text}x@x.org,`, encoding), Uint8Array.from(strays)]);
    const { mapping, problems } = await proposeMapping(bytes, { fileName });
    expect(mapping.format.encoding).toBe(encoding);
    expect(problems.map((problem) => `${problem.message} ${problem.hint}`)).toEqual([message]);
  });

  it('is reported for a wrong encoding that was chosen, too', async () => {
    const bytes = encoded('Email,Name\ntaro@x.org,山田\n', 'shift_jis');
    const { problems } = await proposeMapping(bytes, { fileName, encoding: 'utf-8' });
    expect(problems[0]?.message).toMatch(/^people.csv is UTF-8, but \d of its characters are not/);
    expect(problems[0]?.hint).toContain('choose another encoding');
  });
});

describe('how a file was read', () => {
  const wordsFor = async (bytes: Uint8Array, encoding?: Encoding) =>
    readingWords((await proposeMapping(bytes, { fileName, encoding })).mapping);

  it('is said with a name to check, even if the first names are plain', async () => {
    const plain = 'a@x.org,Ada\nb@x.org,Bob\nc@x.org,Cy\nd@x.org,Dot\n';
    const bytes = encoded(`Email,Name\n${plain}taro@x.org,山田 太郎\nhanako@x.org,鈴木 花子\n`, 'shift_jis');
    expect(await wordsFor(bytes)).toBe('Read as Shift_JIS, for example “山田 太郎”.');
    expect(await wordsFor(bytes, 'windows-1250')).toMatch(
      /^Read as Windows-1250, as you chose, for example “/,
    );
  });

  it('is said with a column’s name if all cells are ASCII', async () => {
    const bytes = encoded('E-Mail,Straße\na@x.org,Main Street\n', 'windows-1252');
    expect(await wordsFor(bytes)).toBe('Read as Windows-1252, for example “Straße”.');
  });

  it.each<[string, Uint8Array]>([
    ['UTF-8', encoded('Email,Name\na@x.org,山田\n', 'utf-8')],
    ['UTF-16', encoded('\ufeffEmail,Name\na@x.org,山田\n', 'utf-16le')],
    ['plain ASCII', encoded('Email,Name\na@x.org,Ada\n', 'utf-8')],
  ])('is not asked about for %s', async (_what, bytes) => {
    expect(await wordsFor(bytes)).toBeUndefined();
  });

  it('is as a person chose, and stays so', async () => {
    const bytes = encoded('Email,Name\na@x.org,Muñoz\n', 'windows-1252');
    const { mapping } = await proposeMapping(bytes, { fileName, encoding: 'windows-1250' });
    expect(mapping.format).toEqual({ encoding: 'windows-1250', delimiter: ',', header: true, chosen: true });
    expect(mapping.columns[1]?.samples).toEqual(['Muńoz']);
  });
});

describe('names of encodings', () => {
  it.each<[string, Encoding]>([
    ['Shift_JIS', 'shift_jis'],
    ['SJIS', 'shift_jis'],
    ['cp932', 'shift_jis'],
    ['windows-1250', 'windows-1250'],
    ['CP1251', 'windows-1251'],
    ['1253', 'windows-1253'],
    ['latin1', 'windows-1252'],
    ['ISO-8859-1', 'windows-1252'],
    ['iso8859-2', 'iso-8859-2'],
    ['Mac Roman', 'macintosh'],
    ['cp850', 'cp850'],
    ['cp866', 'ibm866'],
    ['GBK', 'gb18030'],
    ['euc_kr', 'euc-kr'],
    ['utf8', 'utf-8'],
  ])('are known: %s', (name, encoding) => {
    expect(encodingNamed(name)).toBe(encoding);
  });

  it('are known as they are shown', () => {
    for (const encoding of encodings) expect(encodingNamed(encodingNames[encoding].name)).toBe(encoding);
  });

  it.each(['', 'klingon', '12', 'cp037', '9999'])('don’t include “%s”', (name) => {
    expect(encodingNamed(name)).toBeUndefined();
  });
});
