import type { Phrase } from '../grammar.ts';
import type { Period } from '../schema.ts';

/** "To 2 weeks later" counts from the other end. From now it counts only if that end is today. */
export function isLater(from: Period, last: Period, { tokens }: Phrase, end: number): boolean {
  if (last.kind !== 'ago' || tokens[end - 1]?.text !== 'later' || from.kind === 'now') return false;
  return !(from.kind === 'unit' && from.unit === 'day' && from.offset === 0);
}
