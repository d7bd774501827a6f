import { defined } from '../../lib/defined.ts';
import type { Phrase, Rule } from '../grammar.ts';
import { alt, map, oneOf, opt, refuse, seq, word, words } from '../grammar.ts';
import type { Daypart, Period } from '../schema.ts';
import { isDay } from '../shape.ts';
import { days } from './any.ts';
import { calendarWeek } from './calendar.ts';
import type { Clock } from './clock.ts';
import { clock, clockText, hour } from './clock.ts';
import { bareRange, clockRange, pair } from './clock-range.ts';
import { militaryBefore, militaryBehind } from './military.ts';
import { weekdayName } from './weekdays.ts';

/** Times of day: "9am yesterday", "between 2pm and 4pm today", "tomorrow morning". */
const to = word('to', '-', 'until', 'and');

/** An hour with a part of the day: "next Monday afternoon 2 to 4". */
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
  ([third, , part]) => ({ part, ...defined({ third }) }),
);

const day: Rule<Period> = map(days, (each) => (isDay(each) ? each : undefined));

const on = opt(word('on', 'of', 'in', ','));
const inThe = opt(alt<unknown>(words('in the'), words('at'), word('-', 'in', 'during')));
const at = opt(word('at', '-', 'from', 'around'));
const from = opt(word('from', 'between'));
const today: Period = { kind: 'unit', unit: 'day', offset: 0 };
const tomorrow: Period = { kind: 'unit', unit: 'day', offset: 1 };
const yesterday: Period = { kind: 'unit', unit: 'day', offset: -1 };

const point = (time: Clock, of: Period): Period => ({
  kind: 'time',
  time: clockText(time),
  day: time.minutes < 1440 ? of : nextDay(of),
});

/** "24:00 yesterday" is the beginning of today. */
function nextDay(of: Period): Period {
  return of.kind === 'unit' && of.unit === 'day'
    ? { ...of, offset: of.offset + 1 }
    : { kind: 'shift', amount: { days: 1 }, direction: 'after', of };
}

/** "Midnight yesterday", "New Year's Eve at midnight": the beginning of that day, or its end? */
function refuseMidnight(phrase: Phrase, from: number, to: number): undefined {
  const isSmall = (at: number) =>
    ['midnight', 'at', 'on', 'of', 'in', ','].includes(phrase.tokens[at]?.text ?? '');
  let [first, last] = [from, to - 1];
  while (first < last && isSmall(first)) first += 1;
  while (last > first && isSmall(last)) last -= 1;
  const said = phrase.text.slice(phrase.tokens[first]?.at, phrase.tokens[last]?.end);
  return refuse(phrase, from, to, 'Midnight at its beginning, or at its end?', [
    `00:00 ${said}`,
    `24:00 ${said}`,
  ]);
}

const stretch = (range: { from: string; to: string } | undefined, of: Period): Period | undefined =>
  range && { kind: 'clock', ...range, day: of };
const part = (each: { part: Daypart; third?: 'early' | 'late' }, of: Period): DayPart => ({
  kind: 'daypart',
  ...each,
  day: of,
});

type DayPart = Extract<Period, { kind: 'daypart' }>;

/** "this morning", "last night": parts that name their day. */
const namedPart: Rule<DayPart> = alt<DayPart>(
  map(seq(word('this'), word('morning', 'afternoon', 'evening')), ([, each]) => part({ part: each }, today)),
  map(word('tonight'), () => part({ part: 'night' }, today)),
  map(words('last night'), () => part({ part: 'night' }, yesterday)),
  map(alt(words('the night before last'), words('night before last')), () =>
    part({ part: 'night' }, { kind: 'unit', unit: 'day', offset: -2 }),
  ),
  map(words('last evening'), () => part({ part: 'evening' }, yesterday)),
  map(words('next night'), () => part({ part: 'night' }, tomorrow)),
);

const partOfDay: Rule<DayPart> = alt<DayPart>(
  namedPart,
  map(seq(day, inThe, oneOf(partNames)), ([of, , each]) => part({ part: each }, of)),
);

/** "Friday afternoon last week". */
const partOfWeek: Rule<DayPart> = map(
  seq(weekdayName, daypart, opt(word('of', 'in')), calendarWeek),
  ([weekday, each, , week]) => part(each, { kind: 'weekday', weekday, week }),
);

/** A time in a part of its day; undefined if it isn't in that part ("2pm this morning"). */
function pointInPart(time: Clock, { part: name, day: of }: DayPart): Period | undefined {
  const at = inPart(time, name);
  return isIn(name, at) ? point(at, of) : undefined;
}

/** Two times in a part of their day: "this morning between 8 and 10". "9 to 1 at night" would leave it. */
function rangeInPart(a: Clock, b: Clock, { part: name, day: of }: DayPart): Period | undefined {
  const [first, last] = [inPart(a, name), inPart(b, name)];
  const range = isIn(name, first) ? pair(first, last) : undefined;
  return range && range.from < range.to ? stretch(range, of) : undefined;
}

/** Whether people say "at 9 in the evening": a part of the day is wider here than alone. */
function isIn(name: Daypart, { minutes }: Clock): boolean {
  const [from, to] = {
    morning: [0, 12],
    lunch: [11, 15],
    afternoon: [12, 18],
    evening: [16, 24],
    night: [18, 24],
  }[name] as [number, number];
  return minutes >= 60 * from && minutes < 60 * to;
}

/** "5.30pm" is a time; "30.5 pm" and "5 May pm" are the afternoon of a day. */
function isTime({ tokens }: Phrase, from: number, to: number): boolean {
  const [hour, sign, minutes, half] = tokens.slice(from, to);
  if (to - from !== 4 || hour?.kind !== 'number' || minutes?.kind !== 'number' || sign?.text !== '.')
    return false;
  return (
    /^[ap]m$/.test(half?.text ?? '') && hour.value <= 12 && minutes.value < 60 && minutes.text.length === 2
  );
}

export const times: Rule<Period> = alt<Period>(
  map(seq(opt(word('at')), clock, on, day), ([, time, , of], phrase, start, end) =>
    time.midnight ? refuseMidnight(phrase, start, end) : point(time, of),
  ),
  map(seq(day, opt(word('at', 't', '-')), clock), ([of, , time], phrase, start, end) =>
    time.midnight ? refuseMidnight(phrase, start, end) : point(time, of),
  ),
  map(seq(clockRange, on, day), ([range, , of]) => stretch(range, of)),
  map(seq(from, bareRange, word('on', 'of'), day), ([, range, , of]) => stretch(range, of)),
  map(seq(word('from', 'between'), bareRange, day), ([, range, of]) => stretch(range, of)),
  map(seq(day, at, clockRange), ([of, , range]) => stretch(range, of)),
  map(seq(day, word('from', 'between'), bareRange), ([of, , range]) => stretch(range, of)),
  map(seq(militaryBefore, on, day), ([make, , of]) => make(of)),
  map(seq(day, militaryBehind), ([of, make]) => make(of)),
  map(seq(opt(words('in the')), daypart, on, day), ([, each, , of]) => part(each, of)),
  map(seq(day, inThe, daypart), ([of, , each], phrase, start, end) =>
    isTime(phrase, start, end) ? undefined : part(each, of),
  ),
  map(seq(day, inThe, daypart, at, from, hour, to, hour), ([of, , each, , , a, , b]) =>
    rangeInPart(a, b, { kind: 'daypart', ...each, day: of }),
  ),
  map(seq(namedPart, at, from, hour, to, hour), ([of, , , a, , b]) => rangeInPart(a, b, of)),
  map(seq(word('from', 'between'), hour, to, hour, on, partOfDay), ([, a, , b, , of]) =>
    rangeInPart(a, b, of),
  ),
  map(word('morning', 'afternoon', 'evening'), (each) => part({ part: each }, today)),
  namedPart,
  partOfWeek,
  // "late yesterday evening"
  map(seq(third, opt(word('-')), partOfDay), ([when, , each]) => ({ ...each, third: when })),
  // "9:30 this morning", "at 9 yesterday morning", "yesterday evening at 7"
  map(seq(opt(word('at')), hour, opt(word('on')), partOfDay), ([, time, , of]) => pointInPart(time, of)),
  map(seq(partOfDay, word('at'), hour), ([of, , time]) => pointInPart(time, of)),
);

/** A time without its day, for the second half of a range: "from 9am yesterday to 5pm". */
export const timeOfDay: Rule<string> = map(clock, (time) =>
  time.minutes < 1440 ? clockText(time) : undefined,
);
