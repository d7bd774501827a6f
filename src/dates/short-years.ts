import type { Problem } from '../lib/problem.ts';
import type { Phrase } from './grammar.ts';
import { leafOf, periodsOf } from './leaf.ts';
import type { Timeframe } from './schema.ts';

/**
 * A two-digit year that would be in the future although the past is meant: we ask about "7/4/30" and never
 * read it as 2030. A fiscal year may already be next year's.
 */
export function futureShortYear(timeframe: Timeframe, phrase: Phrase): Problem | undefined {
  const { context, today } = phrase.calendar;
  if (context.direction !== 'past') return undefined;
  for (const period of periodsOf(timeframe)) {
    const leaf = leafOf(period);
    const year = 'year' in leaf && leaf.kind !== 'fiscal' && leaf.kind !== 'decade' ? leaf.year : undefined;
    // The user didn't write the year of "next March".
    if (typeof year !== 'number' || year <= today.year || phrase.sides.has(leaf)) continue;
    const problem = askAbout(year, phrase);
    if (problem !== undefined) return problem;
  }
  return undefined;
}

function askAbout(year: number, { tokens, text }: Phrase): Problem | undefined {
  const isWritten = tokens.some((token) => token.value === year);
  const at = tokens.findLastIndex(
    ({ kind, text: digits }) => kind === 'number' && digits === String(year).slice(2),
  );
  const token = tokens[at];
  if (isWritten || token === undefined) return undefined;
  const before = tokens[at - 1];
  const start = token.glued && /^['’‘]$/.test(before?.text ?? '') ? before?.at : token.at;
  const years = [year - 100, year];
  return {
    at: token.at,
    length: token.end - token.at,
    message: `This may be ${years.join(' or ')}: write the year with four digits.`,
    suggestions: years.map((each) => `${text.slice(0, start)}${each}${text.slice(token.end)}`),
    asks: true,
  };
}
