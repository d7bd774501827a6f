import { expect, test } from 'vitest';
import { plainRecords } from '../../src/csv/file/plain-records.ts';

const read = (text: string, longest = 1000) =>
  plainRecords(text, { delimiter: ',', quote: '"' }, { line: 5, longest });
const cellsOf = (text: string) => read(text)?.map(({ cells }) => cells);

test.each<[text: string, cells: string[][]]>([
  ['', []],
  ['a,b\nc', [['a', 'b'], ['c']]],
  ['a,b\n', [['a', 'b']]],
  ['a,', [['a', '']]],
  [
    'a,\n,b',
    [
      ['a', ''],
      ['', 'b'],
    ],
  ],
  ['"a,b",c', [['a,b', 'c']]],
  ['"",""\n""', [['', ''], ['']]],
  ['"a ""b""",c', [['a "b"', 'c']]],
  ['""""', [['"']]],
  [' a , b ', [[' a ', ' b ']]],
  ['\n\n', [[''], ['']]],
])('splits %j', (text, cells) => {
  expect(cellsOf(text)).toEqual(cells);
});

test('counts the lines inside quotes', () => {
  const rows = read('a,"b\n\nc",d\n\ne\n');
  expect(rows).toEqual([
    { line: 5, cells: ['a', 'b\n\nc', 'd'] },
    { line: 8, cells: [''] },
    { line: 9, cells: ['e'] },
  ]);
});

test.each(['a"b', 'a,b"', '"a"b', '"a" ,b', ' "a"', '"a', '"a"""b', '="0123"'])(
  'leaves %j to csv-parse',
  (text) => {
    expect(read(text)).toBeNull();
    expect(read(`a,b\n${text}\nc,d`)).toBeNull();
  },
);

test('leaves a record to csv-parse that may be too long', () => {
  expect(read('abc\nabcd\nabc', 4)).toHaveLength(3);
  expect(read('abc\nabcde\nabc', 4)).toBeNull();
  expect(read('abc\n"abcd"\nabc', 4)).toBeNull();
});
