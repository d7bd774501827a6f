import { describe, expect, it } from 'vitest';
import { parseTimeframe } from '../../src/dates/parse.ts';
import { resolveTimeframe } from '../../src/dates/resolve.ts';
import type { DateContext } from '../../src/dates/schema.ts';
import { monday, range } from '../support/dates.ts';

const on = (day: string, changes: Partial<DateContext> = {}) => ({
  now: new Date(`${day}T10:00:00Z`),
  ...changes,
});
const ahead = { direction: 'future' } as const;

function refusal(phrase: string, changes: Partial<DateContext> = {}) {
  const parsed = parseTimeframe(phrase, { ...monday, ...changes });
  if (parsed.ok) throw new Error(`"${phrase}" is read as ${parsed.readBack}`);
  return { message: parsed.problem.message, suggestions: parsed.problem.suggestions };
}

describe('a festival whose date we do not know', () => {
  const diwali = 'The dates of Diwali are known only from 2010 to 2030.';

  it.each<[string, string, Partial<DateContext>?]>([
    ['Diwali 2031', diwali],
    ['Diwali 2009', diwali],
    ['since Diwali 2035', diwali],
    ['the week of Diwali 2031', diwali],
    ['3 days after Diwali 2031', diwali],
    ['from Diwali 2030 to Diwali 2031', diwali],
    // The latest or the next one is in a year that we don't know; an earlier one isn't meant.
    ['Diwali', diwali, on('2031-03-01')],
    ['last Diwali', diwali, on('2031-01-15')],
    ['last Diwali', diwali, on('2031-12-01')],
    ['the Diwali before last', diwali, on('2032-03-01')],
    ['since Diwali', diwali, on('2032-03-01')],
    ['next Diwali', diwali, on('2030-12-01', ahead)],
    ['from Diwali to Christmas', diwali, on('2031-12-30')],
    ['Diwali last year', diwali, on('2032-03-01')],
  ])('is refused with the years we know: "%s"', (phrase, message, changes) => {
    expect(refusal(phrase, changes)).toEqual({ message, suggestions: [] });
  });

  it('is read if its year is known', () => {
    expect(range('Diwali 2028', on('2032-03-01'))).toBe('2028-10-17..2028-10-18');
  });

  it('covers nothing once a stored timeframe comes to such a year', () => {
    const stored = { kind: 'holiday', holiday: 'diwali', year: { offset: -1 } } as const;
    const at = (day: string) => resolveTimeframe(stored, { ...monday, ...on(day) });
    expect(at('2031-03-01').from).toEqual(new Date('2030-10-26T00:00:00+01:00'));
    expect(at('2032-03-01')).toEqual({ from: on('2032-03-01').now, to: on('2032-03-01').now });
  });
});
