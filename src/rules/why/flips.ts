import { Temporal } from 'temporal-polyfill';
import { resolveTimeframe } from '../../dates/resolve.ts';
import type { DateContext, Timeframe } from '../../dates/schema.ts';
import { daysOf } from '../sql/days.ts';

/** How many days ahead we search for the moment at which something changes. */
const farthest = 400;

/** Whether something is true at each moment from now on, if nothing happens except that time passes. */
export interface Course {
  holdsAt: (moment: Date) => boolean;
  /** Moments after now, at most `farthest` days ahead: nothing changes between two of them. */
  changes: readonly Date[];
}

/** Something that never changes by itself. */
export function constant(holds: boolean): Course {
  return { holdsAt: () => holds, changes: [] };
}

/**
 * How many of some moments are in a timeframe, as time passes, and whether that number passes a test.
 *
 * @param moments that something happened at, none after now
 * @param test of the number of moments in the timeframe
 * @example
 * // One open on 2 September, "opened in the last 60 days": true until 2 November begins
 */
export function countCourse(
  moments: readonly Date[],
  timeframe: Timeframe,
  context: DateContext,
  test: (inside: number) => boolean,
): Course {
  const clock = clockOf(context);
  const range = remember((moment) => resolveTimeframe(timeframe, { ...context, now: new Date(moment) }));
  const inside = (at: number, moment: number): boolean => {
    const { from, to } = range(moment);
    return (from === null || at >= from.getTime()) && (to === null || at < to.getTime());
  };
  const holdsAt = (moment: Date) => {
    const now = moment.getTime();
    return test(moments.filter((at) => inside(at.getTime(), now)).length);
  };
  const changes = new Set<number>();
  for (const at of new Set(moments.map((each) => each.getTime()))) {
    for (const edge of ['from', 'to'] as const) {
      const ahead = at - (range(context.now.getTime())[edge]?.getTime() ?? Number.NaN);
      const isPast = (moment: number) => {
        const end = range(moment)[edge];
        return end !== null && end.getTime() > at;
      };
      const crossed = clock.firstMoment(isPast, ahead);
      if (crossed !== undefined) changes.add(crossed);
    }
  }
  return { holdsAt, changes: [...changes].sort((a, b) => a - b).map((moment) => new Date(moment)) };
}

/** Whether a day ("2026-11-23"; "--11-23" of every year) is in a timeframe, as days pass. */
export function dayCourse(day: string, timeframe: Timeframe, context: DateContext): Course {
  const clock = clockOf(context);
  // Something that doesn't look like a day is in no timeframe, as in the SQL of attributes.
  const isDay = /^.{4}-..-..$/u.test(day) || (context.yearly === true && /^--..-..$/u.test(day));
  const holdsOn = remember((moment) => {
    if (!isDay) return false;
    const days = daysOf(timeframe, { ...context, now: new Date(moment) });
    if (days === null) return false;
    if (!days.yearly) return (days.from ?? '0000') <= day && day < (days.to ?? ':');
    const [of, { from, to }] = [day.slice(-5), days];
    return from < to ? from <= of && of < to : from <= of || of < to;
  });
  return {
    holdsAt: (moment) => holdsOn(moment.getTime()),
    // Checks every day: a yearly day enters and leaves the timeframe.
    get changes() {
      return clock.midnights
        .filter((moment) => holdsOn(moment) !== holdsOn(moment - 1))
        .map((moment) => new Date(moment));
    },
  };
}

/** Combines courses: true if all, any or none of them are. */
export function combinedCourse(courses: readonly Course[], holds: (each: boolean[]) => boolean): Course {
  return {
    holdsAt: (moment) => holds(courses.map((course) => course.holdsAt(moment))),
    get changes() {
      const moments = new Set(courses.flatMap((course) => course.changes.map((moment) => moment.getTime())));
      return [...moments].sort((a, b) => a - b).map((moment) => new Date(moment));
    },
  };
}

/**
 * The first moment after now at which a course differs from now; undefined if there is none within the days
 * searched.
 */
export function flipOf(course: Course, now: Date): Date | undefined {
  const holds = course.holdsAt(now);
  return course.changes.find((moment) => course.holdsAt(moment) !== holds);
}

interface Clock {
  /** When the coming days begin, in the workspace's zone. */
  midnights: readonly number[];
  /**
   * The first moment after now at which something becomes true that then stays true. `ahead`: in how many
   * milliseconds that is if the ends of timeframes move as fast as time passes, as most do; checked first.
   */
  firstMoment: (isPast: (moment: number) => boolean, ahead: number) => number | undefined;
}

/** Days begin at the same moments for all conditions of a question. */
const clocks = new WeakMap<Date, Map<string, Clock>>();

function clockOf({ now, timeZone }: DateContext): Clock {
  const known = clocks.get(now) ?? new Map<string, Clock>();
  clocks.set(now, known);
  const clock = known.get(timeZone) ?? makeClock(now, timeZone);
  known.set(timeZone, clock);
  return clock;
}

function makeClock(now: Date, timeZone: string): Clock {
  const today = Temporal.Instant.fromEpochMilliseconds(now.getTime())
    .toZonedDateTimeISO(timeZone)
    .toPlainDate();
  const midnight = remember((day) => today.add({ days: day }).toZonedDateTime(timeZone).epochMilliseconds);
  return {
    get midnights() {
      return Array.from({ length: farthest }, (_, day) => midnight(day + 1));
    },
    firstMoment(isPast, ahead) {
      if (isPast(now.getTime())) return undefined;
      const days = Math.floor(ahead / 86_400_000);
      if (days >= 0 && days < farthest - 2) {
        const guesses = [midnight(days), midnight(days + 1), midnight(days + 2), now.getTime() + ahead + 1];
        for (const guess of guesses)
          if (guess > now.getTime() && isPast(guess) && !isPast(guess - 1)) return guess;
      }
      if (!isPast(midnight(farthest))) return undefined;
      const day = firstOf(1, farthest, (each) => isPast(midnight(each)));
      // Usually that is when a day begins; timeframes in hours can end at any moment.
      const end = midnight(day);
      if (!isPast(end - 1)) return end;
      return firstOf(day === 1 ? now.getTime() + 1 : midnight(day - 1), end, isPast);
    },
  };
}

/**
 * The first whole number of a range, both ends included, from which on something is true. It must be true of
 * the last.
 */
function firstOf(first: number, last: number, isTrue: (number: number) => boolean): number {
  let [low, high] = [first, last];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (isTrue(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}

function remember<T>(find: (key: number) => T): (key: number) => T {
  const known = new Map<number, T>();
  return (key) => {
    const before = known.get(key);
    if (before !== undefined) return before;
    const found = find(key);
    known.set(key, found);
    return found;
  };
}
