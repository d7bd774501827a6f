import { describe, expect, test } from 'vitest';
import { proposeMapping } from '../../src/csv/columns/propose.ts';
import { isSingleQuoted, unescaper } from '../../src/csv/file/quoting.ts';
import { readRows } from '../../src/csv/file/read.ts';
import { separationWords } from '../../src/csv/file/reading.ts';
import { rowReader } from '../../src/csv/rows/rows.ts';
import type { Mapping } from '../../src/csv/schema.ts';

const bytesOf = (text: string) => new TextEncoder().encode(text);
const propose = async (text: string): Promise<Mapping> =>
  (await proposeMapping(bytesOf(text), { fileName: 'people.csv' })).mapping;

/** The names of a file's columns, and its cells. */
async function cellsOf(text: string): Promise<string[][]> {
  const mapping = await propose(text);
  const found = [mapping.columns.map(({ header }) => header)];
  // A piece at a time, so that a backslash may be the last character of one.
  const pieces = async function* () {
    for (const byte of bytesOf(text)) yield Uint8Array.of(byte);
  };
  for await (const rows of readRows(pieces, mapping.format, { size: 10 }))
    found.push(...rows.map(({ cells }) => cells));
  return found;
}

describe('a file is read', () => {
  test.each<[what: string, file: string, cells: string[][]]>([
    [
      'with every cell in single quotes',
      "'email','name','city'\n'a@x.org','Lovelace, Ada','Oslo'\n'b@x.org','Bo','Rome'\n",
      [
        ['email', 'name', 'city'],
        ['a@x.org', 'Lovelace, Ada', 'Oslo'],
        ['b@x.org', 'Bo', 'Rome'],
      ],
    ],
    [
      'with quotes inside of them twice or behind a backslash, numbers and NULL without',
      "email,name,n\n'a@x.org','O''Hara',1\n'b@x.org','O\\'Neil',NULL\n'c@x.org','say \"hi\"',-2.5\n",
      [
        ['email', 'name', 'n'],
        ['a@x.org', "O'Hara", '1'],
        ['b@x.org', "O'Neil", 'NULL'],
        ['c@x.org', 'say "hi"', '-2.5'],
      ],
    ],
    [
      'with semicolons between them, lines within, and no names of columns',
      "'a@x.org'; 'Ada'; '1 Main St\nOslo'\n'b@x.org'; 'Bo; Ba'; ''\n",
      [
        ['Column 1', 'Column 2', 'Column 3'],
        ['a@x.org', 'Ada', '1 Main St\nOslo'],
        ['b@x.org', 'Bo; Ba', ''],
      ],
    ],
    [
      'with quotes behind backslashes, as MySQL writes them',
      '"email","name"\n"a@x.org","Ada \\"Countess\\" L"\n"b@x.org","5\\" disk, old"\n"c@x.org",\\N\n"d@x.org","C:\\\\"\n',
      [
        ['email', 'name'],
        ['a@x.org', 'Ada "Countess" L'],
        ['b@x.org', '5" disk, old'],
        ['c@x.org', '\\N'],
        ['d@x.org', 'C:\\'],
      ],
    ],
    [
      'with quotes written both ways',
      '"email","name"\n"a@x.org","Ada \\"L\\" and ""Countess"""\n',
      [
        ['email', 'name'],
        ['a@x.org', 'Ada "L" and "Countess"'],
      ],
    ],
    [
      'with a backslash at the end of a cell, which is none of MySQL’s',
      '"email","folder"\n"a@x.org","C:\\"\n"b@x.org","D:\\, or ""E"""\n',
      [
        ['email', 'folder'],
        ['a@x.org', 'C:\\'],
        ['b@x.org', 'D:\\, or "E"'],
      ],
    ],
  ])('%s', async (_what, file, cells) => {
    expect(await cellsOf(file)).toEqual(cells);
  });

  test('with the first such quote thousands of rows in', async () => {
    const rows = Array.from({ length: 9000 }, (_, n) => `"p${n}@x.org","Person, ${n}"\n`).join('');
    const cells = await propose(`"email","name"\n${rows}"a@x.org","Ada \\"L\\", Countess"\n`);
    expect(cells.format.escapes).toBe(true);
    expect(cells.columns[1]?.filled).toBe(9001);
  });

  test('and a note says that its cells are in single quotes', async () => {
    const { format } = await propose("'email';'name'\n'a@x.org';'Ada'\n");
    expect(separationWords(format)).toBe('Cells are in single quotes, separated by semicolons.');
  });
});

describe('single quotes are part of the cells', () => {
  test.each([
    "email,name\na@x.org,'Ada'\nb@x.org,Bo\n",
    "email,phone\na@x.org,'0123\nb@x.org,'0456\n",
    "'a@x.org'\n'b@x.org'\n",
    "'a@x.org',Ada\n'b@x.org',Bo\n",
    'email,name\na@x.org,"\'Ada\'"\n',
    "email,name,city\n'a@x.org','Ada',Oslo\n'b@x.org','Bo',Rome\n",
  ])('%j', async (file) => {
    expect(isSingleQuoted(file)).toBe(false);
    expect((await propose(file)).format.quote).toBeUndefined();
  });
});

describe('a file is refused', () => {
  test.each([
    [
      '"email","name"\n"a@x.org","Ada \\"L\\" "C" o"\n',
      'Nothing was imported. Quotes inside cells are written in several ways here (\\")',
    ],
    ["'email','name'\n'a@x.org','O'Hara'\n'b@x.org','Bo'\n", "write each quote inside it twice ('')"],
    ['"email","name"\n"a@x.org","Ada "L" C"\n', 'write each quote inside it twice ("")'],
  ])('%j', async (file, hint) => {
    await expect(propose(file)).rejects.toMatchObject({ hint: expect.stringContaining(hint) });
  });
});

test('a row that single quotes should hold together is rejected with what to do', async () => {
  const file = "email,name,city\na@x.org,'Lovelace, Ada',Oslo\nb@x.org,Bo,Rome\n";
  const mapping = await propose(file);
  const read = rowReader(mapping);
  for await (const [first] of readRows(bytesOf(file), mapping.format, { size: 10 }))
    expect(first && read(first)).toMatchObject({
      problem: '4 cells where the first line has 3: a cell with "," in it needs double quotes (") around it',
    });
});

test('a backslash waits for the next character', () => {
  const whole = '"a \\"b\\\\" c\\\\\\"';
  for (let at = 0; at <= whole.length; at += 1) {
    const plain = unescaper('"');
    expect(plain(whole.slice(0, at)) + plain(whole.slice(at))).toBe('"a ""b\\" c\\""');
  }
});

test('quotes are found in time', { timeout: 20_000 }, () => {
  for (const piece of ["'", "'a,", "','", "''", "\\'", "' ", "'\n", "'a'b,", '\n'])
    isSingleQuoted(piece.repeat(Math.ceil(1_000_000 / piece.length)));
});
