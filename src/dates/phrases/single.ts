import type { Phrase } from '../grammar.ts';
import { refuse } from '../grammar.ts';
import type { Period } from '../schema.ts';

/** What one unit means, refused where it was written in the plural without a number: "last weeks", "the coming days". */
export function single(period: Period, phrase: Phrase, from: number, to: number): Period | undefined {
  const last = phrase.tokens[to - 1];
  if (!last?.plural) return period;
  const side = isAhead(period) ? 'next' : 'last';
  const written = phrase.text.slice(last.at, last.end).toLowerCase();
  return refuse(phrase, from, to, `How many ${written}?`, [`${side} ${last.text}`]);
}

function isAhead(period: Period): boolean {
  if (period.kind === 'unit') return period.offset > 0;
  return period.kind === 'rolling' && period.direction === 'future';
}
