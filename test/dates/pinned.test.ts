import { describe, expect, it } from 'vitest';
import { parseTimeframe } from '../../src/dates/parse.ts';
import { printTimeframe } from '../../src/dates/print.ts';
import { resolveTimeframe } from '../../src/dates/resolve.ts';
import type { DateContext } from '../../src/dates/schema.ts';
import { monday, range } from '../support/dates.ts';

const either = { direction: 'any' } as const;
const future = { direction: 'future' } as const;
const monthFirst = { dateOrder: 'mdy' } as const;

/** Which year, week, or day a name without one means, on Monday 23 November 2026 in London. */
const cases: Record<string, [phrase: string, range: string, changes?: Partial<DateContext>][]> = {
  '"since" means what has begun, "from" does not': [
    ['since March', '2026-03-01..', either],
    ['since March', '2026-03-01..', future],
    ['since the end of June', '2026-07-01..', future],
    ['since Easter', '2026-04-05..', future],
    ['since the first Monday of March', '2026-03-02..', future],
    ['since the 24th', '2026-10-24..', future],
    ['since 3/5', '2026-05-03..', future],
    ['from December', '2025-12-01..'],
    ['from December', '2026-12-01..', either],
    ['starting 1 March', '2027-03-01..', either],
    ['1 March or later', '2027-03-01..', either],
    ['on or after 1 March', '2027-03-01..', either],
    ['not before February', '2027-02-01..', either],
    ['March onwards', '2027-03-01..', future],
  ],
  'months that end in a month are about one that has come': [
    ['12 months ending September', '2025-10-01..2026-10-01'],
    ['12 months ended September', '2025-10-01..2026-10-01'],
    ['6 months ending March', '2025-10-01..2026-04-01'],
    ['3 months ended December', '2025-10-01..2026-01-01'],
    ['12 months ending November', '2025-12-01..2026-12-01'],
    ['2 quarters ending June', '2026-01-01..2026-07-01'],
    ['12 months ending June', '2026-07-01..2027-07-01', future],
    ['12 months starting in February', '2026-02-01..2027-02-01'],
    ['the 2 months before Christmas', '2026-10-25..2026-12-25'],
    ['week ending 29 November', '2026-11-23..2026-11-30'],
  ],
  'a week by its number': [
    ['week 50', '2025-12-08..2025-12-15'],
    ['week 2', '2026-01-05..2026-01-12'],
    ['week 2', '2026-01-05..2026-01-12', either],
    ['week 2', '2027-01-11..2027-01-18', future],
    ['week 48', '2026-11-23..2026-11-30', future],
    ['weeks 1 to 3', '2027-01-04..2027-01-25', future],
    ['week 50 to week 2', '2026-12-07..2027-01-18', future],
    ['since week 50', '2025-12-08..'],
  ],
  'the second weekday is the first one after the other': [
    ['from Friday 8am to Sunday 5pm', '2026-11-20T08:00..2026-11-22T17:00'],
    ['Friday 5pm to Monday 9am', '2026-11-20T17:00..2026-11-23T09:00'],
    ['from Monday 8am to Wednesday 5pm', '2026-11-23T08:00..2026-11-25T17:00'],
    ['from Monday 8am to Monday 5pm', '2026-11-23T08:00..2026-11-23T17:00'],
    ['Saturday morning to Sunday evening', '2026-11-21T08:00..2026-11-22T20:00'],
    ['since Thursday and before Sunday', '2026-11-19..2026-11-22'],
    ['from Tuesday 8am to Wednesday 5pm', '2026-11-24T08:00..2026-11-25T17:00', either],
    ['from Sunday 8am to Tuesday 5pm', '2026-11-22T08:00..2026-11-24T17:00', either],
    ['from Friday to Friday', 'refused: This names Friday twice: of which weeks?'],
  ],
  '"later" counts from the other end': [
    ['from Good Friday to 2 weeks later', '2026-04-03..2026-04-18'],
    ['1 October until 10 days later', '2026-10-01..2026-10-12'],
    ['from Christmas to a week later', '2025-12-25..2026-01-02'],
    ['from the 5th to 2 months later', '2026-11-05..2027-01-06'],
    ['from Friday to 2 days later', '2026-11-20..2026-11-23'],
    ['from today to 3 days later', '2026-11-23..2026-11-27'],
    ['2 weeks later', '2026-12-07..2026-12-08'],
  ],
  'a weekday decides the order of figures': [
    ['Friday 6/11', '2026-11-06..2026-11-07', monthFirst],
    ['Friday 6/11', '2026-11-06..2026-11-07', { dateOrder: undefined } as unknown as Partial<DateContext>],
    ['Friday 5/12', '2025-12-05..2025-12-06', monthFirst],
    ['2.11. to 20.11.', '2026-11-02..2026-11-21', monthFirst],
    ['26/11/20', '2020-11-26..2020-11-27', monthFirst],
    ['26-11-20', '2020-11-26..2020-11-27'],
    ['31-12-25', '2025-12-31..2026-01-01', monthFirst],
  ],
};

describe.each(Object.entries(cases))('%s', (_, rows) => {
  it.each(rows)('reads "%s" as %s', (phrase, expected, changes) => {
    expect(range(phrase, changes)).toBe(expected);
  });

  it.each(rows.filter(([, expected]) => !expected.startsWith('refused')))(
    'prints "%s" as words that mean %s',
    (phrase, expected, changes) => {
      const parsed = parseTimeframe(phrase, { ...monday, ...changes });
      expect(range(parsed.ok ? printTimeframe(parsed.timeframe) : '', changes)).toBe(expected);
    },
  );
});

it.each([
  ['2026-11-24T12:00:00Z', '2026-11-23T08:00:00.000Z', '2026-11-25T17:00:00.000Z'],
  ['2026-11-29T12:00:00Z', '2026-11-23T08:00:00.000Z', '2026-11-25T17:00:00.000Z'],
  ['2026-11-30T12:00:00Z', '2026-11-30T08:00:00.000Z', '2026-12-02T17:00:00.000Z'],
])('keeps "from Monday 8am to Wednesday 5pm" together at %s', (now, from, to) => {
  const parsed = parseTimeframe('from Monday 8am to Wednesday 5pm', monday);
  if (!parsed.ok) throw new Error(parsed.problem.message);
  const found = resolveTimeframe(parsed.timeframe, { ...monday, now: new Date(now) });
  expect([found.from?.toISOString(), found.to?.toISOString()]).toEqual([from, to]);
});
