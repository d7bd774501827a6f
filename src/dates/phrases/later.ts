import type { Phrase } from '../grammar.ts';
import { refuse } from '../grammar.ts';
import { printTimeframe } from '../print.ts';
import type { Period } from '../schema.ts';

/** "To 2 weeks later" counts from the other end. From now it counts only if that end is today. */
export function isLater(from: Period, last: Period, { tokens }: Phrase, end: number): boolean {
  if (last.kind !== 'ago' || tokens[end - 1]?.text !== 'later' || from.kind === 'now') return false;
  return !(from.kind === 'unit' && from.unit === 'day' && from.offset === 0);
}

/**
 * "From 20 to 10 August" is refused, and so is "from 20 August to 10 August": nearly a year, or the days in
 * the wrong order?
 */
export function isTurned(from: Period, last: Period, phrase: Phrase, start: number, end: number): boolean {
  if (from.kind !== 'date' || last.kind !== 'date' || from.month === 0 || from.month !== last.month)
    return false;
  if (from.year !== undefined || last.year !== undefined || last.day >= from.day) return false;
  const { today, context } = phrase.calendar;
  const isOver = last.month < today.month || (last.month === today.month && last.day <= today.day);
  const ends = today.year + (context.direction === 'past' ? (isOver ? 0 : -1) : isOver ? 1 : 0);
  const years = printTimeframe({
    kind: 'between',
    from: { ...from, year: ends - 1 },
    to: { ...last, year: ends },
  });
  const turned = printTimeframe({ kind: 'between', from: last, to: from });
  refuse(
    phrase,
    start,
    end,
    'This range ends before it begins.',
    context.yearly ? [turned] : [turned, years],
  );
  return true;
}
