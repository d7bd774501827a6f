import { parseTimeframe } from '../../src/dates/parse.ts';
import { resolveTimeframe } from '../../src/dates/resolve.ts';
import type { DateContext } from '../../src/dates/schema.ts';
import type { Reader } from './date-corpus.ts';
import { wallToInstant } from './wall-time.ts';

/**
 * Reads a phrase as Rollcall does in a workspace with Monday and month first. Marketing phrases mean the
 * past, the others both sides of now.
 */
export const readByRollcall: Reader = (phrase, { reference, tz, source }) => {
  const context: DateContext = {
    now: wallToInstant(reference, tz),
    timeZone: tz,
    weekStart: 'monday',
    dateOrder: 'mdy',
    direction: source === 'marketing' ? 'past' : 'any',
  };
  const parsed = parseTimeframe(phrase, context);
  if (!parsed.ok) return null;
  const { from, to } = resolveTimeframe(parsed.timeframe, context);
  return { start: from?.toISOString() ?? null, end: to?.toISOString() ?? null };
};
