import type { Phrase, Rule } from '../grammar.ts';
import { alt, digits, map, oneOf, opt, refuse, seq, word, words } from '../grammar.ts';
import type { Daypart, Period } from '../schema.ts';
import { isDay } from '../shape.ts';
import { days } from './any.ts';

/** Times of day: "9am yesterday", "between 2pm and 4pm today", "tomorrow morning". */
interface Clock {
  minutes: number;
  seconds?: number;
  /** Said with am, pm or noon; otherwise the other end of a range may say it for both. */
  half?: true;
  /** Past twelve, or written with a leading zero: on a clock of 24 hours, whatever the other end says. */
  clear?: boolean;
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
  ([sign, m, s]) => ({ sign, m, s: s?.[1] }),
);

const hours = digits(0, 24, { min: 1, max: 2 });

/** "9am", "9:30", "14:00", "noon". */
export const clock: Rule<Clock> = alt<Clock>(
  map(seq(hours, opt(minutes), half), ([h, m, add]) => {
    const past = 60 * h + (m?.m ?? 0);
    if (h > 12) return h < 24 && add === 12 ? { minutes: past, half: true } : undefined;
    if (h === 0) return undefined;
    const twelve = h === 12 && add === 0 ? { twelve: true as const } : {};
    return { minutes: past + 60 * (add - (h === 12 ? 12 : 0)), half: true, ...twelve };
  }),
  map(seq(hours, minutes), ([h, { sign, m, s }], phrase, from) =>
    sign === ':' && (h < 24 || m === 0)
      ? { minutes: 60 * h + m, clear: isClear(h, phrase, from), ...(s ? { seconds: s } : {}) }
      : undefined,
  ),
  map(alt(word('noon', 'midday'), words('12 noon')), () => ({ minutes: 720, half: true })),
  map(word('midnight'), () => ({ minutes: 0, half: true })),
);

/** An hour without am, pm or minutes: only inside a range of times. */
const hour: Rule<Clock> = alt(
  clock,
  map(hours, (h, phrase, from) => ({ minutes: 60 * h, clear: isClear(h, phrase, from) })),
);

function isClear(h: number, phrase: Phrase, from: number): boolean {
  return h > 12 || phrase.tokens[from]?.text.startsWith('0') === true;
}

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
  const later = (time: Clock): Clock => ({ ...time, minutes: time.minutes + 720 });
  const open = (time: Clock) => !time.half && !time.clear && time.minutes < 720;
  const first = b.half && b.minutes >= 720 && open(a) && a.minutes + 720 < b.minutes ? later(a) : a;
  const last = a.half && a.minutes >= 720 && open(b) && b.minutes + 720 > a.minutes ? later(b) : b;
  return { from: clockText(first), to: clockText(last) };
}

/** "9 to 5": hours without am or pm are read as they are written, on a clock of 24, unless that runs past midnight. */
const bareRange: Rule<{ from: string; to: string }> = map(
  seq(hour, to, hour),
  ([a, , b], phrase, start, end) => {
    const isOpen = (time: Clock) => !time.half && !time.clear;
    if (!isOpen(a) || !isOpen(b) || a.minutes < b.minutes) return pair(a, b);
    const [first, last] = [a.minutes / 60, b.minutes / 60].map((h) => (Number.isInteger(h) ? h : undefined));
    return refuse(
      phrase,
      start,
      end,
      'In the morning, or in the evening?',
      first && last && first < 12 && last < 12 ? [`${first}am to ${last}pm`, `${first}pm to ${last}am`] : [],
    );
  },
);

/** An hour said with a part of the day: "next Monday afternoon 2 to 4". */
function inPart(time: Clock, part: Daypart): Clock {
  const late = part !== 'morning' && !time.half && !time.clear && time.minutes < 720;
  return late ? { ...time, minutes: time.minutes + 720, half: true } : { ...time, half: true };
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
const third = oneOf({ early: 'early', late: 'late' } as const);
const daypart: Rule<{ part: Daypart; third?: 'early' | 'late' }> = map(
  seq(opt(third), opt(word('-')), oneOf(partNames)),
  ([third, , part]) => ({ part, ...(third === undefined ? {} : { third }) }),
);

const day: Rule<Period> = map(days, (each) => (isDay(each) ? each : undefined));

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
const part = (each: { part: Daypart; third?: 'early' | 'late' }, of: Period): DayPart => ({
  kind: 'daypart',
  ...each,
  day: of,
});

type DayPart = Extract<Period, { kind: 'daypart' }>;

/** "this morning", "last night": with their day in the name. */
const namedPart: Rule<DayPart> = alt<DayPart>(
  map(seq(word('this'), word('morning', 'afternoon', 'evening')), ([, each]) => part({ part: each }, today)),
  map(word('tonight'), () => part({ part: 'night' }, today)),
  map(words('last night'), () => part({ part: 'night' }, yesterday)),
  map(words('last evening'), () => part({ part: 'evening' }, yesterday)),
  map(words('next night'), () => part({ part: 'night' }, tomorrow)),
);

const partOfDay: Rule<DayPart> = alt<DayPart>(
  namedPart,
  map(seq(day, inThe, oneOf(partNames)), ([of, , each]) => part({ part: each }, of)),
);

/** A time in a part of its day; undefined where it does not lie there ("2pm this morning"). */
function pointInPart(time: Clock, { part: name, day: of }: DayPart): Period | undefined {
  const at = inPart(time, name);
  return (name === 'morning') === at.minutes < 720 ? point(at, of) : undefined;
}

export const times: Rule<Period> = alt<Period>(
  map(seq(opt(word('at')), clock, on, day), ([, time, , of]) => point(time, of)),
  map(seq(day, opt(word('at', 't', '-')), clock), ([of, , time]) => point(time, of)),
  map(seq(clockRange, on, day), ([range, , of]) => stretch(range, of)),
  map(seq(from, bareRange, word('on', 'of'), day), ([, range, , of]) => stretch(range, of)),
  map(seq(word('from', 'between'), bareRange, day), ([, range, of]) => stretch(range, of)),
  map(seq(day, at, clockRange), ([of, , range]) => stretch(range, of)),
  map(seq(day, word('from', 'between'), bareRange), ([of, , range]) => stretch(range, of)),
  map(seq(opt(words('in the')), daypart, on, day), ([, each, , of]) => part(each, of)),
  map(seq(day, inThe, daypart), ([of, , each]) => part(each, of)),
  map(seq(day, inThe, daypart, at, from, hour, to, hour), ([of, , each, , , a, , b]) =>
    stretch(pair(inPart(a, each.part), inPart(b, each.part)), of),
  ),
  map(word('morning', 'afternoon', 'evening'), (each) => part({ part: each }, today)),
  namedPart,
  map(seq(third, opt(word('-')), namedPart), ([when, , each]) =>
    each.kind === 'daypart' ? { ...each, third: when } : undefined,
  ),
  // "9:30 this morning", "at 9 yesterday morning", "yesterday evening at 7"
  map(seq(opt(word('at')), hour, opt(word('on')), partOfDay), ([, time, , of]) => pointInPart(time, of)),
  map(seq(partOfDay, word('at'), hour), ([of, , time]) => pointInPart(time, of)),
);

/** A time without its day, for the second half of a range: "from 9am yesterday to 5pm". */
export const timeOfDay: Rule<string> = map(clock, clockText);
