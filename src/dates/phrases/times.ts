import type { Rule } from '../grammar.ts';
import { alt, digits, lazy, map, oneOf, opt, seq, word, words } from '../grammar.ts';
import type { Daypart, Period } from '../schema.ts';
import { days } from './period.ts';

/** Times of day: "9am yesterday", "between 2pm and 4pm today", "tomorrow morning". */
interface Clock {
  minutes: number;
  /** Said as am, pm, or with hours past 12: certain. */
  certain: boolean;
  seconds?: number;
  /** "12am". */
  twelve?: true;
}

const half = alt(
  map(word('am'), () => 0),
  map(word('pm'), () => 12),
  map(words('in the morning'), () => 0),
  map(words('in the afternoon'), () => 12),
  map(words('in the evening'), () => 12),
);

const minutes = map(
  seq(
    word(':', '.'),
    digits(0, 59, { min: 2, max: 2 }),
    opt(seq(word(':'), digits(0, 59, { min: 2, max: 2 }))),
  ),
  ([, m, s]) => ({
    m,
    s: s?.[1],
  }),
);

/** "9am", "9:30", "14:00", "noon". */
export const clock: Rule<Clock> = alt<Clock>(
  map(seq(digits(0, 24, { min: 1, max: 2 }), opt(minutes), half), ([h, m, add]) =>
    h >= 1 && h <= 12
      ? {
          minutes: 60 * ((h % 12) + add) + (m?.m ?? 0),
          certain: true,
          ...(h === 12 && add === 0 ? { twelve: true as const } : {}),
        }
      : h < 24 && add === 12 && h > 12
        ? { minutes: 60 * h + (m?.m ?? 0), certain: true }
        : undefined,
  ),
  map(
    seq(
      digits(0, 24, { min: 1, max: 2 }),
      word(':'),
      digits(0, 59, { min: 2, max: 2 }),
      opt(seq(word(':'), digits(0, 59, { min: 2, max: 2 }))),
    ),
    ([h, , m, s]) =>
      h < 24 || m === 0
        ? { minutes: 60 * h + m, certain: h > 12 || h === 0, ...(s?.[1] ? { seconds: s[1] } : {}) }
        : undefined,
  ),
  map(word('noon', 'midday'), () => ({ minutes: 720, certain: true })),
  map(words('12 noon'), () => ({ minutes: 720, certain: true })),
  map(word('midnight'), () => ({ minutes: 0, certain: true })),
);

/** An hour without am, pm or minutes: only inside a range of times. */
const hour: Rule<Clock> = alt(
  clock,
  map(digits(0, 24, { min: 1, max: 2 }), (h) => ({ minutes: 60 * h, certain: h > 12 })),
);

export function clockText({ minutes: total, seconds }: Clock): string {
  const m = total % 1440;
  const pad = (n: number) => String(n).padStart(2, '0');
  return `${pad(Math.floor(m / 60))}:${pad(m % 60)}${seconds ? `:${pad(seconds)}` : ''}`;
}

const to = word('to', '-', 'until', 'and');

/** "2pm to 4pm", "8-9am", "1p.m. to 4". */
export const clockRange: Rule<{ from: string; to: string }> = alt<{ from: string; to: string }>(
  map(seq(opt(word('from', 'between')), clock, to, hour), ([, a, , b]) => pair(a, b)),
  map(seq(opt(word('from', 'between')), hour, to, clock), ([, a, , b]) => pair(a, b)),
);

/** Half of the day that is said only once holds for both, unless the range would then run backwards. */
function pair(a: Clock, b: Clock): { from: string; to: string } | undefined {
  // "10am to 12am": midnight, or noon? People mean either.
  if (b.twelve) return undefined;
  let [first, last] = [a, b];
  if (b.certain && !a.certain && b.minutes >= 720 && a.minutes < 720 && a.minutes + 720 < b.minutes)
    first = { ...a, minutes: a.minutes + 720 };
  if (a.certain && !b.certain && a.minutes >= 720 && b.minutes < 720 && b.minutes + 720 > a.minutes)
    last = { ...b, minutes: b.minutes + 720 };
  return { from: clockText(first), to: clockText(last) };
}

/** An hour said with a part of the day: "next Monday afternoon 2 to 4". */
function inPart(time: Clock, part: Daypart): Clock {
  const late = part !== 'morning' && !time.certain && time.minutes < 720;
  return late ? { ...time, minutes: time.minutes + 720, certain: true } : { ...time, certain: true };
}

const partNames: Record<string, Daypart> = {
  morning: 'morning',
  am: 'morning',
  afternoon: 'afternoon',
  pm: 'afternoon',
  evening: 'evening',
  night: 'night',
  lunch: 'lunch',
  lunchtime: 'lunch',
};
const daypart: Rule<{ part: Daypart; third?: 'early' | 'late' }> = map(
  seq(opt(oneOf({ early: 'early', late: 'late' } as const)), opt(word('-')), oneOf(partNames)),
  ([third, , part]) => ({ part, ...(third === undefined ? {} : { third }) }),
);

const day: Rule<Period> = map(
  lazy(() => days),
  (each) => (isDay(each) ? each : undefined),
);

function isDay(each: Period): boolean {
  switch (each.kind) {
    case 'date':
    case 'weekday':
    case 'holiday':
    case 'ago':
    case 'shift':
      return true;
    case 'unit':
      return each.unit === 'day';
    case 'nth':
      return each.count === undefined && (each.unit === 'day' || each.unit.endsWith('day'));
    default:
      return false;
  }
}

const on = opt(word('on', 'of', 'in', ','));
const inThe = opt(alt<unknown>(words('in the'), words('at'), word('-', 'in', 'during')));
const at = opt(word('at', '-', 'from', 'around'));
const from = opt(word('from', 'between'));
const today: Period = { kind: 'unit', unit: 'day', offset: 0 };
const tomorrow: Period = { kind: 'unit', unit: 'day', offset: 1 };
const yesterday: Period = { kind: 'unit', unit: 'day', offset: -1 };

const point = (time: Clock, of: Period): Period => ({ kind: 'time', time: clockText(time), day: of });
const stretch = (range: { from: string; to: string } | undefined, of: Period): Period | undefined =>
  range && { kind: 'clock', ...range, day: of };
const part = (each: { part: Daypart; third?: 'early' | 'late' }, of: Period): Period => ({
  kind: 'daypart',
  ...each,
  day: of,
});

export const times: Rule<Period> = alt<Period>(
  map(seq(opt(word('at')), clock, on, day), ([, time, , of]) => point(time, of)),
  map(seq(day, opt(word('at', 't', '-')), clock), ([of, , time]) => point(time, of)),
  map(seq(clockRange, on, day), ([range, , of]) => stretch(range, of)),
  // Hours without am or pm are read as they are written, on a clock of 24.
  map(seq(from, hour, to, hour, word('on', 'of'), day), ([, a, , b, , of]) => stretch(pair(a, b), of)),
  map(seq(word('from', 'between'), hour, to, hour, day), ([, a, , b, of]) => stretch(pair(a, b), of)),
  map(seq(day, at, clockRange), ([of, , range]) => stretch(range, of)),
  map(seq(day, word('from', 'between'), hour, to, hour), ([of, , a, , b]) => stretch(pair(a, b), of)),
  map(seq(opt(words('in the')), daypart, on, day), ([, each, , of]) => part(each, of)),
  map(seq(day, inThe, daypart), ([of, , each]) => part(each, of)),
  map(seq(day, inThe, daypart, at, from, hour, to, hour), ([of, , each, , , a, , b]) =>
    stretch(pair(inPart(a, each.part), inPart(b, each.part)), of),
  ),
  map(seq(opt(word('this')), word('morning', 'afternoon', 'evening')), ([, each]) =>
    part({ part: each }, today),
  ),
  map(word('tonight'), () => part({ part: 'night' }, today)),
  map(words('last night'), () => part({ part: 'night' }, yesterday)),
  map(words('next night'), () => part({ part: 'night' }, tomorrow)),
);

/** A time without its day, for the second half of a range: "from 9am yesterday to 5pm". */
export const timeOfDay: Rule<string> = map(clock, clockText);
