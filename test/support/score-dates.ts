import { parseTimeframe } from '../../src/dates/parse.ts';
import { resolveTimeframe } from '../../src/dates/resolve.ts';
import type { DateContext } from '../../src/dates/schema.ts';
import { wallToInstant } from './wall-time.ts';

/** What the scorer hands over with a phrase: `reference` is wall time in `tz`. */
export interface Setting {
  reference: string;
  tz: string;
  source: string;
}

/**
 * Our side of the scorer of date phrases: Monday, month first, the past for the marketing phrases and any side for the
 * rest. The scorer takes a default export and no other.
 */
// biome-ignore lint/style/noDefaultExport: the scorer's contract
export default function parse(phrase: string, { reference, tz, source }: Setting) {
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
}
