import type { Problem } from '../lib/problem.ts';
import type { Phrase } from './grammar.ts';
import { holidayNamed, sharedName } from './holidays/find.ts';
import { leafOf, periodsOf } from './leaf.ts';
import type { Timeframe } from './schema.ts';

/**
 * What to ask about a timeframe with a name that several holidays share: "3 days after Eid", "last Republic Day".
 * Undefined if it has none.
 */
export function sharedHoliday(timeframe: Timeframe, { text, tokens }: Phrase): Problem | undefined {
  const ids = periodsOf(timeframe).flatMap((period) => {
    const leaf = leafOf(period);
    return leaf.kind === 'holiday' ? [leaf.holiday] : [];
  });
  const id = ids.find((each) => sharedName(each) !== undefined);
  const shared = id === undefined ? undefined : sharedName(id);
  if (shared === undefined) return undefined;
  const { from, to } = placeOf(id, tokens);
  const at = tokens[from]?.at ?? 0;
  const end = tokens[to - 1]?.end ?? text.length;
  const suggestions = shared.meanings.map((each) => text.slice(0, at) + each + text.slice(end));
  return { at, length: end - at, message: shared.message, suggestions, asks: true };
}

/** The tokens that name a holiday. If a longer name begins with a shorter one, the longer. */
function placeOf(id: string | undefined, tokens: Phrase['tokens']): { from: number; to: number } {
  const words = tokens.map((token) => token.text);
  for (let from = 0; from < tokens.length; from += 1) {
    for (let to = tokens.length; to > from; to -= 1) {
      const isWhole = tokens[from]?.kind === 'word' && tokens[to - 1]?.kind === 'word';
      if (isWhole && holidayNamed(words.slice(from, to)) === id) return { from, to };
    }
  }
  return { from: 0, to: tokens.length };
}
