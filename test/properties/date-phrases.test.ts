import { describe, expect, it } from 'vitest';
import { parseTimeframe } from '../../src/dates/parse.ts';
import { resolveTimeframe } from '../../src/dates/resolve.ts';
import { again } from '../support/date-phrases/again.ts';
import { twoOrders, unanswered } from '../support/date-phrases/asked.ts';
import { clocks, momentOf } from '../support/date-phrases/clock.ts';
import { counted } from '../support/date-phrases/counted.ts';
import { dates } from '../support/date-phrases/dates.ts';
import { holidays } from '../support/date-phrases/feasts.ts';
import { joined } from '../support/date-phrases/joined.ts';
import { fiscal, named } from '../support/date-phrases/named.ts';
import { paired } from '../support/date-phrases/paired.ts';
import { sayer, typed } from '../support/date-phrases/say.ts';
import { times } from '../support/date-phrases/times.ts';

/**
 * More than 20,000 phrases, generated from families of them with a fixed seed, each with the range that it
 * has to mean, computed without `src/dates`. Wrong is worse than refused: no answer may be wrong, and in each
 * family at least 95 of 100 phrases have to be understood. SEED=… generates other phrases.
 */
const seed = Number(process.env.SEED ?? 17);
const families = {
  ...counted,
  ...named,
  ...fiscal,
  ...dates,
  ...holidays,
  ...times,
  ...joined,
  ...paired,
  ...again,
};
const perClock = 6;

function ask(name: string, make: (typeof families)[string], order: number) {
  const say = sayer(seed * 1000 + order);
  const wrong: string[] = [];
  const refused: string[] = [];
  let asked = 0;
  for (const clock of clocks) {
    for (let i = 0; i < perClock; i += 1) {
      const { phrase, from, to } = make(say, clock);
      const text = typed(say, phrase);
      asked += 1;
      const parsed = parseTimeframe(text, clock.context);
      if (!parsed.ok) {
        refused.push(`${text} | ${parsed.problem.message}`);
        continue;
      }
      const got = resolveTimeframe(parsed.timeframe, clock.context);
      const expected = [momentOf(from, clock.zone), momentOf(to, clock.zone)];
      const found = [got.from?.getTime() ?? null, got.to?.getTime() ?? null];
      if (expected[0] === found[0] && expected[1] === found[1]) continue;
      wrong.push(
        `${text} | at ${clock.now} in ${clock.zone}, ${JSON.stringify(clock.context)} | meant ${from}..${to} | read ${parsed.readBack}`,
      );
    }
  }
  return { name, asked, wrong, refused };
}

describe('phrases made by families', () => {
  const entries = Object.entries(families);

  it('are more than 20,000', () => {
    expect(entries.length * clocks.length * perClock).toBeGreaterThan(20_000);
  });

  it.each(entries.map(([name, make], order) => ({ name, make, order })))(
    'are never wrong and nearly always understood: $name',
    ({ name, make, order }) => {
      const { asked, wrong, refused } = ask(name, make, order);
      expect(wrong).toEqual([]);
      expect(
        refused.length / asked,
        `refused ${refused.length} of ${asked}:\n${refused.join('\n')}`,
      ).toBeLessThanOrEqual(0.05);
    },
  );
});

describe('phrases with two meanings or none', () => {
  it.each(Object.entries(unanswered).map(([name, make], order) => ({ name, make, order })))(
    'are never answered: $name',
    ({ make, order }) => {
      const say = sayer(seed * 2000 + order);
      for (const clock of clocks) {
        for (let i = 0; i < 3; i += 1) {
          const phrase = make(say, clock);
          const parsed = parseTimeframe(phrase, clock.context);
          expect(parsed.ok && `${phrase}: ${parsed.readBack}`).toBe(false);
          if (parsed.ok) continue;
          for (const each of parsed.problem.suggestions)
            expect(parseTimeframe(each, clock.context).ok, `"${each}" is offered for "${phrase}"`).toBe(true);
        }
      }
    },
  );

  it('are asked about if no date order is set, with both dates', () => {
    const say = sayer(seed);
    for (const { context } of clocks) {
      const { dateOrder: _, ...unset } = context;
      const phrase = twoOrders(say);
      const parsed = parseTimeframe(phrase, unset);
      expect(parsed, phrase).toMatchObject({ ok: false });
      expect(!parsed.ok && parsed.problem.suggestions, phrase).toHaveLength(2);
    }
  });
});
