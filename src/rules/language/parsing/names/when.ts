import { parseTimeframe } from '../../../../dates/parse.ts';
import type { Named } from '../../../names.ts';
import { daysOf } from '../../../sql/days.ts';
import { type Reader, see, textOf } from '../reader/reader.ts';

const longest = 8;

/**
 * The things that a day after their name singles out: `of 3 Oct 2026`, `of yesterday at 14:05`. Undefined if
 * there is no day; then nothing was read.
 */
export function readWhen<Thing extends Named>(reader: Reader, things: readonly Thing[]): Thing[] | undefined {
  if (see(reader, ['of', 'from', 'on', 'dated']) === undefined) return undefined;
  const from = reader.next + 1;
  for (let end = Math.min(reader.tokens.length, from + longest); end > from; end -= 1) {
    const found = thingsOf(things, textOf(reader, from, end), reader);
    if (found === undefined) continue;
    reader.next = end;
    return found;
  }
  return undefined;
}

function thingsOf<Thing extends Named>(
  things: readonly Thing[],
  said: string,
  { dates }: Reader,
): Thing[] | undefined {
  const [, day = said, hour, rest = ''] = /^(.*?)(?: at)? (\d{1,2})(:\d\d(?::\d\d)?)$/.exec(said) ?? [];
  const time = hour === undefined ? '' : `${hour.padStart(2, '0')}${rest}`;
  const context = { ...dates, direction: 'past' } as const;
  const parsed = parseTimeframe(day, context);
  const days = parsed.ok ? daysOf(parsed.timeframe, context) : null;
  if (days === null) return undefined;
  return things.filter(
    ({ when = '' }) =>
      (days.from ?? '') <= when.slice(0, 10) &&
      when.slice(0, 10) < (days.to ?? ':') &&
      when.slice(11).startsWith(time),
  );
}
