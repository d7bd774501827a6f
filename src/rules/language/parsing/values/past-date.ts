import { parseTimeframe } from '../../../../dates/parse.ts';
import { printTimeframe } from '../../../../dates/print.ts';
import type { Timeframe } from '../../../../dates/schema.ts';
import { timeInSentence } from '../../time-in-sentence.ts';
import { ask, cited, type Reader, textOf } from '../reader/reader.ts';

/** Names of dates that have usually passed: "last_login", "created_at", "Trial started". */
const pastName = /^(?:last|latest|previous|first)[\s_-]|\p{L}{2}ed(?:[\s_-](?:at|on|date|time|day))?$/iu;

/**
 * "Last login before June": last June, or the next? A date of an attribute may be on either side of now, but
 * this name says that it has passed.
 *
 * @param from where the timeframe begins; it ends here
 */
export function refusePastDate(
  reader: Reader,
  name: string,
  { timeframe, from }: { timeframe: Timeframe; from: number },
): null | undefined {
  if (!pastName.test(name)) return undefined;
  const said = textOf(reader, from, reader.next);
  const past = parseTimeframe(said, { ...reader.dates, direction: 'past' });
  if (!past.ok || printTimeframe(past.timeframe) === printTimeframe(timeframe)) return undefined;
  // What a rule prints means one thing.
  const meanings = [past.timeframe, timeframe].map(timeInSentence);
  if (meanings.some((each) => each.toLowerCase() === said.toLowerCase())) return undefined;
  const message = `${cited(said)} could be ${meanings.map((each) => cited(each)).join(' or ')}. Which one do you mean?`;
  return ask(reader, from, reader.next, message, meanings);
}
