import type { Phrase } from './grammar.ts';
import type { Timeframe } from './schema.ts';

/** Words that people use for a stretch up to now as often as for a calendar unit: "in the last month". */
const rolls = new Set(['the', 'in', 'within', 'over']);

/**
 * The phrase that the user may have meant instead: "in the last month" is the calendar month, "in the past
 * month" the time from a month ago up to now. Undefined if the phrase isn't of this kind.
 */
export function twinOf(timeframe: Timeframe, { tokens, text }: Phrase): string | undefined {
  if (timeframe.kind !== 'unit' || timeframe.offset !== -1) return undefined;
  if (!['week', 'month', 'quarter', 'year'].includes(timeframe.unit)) return undefined;
  const [before, last, unit] = tokens.slice(-3);
  if (last?.text !== 'last' || unit?.text !== timeframe.unit || !rolls.has(before?.text ?? ''))
    return undefined;
  return `${text.slice(0, last.at)}past${text.slice(last.end)}`;
}
