import type { Phrase } from './grammar.ts';
import type { Timeframe } from './schema.ts';

/** Words that are said of a stretch up to now as often as of one of the calendar: "in the last month". */
const rolls = new Set(['the', 'in', 'within', 'over']);

/**
 * The phrase that may have been meant as well: "in the last month" is the calendar's month, and "in the past month" the time
 * from a month ago up to now. Undefined if nothing of the kind was said.
 */
export function twinOf(timeframe: Timeframe, { tokens, text }: Phrase): string | undefined {
  if (timeframe.kind !== 'unit' || timeframe.offset !== -1) return undefined;
  if (!['week', 'month', 'quarter', 'year'].includes(timeframe.unit)) return undefined;
  const [before, last, unit] = tokens.slice(-3);
  if (last?.text !== 'last' || unit?.text !== timeframe.unit || !rolls.has(before?.text ?? ''))
    return undefined;
  return `${text.slice(0, last.at)}past${text.slice(last.end)}`;
}
