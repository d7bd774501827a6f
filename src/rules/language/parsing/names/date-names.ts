import { parseTimeframe } from '../../../../dates/parse.ts';
import type { Reader } from '../reader/reader.ts';

/**
 * Cached while a sentence is parsed: a list may repeat a name a thousand times, and each suggestion parses it
 * again.
 */
const known = new WeakMap<Reader['dates'], Map<string, boolean>>();

/**
 * Whether the name of a tag or a segment may be meant as a date: "tagged May". A holiday's name isn't:
 * "tagged Black Friday" means the tag.
 */
export function couldBeDate(name: string, dates: Reader['dates']): boolean {
  const answers = known.get(dates) ?? new Map<string, boolean>();
  known.set(dates, answers);
  const answer = answers.get(name) ?? isDate(name, dates);
  answers.set(name, answer);
  return answer;
}

function isDate(name: string, dates: Reader['dates']): boolean {
  const read = parseTimeframe(name, { ...dates, direction: 'past' });
  return read.ok && read.timeframe.kind !== 'holiday';
}
