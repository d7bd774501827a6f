import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readNumber, tidyCell, withoutMark } from '../../src/csv/cells/cells.ts';
import { isBlank } from '../../src/csv/cells/no-value.ts';
import { readTags, tagsCell } from '../../src/csv/cells/tags.ts';
import { addFacts, emptyFacts } from '../../src/csv/columns/facts.ts';
import { attributeHeader, exportColumns, exportIn } from '../../src/csv/columns/own-export.ts';
import { ownMoment, readOwnMoment } from '../../src/csv/dates/own-moments.ts';
import { csvCopy, marked } from '../../src/csv/file/write.ts';
import type { AttributeType } from '../../src/csv/schema.ts';
import { tidy } from '../../src/lib/texts.ts';
import { withoutInvisible } from '../../src/lib/visible.ts';

const header = exportColumns.map(([name]) => name);

describe('an export is recognized', () => {
  const targets = exportColumns.map(([, target]) => target);
  const first =
    'Email, Name, Country, Language, Phone, Company, Status, Status since, Signed up, Source, Tags'.split(
      ', ',
    );
  const ofFirst = targets.filter((_, index) => first.includes(header[index] ?? ''));
  test.each<[what: string, header: string[], found: ReturnType<typeof exportIn>]>([
    ['by all its columns', [...header, 'Plan'], { from: 0, targets }],
    ['without attributes', header, { from: 0, targets }],
    ['of the first version', [...first, 'Plan'], { from: 0, targets: ofFirst }],
    [
      'behind what is said of rejected rows',
      ['Line', 'Reason not imported', ...header],
      { from: 2, targets },
    ],
    ['not if a column is missing', header.filter((name) => name !== 'Phone'), undefined],
    [
      'not if a column has another name',
      header.map((name) => (name === 'Source' ? 'Quelle' : name)),
      undefined,
    ],
    ['not in another order', [...header].reverse(), undefined],
  ])('%s', (_what, names, found) => {
    expect(exportIn(names)).toEqual(found);
  });
});

describe('the header of an attribute', () => {
  type Case = [
    name: string,
    type: AttributeType,
    yearly: boolean,
    cells: string[],
    isAll: boolean,
    header: string,
  ];
  test.each<Case>([
    ['Plan', 'text', false, ['pro', '5'], true, 'Plan'],
    ['Zip', 'text', false, ['00123', '12'], true, 'Zip'],
    ['Zip', 'text', false, ['12345', ''], true, 'Zip (text)'],
    ['Answer', 'text', false, ['yes', 'no'], true, 'Answer (text)'],
    ['When', 'text', false, ['2024-01-02', '3 May'], true, 'When (text)'],
    ['Nothing', 'text', false, ['', ''], true, 'Nothing'],
    ['Later', 'text', false, ['', ''], false, 'Later (text)'],
    ['Seats', 'number', false, ['1', '0'], true, 'Seats'],
    ['Seats', 'number', false, [], false, 'Seats'],
    ['Pro', 'boolean', false, ['true'], true, 'Pro'],
    ['Renewal', 'date', false, ['2024-01-02'], true, 'Renewal'],
    ['Birthday', 'date', true, ['1990-01-02'], true, 'Birthday'],
    ['Birthday', 'date', false, ['1990-01-02'], true, 'Birthday (date)'],
    ['Wedding', 'date', true, ['1990-01-02'], true, 'Wedding (yearly date)'],
    ['Wedding', 'date', true, ['--01-02'], true, 'Wedding'],
    ['Zip (text)', 'text', false, ['x'], true, 'Zip (text) (text)'],
    ['Zip (code)', 'text', false, ['x'], true, 'Zip (code)'],
  ])('%s (%s, yearly %s) of %j, all: %s, is %s', (name, type, yearly, cells, isAll, said) => {
    const facts = emptyFacts([name]);
    addFacts(
      facts,
      cells.map((cell, line) => ({ line, cells: [cell] })),
    );
    const [known] = facts;
    if (known === undefined) throw new Error('one column');
    expect(attributeHeader({ name, type, yearly }, known, isAll)).toBe(said);
  });
});

const someText = fc
  .oneof(
    fc.string({ unit: 'grapheme', maxLength: 12 }),
    fc.stringMatching(/^'{0,3}\s?[=+\-@]?(?:None|NULL|-|\d{1,4}|\(0\)|x)?$/),
  )
  .map(tidy)
  .filter((text) => text !== '');

test('every text is read back from the cell that it was written to', () => {
  const read = (cell: string): string => {
    const tidied = tidyCell(cell);
    return isBlank(tidied) ? '' : withoutMark(tidied);
  };
  fc.assert(
    fc.property(someText, (text) => {
      expect(read(marked(text))).toBe(text);
      expect(marked(text)).not.toMatch(/^[=@\t]|^[+-](?!\d+(?:\.\d+)?$)/);
    }),
    { numRuns: 2000 },
  );
});

test('a cell is read from a copy of its row as it was before', () => {
  const cell = fc.oneof(
    someText,
    fc.constantFrom('="0123"', '=T("7")', ' =1', "'=1", "'None", '-', 'NULL', '+1', '=1+1'),
  );
  fc.assert(
    fc.property(cell, (raw) => {
      const copied = csvCopy([raw]).replace(/^"(.*)"$/s, (_, inside: string) => inside.replaceAll('""', '"'));
      expect(tidyCell(copied)).toBe(tidyCell(raw));
    }),
    { numRuns: 1000 },
  );
});

test('tags are read back from the cell that they were written to', () => {
  const name = fc
    .oneof(
      someText,
      fc.constantFrom('vip', 'VIP', 'a;b', '#x', '[x]', '{y}', '* z', 'a ::: b', "'90s", 'a:1:{', '5'),
    )
    .map((text) => tidy(withoutInvisible(text.replace(/["“”,@]/g, ''))))
    .filter((text) => text !== '' && text.length <= 60);
  fc.assert(
    fc.property(fc.uniqueArray(name, { maxLength: 5 }), (names) => {
      expect(readTags(tagsCell(names))).toEqual(names);
    }),
    { numRuns: 2000 },
  );
});

test.each<[iso: string, hasDays: boolean, date: object | null]>([
  ['2024-03-01T10:20:30.123Z', false, { day: '2024-03-01', time: '10:20:30.123', offset: 'Z' }],
  ['2024-03-01T10:20:30.000Z', true, { day: '2024-03-01', time: '10:20:30', offset: 'Z' }],
  ['2024-03-01T00:00:00.000Z', true, { day: '2024-03-01', time: null, offset: null }],
  ['2024-03-01T00:00:00.000Z', false, { day: '2024-03-01', time: '00:00:00', offset: 'Z' }],
  ['2024-03-01T00:00:00Z', true, { day: '2024-03-01', time: '00:00:00', offset: 'Z' }],
  ['2024-02-30T00:00:00Z', true, null],
  ['2024-03-01', true, null],
  ['01/03/2024', true, null],
])('the moment %s (of days: %s) is read to the millisecond', (cell, hasDays, date) => {
  expect(readOwnMoment(cell, { hasDays })).toEqual(date);
});

test('a time at midnight is not a day', () => {
  expect(ownMoment(new Date('2024-03-01T00:00:00.000Z'))).toBe('2024-03-01T00:00:00Z');
  expect(ownMoment(new Date('2024-03-01T10:00:00.000Z'))).toBe('2024-03-01T10:00:00.000Z');
});

test('every number is read back as it is written', () => {
  fc.assert(
    fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (number) => {
      expect(readNumber(String(number))).toBe(Object.is(number, -0) ? 0 : number);
    }),
  );
  expect(['1e5', '007', '1,5', '1.50', '0x10', '1e400', '--1'].map(readNumber)).toEqual([
    ...[null, null, null, 1.5, null, null, null],
  ]);
});
