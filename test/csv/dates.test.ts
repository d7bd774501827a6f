import { describe, expect, test } from 'vitest';
import {
  countDate,
  type DateOrder,
  emptyTally,
  orderOf,
  readDate,
  readNumberedDate,
  readYearlessDay,
} from '../../src/csv/dates.ts';

describe('readDate', () => {
  test.each<[string, DateOrder, string]>([
    ['2020-08-26', 'dmy', '2020-08-26'],
    ['2020/8/6', 'mdy', '2020-08-06'],
    ['2020.08.26', 'ymd', '2020-08-26'],
    ['20200826', 'dmy', '2020-08-26'],
    ['26-08-2020', 'dmy', '2020-08-26'],
    ['3/4/2020', 'dmy', '2020-04-03'],
    ['3/4/2020', 'mdy', '2020-03-04'],
    ['3.4.2020', 'dmy', '2020-04-03'],
    ['3. 4. 2020', 'dmy', '2020-04-03'],
    ['03 04 2020', 'dmy', '2020-04-03'],
    ['26/08/20', 'dmy', '2020-08-26'],
    ['08/26/69', 'mdy', '2069-08-26'],
    ['08/26/70', 'mdy', '1970-08-26'],
    ['26 Aug 2020', 'mdy', '2020-08-26'],
    ['26-Aug-20', 'mdy', '2020-08-26'],
    ['26. August 2020', 'mdy', '2020-08-26'],
    ['1st May 2020', 'mdy', '2020-05-01'],
    ['August 26, 2020', 'dmy', '2020-08-26'],
    ['Sept 2nd 2020', 'dmy', '2020-09-02'],
    ['Wed, 26 Aug 2020', 'dmy', '2020-08-26'],
    ['29/02/2024', 'dmy', '2024-02-29'],
    ['3. März 2024', 'mdy', '2024-03-03'],
    ['1er août 2024', 'mdy', '2024-08-01'],
    ['3 de abril de 2024', 'mdy', '2024-04-03'],
    ['24 mrt. 2023', 'mdy', '2023-03-24'],
    ['3 kwietnia 2024', 'mdy', '2024-04-03'],
    ['2024年4月3日', 'dmy', '2024-04-03'],
  ])('reads %s (%s) as %s', (text, order, day) => {
    expect(readDate(text, order)).toEqual({ day, time: null, offset: null });
  });

  test.each<[string, string | null, string | null]>([
    ['2020-08-26T10:33:05Z', '10:33:05', 'Z'],
    ['2020-08-26T10:33:05.123456Z', '10:33:05', 'Z'],
    ['2020-08-26 10:33:05 UTC', '10:33:05', 'Z'],
    ['2020-08-26T10:33:05+0200', '10:33:05', '+02:00'],
    ['2020-08-26T10:33:05-03:30', '10:33:05', '-03:30'],
    ['2020-08-26 10:33', '10:33:00', null],
    ['26/08/2020 3:15 PM', '15:15:00', null],
    ['26/08/2020, 12:05 am', '00:05:00', null],
    ['Aug 26, 2020 9:00 a.m.', '09:00:00', null],
    ['26/08/2020 00:00:00', null, null],
    ['2020-08-26T00:00:00Z', '00:00:00', 'Z'],
    ['2020-08-26T10:33:05.000+0000', '10:33:05', '+00:00'],
    ['Aug 26, 2020 10:21 am', '10:21:00', null],
    ['26.08.2020 10:21', '10:21:00', null],
  ])('reads the time of %s', (text, time, offset) => {
    expect(readDate(text, 'dmy')).toEqual({ day: '2020-08-26', time, offset });
  });

  test.each<[string, DateOrder]>([
    ['', 'dmy'],
    ['soon', 'dmy'],
    ['2020', 'dmy'],
    ['44069', 'dmy'],
    ['12345678', 'dmy'],
    ['31/02/2020', 'dmy'],
    ['29/02/2023', 'dmy'],
    ['29/02/1900', 'dmy'],
    ['13/13/2020', 'dmy'],
    ['26/08/2020', 'mdy'],
    ['08/26/2020', 'dmy'],
    ['03/04/2020', 'ymd'],
    ['00/08/2020', 'dmy'],
    ['26/08/1899', 'dmy'],
    ['26/08-2020', 'dmy'],
    ['26 Avg 2020', 'dmy'],
    ['26 Marble 2020', 'dmy'],
    ['2020-08-26T25:00', 'dmy'],
    ['26/08/2020 13:15 PM', 'dmy'],
    ['2020-08-26T10:00+15:00', 'dmy'],
    ['1-800-555-0100', 'dmy'],
    ['Q3 2020', 'dmy'],
  ])('refuses %j (%s)', (text, order) => {
    expect(readDate(text, order)).toBeNull();
  });
});

describe('readNumberedDate', () => {
  test.each<[string, string, string | null, string | null]>([
    ['1712139660', '2024-04-03', '10:21:00', 'Z'],
    ['1712139660000', '2024-04-03', '10:21:00', 'Z'],
    ['1712139660.123', '2024-04-03', '10:21:00', 'Z'],
    ['45385', '2024-04-03', null, null],
    ['45385.5', '2024-04-03', '12:00:00', null],
    ['45385,25', '2024-04-03', '06:00:00', null],
    ['36526', '2000-01-01', null, null],
  ])('reads %s as %s %s %s', (text, day, time, offset) => {
    expect(readNumberedDate(text)).toEqual({ day, time, offset });
  });

  test.each([
    '',
    '0',
    '7',
    '2024',
    '20240403',
    '171213966',
    '99999',
    '-45385',
    '45385.',
    '17121396600',
    '1e9',
  ])('refuses %j', (text) => {
    expect(readNumberedDate(text)).toBeNull();
  });
});

describe('the order of a column', () => {
  const settled = (...cells: string[]): DateOrder | null => {
    const tally = emptyTally();
    for (const cell of cells) countDate(tally, cell);
    return orderOf(tally);
  };
  const many = (cell: string, count: number): string[] => Array.from({ length: count }, () => cell);

  test.each<[string, string[], DateOrder | null]>([
    ['one day over 12 settles day-first', ['03-04-2020', '26-08-2020', '01-02-2020'], 'dmy'],
    ['one day over 12 settles month-first', ['03/04/2020', '08/26/2020'], 'mdy'],
    ['two readings of every cell settle nothing', ['03/04/2020', '05/06/2020'], null],
    ['cells that are the same both ways settle nothing and ask nothing', ['05/05/2020', '06/06/2020'], 'dmy'],
    ['years first need no order', ['2020-03-04', '2020-05-06'], 'ymd'],
    ['names of months need no order', ['4 Mar 2020', 'May 6, 2020'], 'dmy'],
    ['one ambiguous cell among years first asks', ['2020-03-04', '03/04/2020'], null],
    ['both orders in one column ask', ['26/08/2020', '08/26/2020'], null],
    ['one mistake among many does not', [...many('26/08/2020', 40), '08/26/2020'], 'dmy'],
    ['impossible days have no say', ['31/02/2020', '26/08/2020'], 'dmy'],
  ])('%s', (_what, cells, order) => {
    expect(settled(...cells)).toBe(order);
  });
});

test.each<[string, string | null]>([
  ['24 Dec', '--12-24'],
  ['24. December', '--12-24'],
  ['24th of December', '--12-24'],
  ['Dec 24', '--12-24'],
  ['December 24th', '--12-24'],
  ['--12-24', '--12-24'],
  ['29 Feb', '--02-29'],
  ['30 Feb', null],
  ['--13-01', null],
  ['32 Dec', null],
  ['24/12', null],
  ['12-24', null],
  ['Dec 2024', null],
  ['24 Dec 2020', null],
  ['Mark 5', null],
  ['May', null],
  ['', null],
])('reads a day without a year: %j as %j', (text, day) => {
  expect(readYearlessDay(text)).toBe(day);
});
