import { describe, expect, it } from 'vitest';
import { parseTimeframe } from '../../src/dates/parse.ts';
import type { DateContext } from '../../src/dates/schema.ts';
import { monday, range } from '../support/dates.ts';

const on = (day: string) => ({ now: new Date(`${day}T10:00:00Z`) });

function refusal(phrase: string, changes: Partial<DateContext> = {}) {
  const parsed = parseTimeframe(phrase, { ...monday, ...changes });
  if (parsed.ok) throw new Error(`"${phrase}" is read as ${parsed.readBack}`);
  return { message: parsed.problem.message, suggestions: parsed.problem.suggestions };
}

describe('a name that spans New Year', () => {
  it.each([
    ['2026-01-15', 'this winter', '2025-12-01..2026-03-01'],
    ['2026-02-28', 'this winter', '2025-12-01..2026-03-01'],
    ['2026-03-20', 'this winter', '2025-12-01..2026-03-01'],
    ['2026-11-23', 'this winter', '2026-12-01..2027-03-01'],
    ['2026-12-24', 'this winter', '2026-12-01..2027-03-01'],
    ['2026-01-15', 'last winter', '2024-12-01..2025-03-01'],
    ['2026-01-15', 'next winter', '2026-12-01..2027-03-01'],
    ['2026-01-15', 'since this winter', '2025-12-01..'],
    ['2026-01-01', 'this Kwanzaa', '2025-12-26..2026-01-02'],
    ['2026-01-15', 'this summer', '2026-06-01..2026-09-01'],
  ])('is the nearer one: on %s "%s" is %s', (now, phrase, expected) => {
    expect(range(phrase, on(now))).toBe(expected);
  });

  it('is the same for yearly attributes', () => {
    const { timeframe } = parseTimeframe('this winter', { ...monday, ...on('2026-01-15'), yearly: true }) as {
      timeframe: unknown;
    };
    expect(timeframe).toEqual({ kind: 'season', season: 'winter', year: { offset: -1 } });
  });
});

describe('the same name at both ends of a range', () => {
  it.each([
    ['from last March until this March', '2025-03-01..2026-04-01'],
    ['from last summer to this summer', '2025-06-01..2026-09-01'],
    ['between last Easter and this Easter', '2025-04-20..2026-04-06'],
    ['from the end of last Q1 to the end of this Q1', '2025-04-01..2026-04-01'],
    ['from last Christmas until this Christmas', '2025-12-25..2026-12-26'],
    ['from last March to next March', '2026-03-01..2027-04-01'],
    ['since last March but not after this March', '2025-03-01..2026-04-01'],
    ['from the start of March to the end of March', '2026-03-01..2026-04-01'],
    ['from March 2026 to March 2026', '2026-03-01..2026-04-01'],
  ])('is a year apart: "%s" is %s', (phrase, expected) => {
    expect(range(phrase)).toBe(expected);
  });

  it('is a year apart even while "next March" is this year’s', () => {
    expect(range('from this March to next March', on('2026-02-10'))).toBe('2026-03-01..2027-04-01');
    expect(range('from last winter to this winter', on('2026-02-10'))).toBe('2024-12-01..2026-03-01');
  });

  it('is a week apart if it is a weekday', () => {
    const wednesday = on('2026-11-25');
    expect(range('from last Monday to this Monday', wednesday)).toBe('2026-11-16..2026-11-24');
    expect(range('from last Friday to this Friday', wednesday)).toBe('2026-11-20..2026-11-28');
  });

  it.each([
    ['March to March', ['from March 2025 to March 2026', 'March 2026']],
    ['from Q1 to Q1 2025', ['from Q1 2024 to Q1 2025', 'Q1 2025']],
    ['from Q1 2025 to Q1', ['from Q1 2025 to Q1 2026', 'Q1 2025']],
    ['from 5 May to 5 May', ['from 5 May 2025 to 5 May 2026', '5 May 2026']],
    ['Monday to Monday', ['from last Monday to this Monday']],
    ['from last Friday to Friday', ['from last Friday to this Friday']],
  ])('is asked about if nothing says which years: "%s"', (phrase, suggestions) => {
    expect(refusal(phrase)).toEqual({ message: expect.stringContaining('twice'), suggestions });
  });
});

describe('a weekday with a date', () => {
  const wednesday = on('2026-11-25');

  it.each<[string, string, Partial<DateContext>?]>([
    ['next Friday 27 November', '2026-11-27..2026-11-28'],
    ['next Friday 4 December', '2026-12-04..2026-12-05'],
    ['last Friday 20 November', '2026-11-20..2026-11-21'],
    ['Thursday 25 December', '2025-12-25..2025-12-26'],
    ['Tuesday, October 20', '2026-10-20..2026-10-21', { direction: 'any' }],
    ['from Mon 2 Nov to Fri 20 Nov', '2026-11-02..2026-11-21'],
    ['monday 8-9am', '2026-11-23T08:00..2026-11-23T09:00'],
  ])('is that day: "%s" is %s', (phrase, expected, changes) => {
    expect(range(phrase, { ...wednesday, ...changes })).toBe(expected);
  });

  it.each([
    ['next Friday 20 November', ['next Friday', '20 November 2026']],
    ['last Friday 13 November', ['last Friday', '13 November 2026']],
    ['since Friday 21 November', ['since 21 November 2026', 'since 21 November 2025']],
    ['Friday 21 November 2026', ['21 November 2026', '20 November 2026']],
  ])('is refused with both readings if it is another day: "%s"', (phrase, suggestions) => {
    expect(refusal(phrase, wednesday).suggestions).toEqual(suggestions);
  });
});

describe('a two-digit year', () => {
  it.each([
    ['7/4/26', '2026-04-07..2026-04-08'],
    ['3 May 74', '1974-05-03..1974-05-04'],
    ['Q4 26', '2026-10-01..2027-01-01'],
    ['winter 2025/26', '2025-12-01..2026-03-01'],
  ])('is never in the future for the past: "%s" is %s', (phrase, expected) => {
    expect(range(phrase)).toBe(expected);
  });

  it.each([
    ['7/4/30', ['7/4/1930', '7/4/2030']],
    ['since 12 May 27', ['since 12 May 1927', 'since 12 May 2027']],
    ["before '30", ['before 1930', 'before 2030']],
    ['Q1 27', ['Q1 1927', 'Q1 2027']],
  ])('is asked about if it would be: "%s"', (phrase, suggestions) => {
    expect(refusal(phrase).suggestions).toEqual(suggestions);
    expect(range(phrase, { direction: 'any' })).not.toContain('refused');
  });
});

describe('holidays with their own rules', () => {
  it.each([
    ['Earth Hour 2023', '2023-03-25'],
    ['Earth Hour 2024', '2024-03-23'],
    ['Earth Hour 2025', '2025-03-22'],
    ['Earth Hour 2027', '2027-03-20'],
    ["Tisha B'Av 2018", '2018-07-21'],
    ["Tisha B'Av 2024", '2024-08-12'],
    ["Tisha B'Av 2025", '2025-08-02'],
    ['Yom HaAtzmaut 2018', '2018-04-18'],
    ['Yom HaAtzmaut 2021', '2021-04-14'],
    ['Yom HaAtzmaut 2022', '2022-05-04'],
    ['Yom HaAtzmaut 2023', '2023-04-25'],
    ['Yom HaAtzmaut 2024', '2024-05-13'],
    ['Yom HaShoah 2021', '2021-04-07'],
    ['Yom HaShoah 2024', '2024-05-05'],
    ['Yom Kippur 2026', '2026-09-20'],
    ['Advent 2025', '2025-11-30'],
  ])('"%s" begins on %s', (phrase, day) => {
    expect(range(phrase).split('..')[0]).toBe(day);
  });

  it.each([
    // Their own day, and the one whose evening they begin on.
    ['Yom Kippur 2026', '2026-09-20..2026-09-22'],
    ['Purim 2025', '2025-03-13..2025-03-15'],
    ['Tu BiShvat 2026', '2026-02-01..2026-02-03'],
    ['Lag BaOmer 2026', '2026-05-04..2026-05-06'],
    ['Simchat Torah 2026', '2026-10-03..2026-10-05'],
    ["Tisha B'Av 2025", '2025-08-02..2025-08-04'],
    ['Yom HaShoah 2024', '2024-05-05..2024-05-07'],
    ['after Yom Kippur 2025', '2025-10-03..'],
    // From its first Sunday to Christmas Eve.
    ['Advent 2025', '2025-11-30..2025-12-25'],
    ['Advent 2023', '2023-12-03..2023-12-25'],
    ['Advent season 2024', '2024-12-01..2024-12-25'],
    ['first Advent 2025', '2025-11-30..2025-12-01'],
    ['Advent Sunday 2025', '2025-11-30..2025-12-01'],
    ['second Advent 2025', '2025-12-07..2025-12-08'],
    ['third Sunday of Advent 2025', '2025-12-14..2025-12-15'],
    ['the fourth Sunday of Advent 2023', '2023-12-24..2023-12-25'],
  ])('include "%s", which is %s', (phrase, days) => {
    expect(range(phrase)).toBe(days);
  });

  it('end Hanukkah with its eighth day', () => {
    expect(range('Hanukkah 2025')).toBe('2025-12-14..2025-12-23');
    expect(range('after Hanukkah 2018')).toBe('2018-12-11..');
  });
});
