import { unquote } from '../../lib/quotes.ts';
import type { AudienceDeps, Caller } from '../caller.ts';
import { segmentNames } from './lookup.ts';

/** Which segment is forecast, over how many days; what was not typed is missing. */
export interface AskedForecast {
  name?: string;
  days?: number;
}

const inDays = String.raw`(?:(?:in|for|over)\s+)?(?:the\s+)?(?:next\s+)?(\d{1,9})`;
const atEnd = new RegExp(String.raw`^(?:(.*?)[\s,]+)??${inDays}(?:\s+days?)?$`, 'is');
const atStart = new RegExp(String.raw`^${inDays}\s+days?(?:[\s,]+(?:of|for|in)\s+|[\s,]+)(.+)$`, 'is');

/** Reads `Lapsed VIPs in 7 days`, `Lapsed VIPs`, `30`; a segment's name may end with a number. */
export async function askedForecast(
  deps: AudienceDeps,
  caller: Caller,
  text: string,
): Promise<AskedForecast> {
  const isName = await segmentNames(deps, caller);
  const whole = unquote(text);
  if (whole === '') return {};
  if (isName(whole)) return { name: whole };
  const [isAtEnd, named, days] = atEnd.exec(text.trim()) ?? [];
  if (isAtEnd !== undefined)
    return { days: Number(days), ...(named === undefined ? {} : { name: unquote(named) }) };
  const [, first, behind] = atStart.exec(text.trim()) ?? [];
  if (behind !== undefined) return { days: Number(first), name: unquote(behind) };
  return { name: whole };
}
