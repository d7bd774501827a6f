import type { Phrase } from '../grammar.ts';
import { refuse } from '../grammar.ts';
import type { Period } from '../schema.ts';

/** A single unit, refused if it is plural without a number: "last weeks", "the coming days". */
export function single(period: Period, phrase: Phrase, from: number, to: number): Period | undefined {
  const last = phrase.tokens[to - 1];
  if (!last?.plural) return period;
  const side = isAhead(period) ? 'next' : 'last';
  const written = phrase.text.slice(last.at, last.end).toLowerCase();
  const numbers = usual[last.text] ?? [2, 3];
  return refuse(
    phrase,
    from,
    to,
    `How many ${written}?`,
    numbers.map((n) => `the ${side} ${n} ${last.text}s`),
  );
}

/** The numbers that people usually mean. */
const usual: Record<string, readonly number[]> = {
  minute: [15, 30],
  hour: [12, 24],
  day: [7, 30],
  week: [2, 4],
  month: [3, 6],
};

function isAhead(period: Period): boolean {
  if (period.kind === 'unit') return period.offset > 0;
  return period.kind === 'rolling' && period.direction === 'future';
}
