import { describe, expect, test } from 'vitest';
import type { DateHabit } from '../../src/csv/columns/date-habits.ts';
import { readDate, readNumberedDate, readYearlessDay } from '../../src/csv/dates/dates.ts';
import { clashOf, countDate, emptyTally, orderOf, possibleOrders } from '../../src/csv/dates/order.ts';
import type { DateOrder } from '../../src/csv/dates/parts.ts';

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
    ['2024年4月3日(水)', 'dmy', '2024-04-03'],
    ['2024년 4월 3일', 'dmy', '2024-04-03'],
    ['2024. 4. 3.', 'dmy', '2024-04-03'],
    ['2024. 04. 03.', 'mdy', '2024-04-03'],
    ['2024-Apr-03', 'mdy', '2024-04-03'],
    ['Apr-03-2024', 'dmy', '2024-04-03'],
    ['Apr. 3, 2024', 'dmy', '2024-04-03'],
    ['Wednesday, 3 April 2024', 'mdy', '2024-04-03'],
    ['Mittwoch, 3. April 2024', 'mdy', '2024-04-03'],
    ['mer. 3 avril 2024', 'mdy', '2024-04-03'],
    ['miércoles, 3 de abril de 2024', 'mdy', '2024-04-03'],
    ['le 3 avril 2024', 'mdy', '2024-04-03'],
    ['mar. 2 avril 2024', 'mdy', '2024-04-02'],
    ['Mar 2, 2024', 'mdy', '2024-03-02'],
    ['mar 2 mars 2024', 'mdy', '2024-03-02'],
    ['den 3. April 2024', 'mdy', '2024-04-03'],
    ['3 апреля 2024 г.', 'mdy', '2024-04-03'],
    ['3 Nisan 2024', 'mdy', '2024-04-03'],
    ['3. apríla 2024', 'mdy', '2024-04-03'],
    ['24-03-15', 'ymd', '2024-03-15'],
    ['24/03/15', 'ymd', '2024-03-15'],
    ['24.04.23', 'ymd', '2024-04-23'],
    ['24. 4. 23.', 'ymd', '2024-04-23'],
    ['24. 4. 23.', 'dmy', '2023-04-24'],
    ['24. 4. 3.', 'dmy', '2024-04-03'],
    ['24. 4. 3', 'dmy', '2024-04-03'],
    ['24년 4월 3일', 'dmy', '2024-04-03'],
    ['24년 4월 3일(수)', 'dmy', '2024-04-03'],
    ['3.4.2024.', 'dmy', '2024-04-03'],
    ["3 Apr '24", 'mdy', '2024-04-03'],
    ['3.4.2024 г.', 'dmy', '2024-04-03'],
    ['2024-04-03 (Wed)', 'mdy', '2024-04-03'],
    ['2024-04-03+08:00', 'mdy', '2024-04-03'],
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
    // PostgreSQL, MySQL, Oracle, DB2, SQL Server.
    ['2020-08-26 10:20:30+00', '10:20:30', '+00:00'],
    ['2020-08-26 10:20:30.123456+02', '10:20:30', '+02:00'],
    ['2020-08-26 10:20:30-05', '10:20:30', '-05:00'],
    ['2020-08-26 10:20:30.123 +00:00', '10:20:30', '+00:00'],
    ['26-AUG-20 10.20.30.000000 AM', '10:20:30', null],
    ['2020-08-26-10.20.30.123456', '10:20:30', null],
    ['2020-08-26 10:20:30.1234567 +02:00', '10:20:30', '+02:00'],
    // Go, Java, JavaScript, Ruby, Python, .NET, C.
    ['2020-08-26 10:20:30.123 +0000 UTC', '10:20:30', '+00:00'],
    ['2020-08-26 10:20:30 +0200 CEST m=+0.001', '10:20:30', '+02:00'],
    ['2020-08-26T10:20:30+02:00[Europe/Berlin]', '10:20:30', '+02:00'],
    ['Wed Aug 26 2020 10:20:30 GMT+0200 (Central European Summer Time)', '10:20:30', '+02:00'],
    ['Wed Aug 26 10:20:30 UTC 2020', '10:20:30', 'Z'],
    ['Wed Aug 26 10:20:30 +0000 2020', '10:20:30', '+00:00'],
    ['Wed Aug 26 10:20:30 2020', '10:20:30', null],
    ['Wed, 26 Aug 2020 10:20:30 GMT', '10:20:30', 'Z'],
    ['Wed, 26 Aug 2020 10:20:30 -0500', '10:20:30', '-05:00'],
    ['8/26/2020 10:20:30 AM +00:00', '10:20:30', '+00:00'],
    ['20200826T102030Z', '10:20:30', 'Z'],
    ['20200826T1020', '10:20:00', null],
    ['20200826102030', '10:20:30', null],
    ['2020:08:26 10:20:30', '10:20:30', null],
    ['/Date(1598437230000)/', '10:20:30', 'Z'],
    ['2020-08-26_10:20:30', '10:20:30', null],
    ['26/Aug/2020:10:20:30 +0000', '10:20:30', '+00:00'],
    ['Wednesday, 26-Aug-20 10:20:30 MST', '10:20:30', '-07:00'],
    ['2020-08-26 10:20:30 Europe/Berlin', null, null],
    // Zones as words, hours alone, other clocks.
    ['2020-08-26 10:00:00 EST', '10:00:00', '-05:00'],
    ['2020-08-26 10:00:00 GMT+2', '10:00:00', '+02:00'],
    ['2020-08-26 10:00:00 UTC-03:30', '10:00:00', '-03:30'],
    ['August 26, 2020 1:20 PM (GMT+1)', '13:20:00', '+01:00'],
    ['Aug 26, 2020 10:00 AM PDT', '10:00:00', '-07:00'],
    ['Aug 26, 2020 at 10:00 AM', '10:00:00', null],
    ['Aug 26, 2020 10:00 AM EST', '10:00:00', '-05:00'],
    ['2020-08-26 10:00:00 CET', '10:00:00', '+01:00'],
    // India, Israel and Ireland; Eastern, summer or winter: the day without the time.
    ['2020-08-26 10:00:00 IST', null, null],
    ['2020-08-26 10:00 AM ET', null, null],
    ['8/26/20 3pm', '15:00:00', null],
    ['8/26/20 11 am', '11:00:00', null],
    ['8/26/20 3:10 p.m.', '15:10:00', null],
    ['26/8/2020, 10:20:30 a. m.', '10:20:30', null],
    ['26.08.2020 10.20', '10:20:00', null],
    ['26.08.2020, 10:20 Uhr', '10:20:00', null],
    ['26/08/2020 à 10h20', '10:20:00', null],
    ['26/08/2020 10h', '10:00:00', null],
    ['2020年8月26日 10時20分30秒', '10:20:30', null],
    ['2020/08/26 午後3:10', '15:10:00', null],
    ['2020. 8. 26. 오후 3:10:00', '15:10:00', null],
    ['2020-08-26 10:33:05\u202fPM', '22:33:05', null],
  ])('reads the time in %s', (text, time, offset) => {
    const order = text.startsWith('8/26') ? 'mdy' : 'dmy';
    expect(readDate(text.replace('\u202f', ' '), order)).toEqual({ day: '2020-08-26', time, offset });
  });

  test.each<[text: string, order: DateOrder, day: string]>([
    ['1/2/57', 'mdy', '1957-01-02'],
    ['1/30/64', 'mdy', '1964-01-30'],
    ['1/2/99', 'mdy', '1999-01-02'],
    ['11/23/26', 'mdy', '2026-11-23'],
    ['11/25/26', 'mdy', '1926-11-25'],
    ['15-Mar-57', 'dmy', '1957-03-15'],
    ['24-03-15', 'ymd', '2024-03-15'],
    ['29-02-96', 'dmy', '1996-02-29'],
  ])('reads a two-digit year in %s (%s) as the latest that is not in the future', (text, order, day) => {
    expect(readDate(text, order, '2026-11-24')?.day).toBe(day);
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
    ['26 Axg 2020', 'dmy'],
    ['26 Marble 2020', 'dmy'],
    ['2020-08-26T25:00', 'dmy'],
    ['26/08/2020 13:15 PM', 'dmy'],
    ['2020-08-26T10:00+15:00', 'dmy'],
    ['1-800-555-0100', 'dmy'],
    ['Q3 2020', 'dmy'],
    ['2020-08-26 10:20:30 tomorrow', 'dmy'],
    ['2020-08-26 10:20 X', 'dmy'],
    ['24:10:00', 'dmy'],
    ['10:20:30', 'dmy'],
    ['1 Main St 2020', 'dmy'],
    ['Room 12, 2020', 'dmy'],
    ['ada@2020-08-26.org', 'dmy'],
    ['+33 1 23 45 67', 'dmy'],
    ['2020-13-01', 'dmy'],
    ['20201301T102030Z', 'dmy'],
    ['3/15/24', 'ymd'],
    ['24.4.3', 'ymd'],
    ['24年4月3日', 'ymd'],
    ['26/082020', 'dmy'],
    ['3.042020', 'dmy'],
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

  test.each<[string, string[], DateOrder[]]>([
    [
      'a year first of two digits, where the other order lies in the future',
      ['24-03-15', '23-12-31', '25-01-05'],
      ['ymd'],
    ],
    ['a day first, where the other order does', ['15-03-24', '31-12-23', '05-01-25'], ['dmy']],
    ['either, where both are past', ['24-03-15', '23-12-20', '25-01-05'], ['dmy', 'ymd']],
    ['either between slashes too', ['25/12/20', '24/03/15'], ['dmy', 'ymd']],
    ['a day first, where a year first would be in the future', ['25/12/20', '28/03/15'], ['dmy']],
    ['a year first, where a day first would be in the future', ['24.04.23', '23.12.31'], ['ymd']],
    ['a year first between slashes, where nothing else fits', ['24/03/15', '70/12/31'], ['ymd']],
    ['day or month first where all are past', ['03/04/2020', '05/06/2020'], ['dmy', 'mdy']],
    ['month first, where the other order is in the future', ['03/04/2020', '10/12/2026'], ['mdy']],
    ['the only order that fits, though it is in the future', ['12/31/2026', '03/04/2020'], ['mdy']],
  ])('of past days is %s', (_what, cells, orders) => {
    const tally = emptyTally('2026-11-24');
    for (const cell of cells) countDate(tally, cell);
    expect(possibleOrders(tally, { isPast: true })).toEqual(orders);
  });

  test.each<[habit: DateHabit | undefined, cells: string[], orders: DateOrder[]]>([
    [undefined, ['24.04.23', '23.12.11'], ['dmy', 'ymd']],
    ['year-first', ['24.04.23', '23.12.11'], ['ymd']],
    ['year-last', ['24.04.23', '23.12.11'], ['dmy']],
    ['year-last', ['04/05/23', '03/12/11'], ['dmy', 'mdy']],
    ['year-first', ['04/05/23', '03/12/11'], ['ymd']],
    // In many files in all languages, the year comes first between dashes.
    ['year-last', ['24-04-23', '23-12-11'], ['dmy', 'ymd']],
    // What the cells themselves say counts more.
    ['year-first', ['24.04.23', '31.12.99'], ['dmy']],
    ['year-last', ['24.04.23', '99.12.31'], ['ymd']],
  ])('follows the language of the names (%s) if the cells don’t decide it: %j', (habit, cells, orders) => {
    const tally = emptyTally('2026-11-24');
    for (const cell of cells) countDate(tally, cell);
    expect(possibleOrders(tally, { isPast: true, habit })).toEqual(orders);
  });

  test('is unknown if cells contradict each other, and two of them are shown', () => {
    const tally = emptyTally();
    for (const cell of ['13/04/2024', '04/13/2024', '05/06/2024']) countDate(tally, cell);
    expect(orderOf(tally)).toBeNull();
    expect(clashOf(tally)).toEqual({ dmy: '13/04/2024', mdy: '04/13/2024' });
  });

  test('isn’t in doubt because of days in the future, which are counted', () => {
    const tally = emptyTally('2026-11-24');
    for (const [index, cell] of ['2026-01-01', '2026-11-24', '2031-12-23'].entries())
      countDate(tally, cell, index + 2);
    expect(tally).toMatchObject({ future: 1, firstFuture: { line: 4, cell: '2031-12-23' } });
  });

  test.each<[string, string[], DateOrder | null]>([
    ['one day over 12 settles day-first', ['03-04-2020', '26-08-2020', '01-02-2020'], 'dmy'],
    ['one day over 12 settles month-first', ['03/04/2020', '08/26/2020'], 'mdy'],
    ['two readings of every cell settle nothing', ['03/04/2020', '05/06/2020'], null],
    // No locale of CLDR 48 has dots with the month first.
    ['dots put the day first', ['03.04.2024', '5.6.2024', '07. 08. 2024'], 'dmy'],
    ['dots with two digits of a year may have it first', ['03.04.24'], null],
    ['a longer year settles where it stands, with the same signs', ['24.04.23', '2023.12.11'], 'ymd'],
    ['and at the end', ['24.04.23', '11.12.2023'], 'dmy'],
    ['a year first that programs write settles nothing of other signs', ['24.04.23', '2023-12-11'], null],
    ['nor of dashes', ['24-04-23', '2023-12-11'], null],
    ['a Korean day of one digit settles it', ['24.04.23', '24. 4. 3.'], 'ymd'],
    ['dots with a month first that contradict nothing', ['04.13.2024', '04.05.2024'], 'mdy'],
    ['dots that contradict each other', ['13.04.2024', '04.13.2024', '04.05.2024'], null],
    ['dots among others settle nothing', ['03.04.2024', '05/06/2024'], null],
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
