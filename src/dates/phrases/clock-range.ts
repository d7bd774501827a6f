import type { Rule } from '../grammar.ts';
import { alt, map, opt, refuse, seq, word } from '../grammar.ts';
import type { Clock } from './clock.ts';
import { clock, clockText, hour, writtenHour } from './clock.ts';

/** Two times of one day: "2pm to 4pm", "8-9am", "9 to 5". */
interface ClockRange {
  from: string;
  to: string;
}

const to = word('to', '-', 'until', 'and');
const ends = (first: Rule<Clock>, last: Rule<Clock>): Rule<ClockRange> =>
  map(seq(first, to, last), ([a, , b], phrase, start, end) => {
    // "10am to 12am": midnight or noon? People mean either.
    if (b.twelve) return undefined;
    const found = pair(a, b);
    if (found !== undefined) return found;
    const joint = phrase.tokens[start - 1]?.text === 'between' ? 'and' : 'to';
    return refuse(phrase, start, end, 'In the morning, or in the evening?', readings(a, b, joint));
  });

/** "2pm to 4pm", "8-9am", "1p.m. to 4": one of the two is certainly a time. */
export const clockRange: Rule<ClockRange> = map(
  seq(opt(word('from', 'between')), alt(ends(clock, hour), ends(hour, clock), ends(writtenHour, hour))),
  ([, range]) => range,
);

/** "9 to 11": hours without am or pm are read as written, on a 24-hour clock. */
export const bareRange: Rule<ClockRange> = ends(hour, hour);

/**
 * If only one end has am or pm, it applies to both, unless the range would then run backward: "9:30-11pm" is
 * in the evening, "9am to 5" ends in the afternoon. Only times with am or pm run past midnight.
 *
 * @returns undefined if an hour may be in the morning or the evening: "9:30 to 5", "10 to 2am", "13:00 to 2"
 */
export function pair(a: Clock, b: Clock): ClockRange | undefined {
  const first = b.half && b.minutes >= 720 && isOpen(a) && a.minutes + 720 < b.minutes ? later(a) : a;
  const last = a.half && isOpen(b) && b.minutes <= a.minutes && b.minutes + 720 > a.minutes ? later(b) : b;
  const range = { from: clockText(first), to: clockText(last) };
  if (first.minutes < last.minutes || (!isOpen(first) && !isOpen(last))) return range;
  // "11pm to 2" can only end at night.
  return a.half && b.minutes + 720 < a.minutes ? range : undefined;
}

/** What a range that runs backward may mean. */
function readings(a: Clock, b: Clock, joint: 'and' | 'to'): string[] {
  const words = (first: Clock, last: Clock) => `${clockText(first)} ${joint} ${clockText(last)}`;
  if (isOpen(a) && isOpen(b)) return a.minutes < 720 ? [words(a, later(b)), words(later(a), b)] : [];
  return isOpen(a) ? [words(later(a), b)] : [words(a, later(b)), words(a, b)];
}

function isOpen(time: Clock): boolean {
  return !time.half && !time.clear;
}

function later(time: Clock): Clock {
  return { ...time, minutes: time.minutes + 720, half: true };
}
