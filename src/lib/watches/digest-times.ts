import { Temporal } from 'temporal-polyfill';
import { momentAt } from '../wall-time.ts';

/** When a digest is posted: a day of the week and a time on the workspace's clock. */
export interface DigestTime {
  /** 1 is Monday, 7 Sunday. */
  weekday: number;
  /** `09:00` */
  time: string;
}

export const weekdays = [
  'Monday',
  'Tuesday',
  'Wednesday',
  'Thursday',
  'Friday',
  'Saturday',
  'Sunday',
] as const;

/** `Mondays at 9:00` */
export const digestTimeWords = ({ weekday, time }: DigestTime): string =>
  `${weekdays[weekday - 1]}s at ${time.replace(/^0/, '')}`;

/**
 * The next time after a moment, and the last one at or before it. In the hour that a clock skips, the time after
 * it; in the hour that it repeats, the first one.
 *
 * @example timesAround({ weekday: 1, time: '09:00' }, { at: new Date('2026-11-25T12:00Z'), timeZone: 'UTC' })
 * // { last: 2026-11-23T09:00Z, lastDay: '2026-11-23', next: 2026-11-30T09:00Z }
 */
export function timesAround(
  { weekday, time }: DigestTime,
  { at, timeZone }: { at: Date; timeZone: string },
): { last: Date; lastDay: string; next: Date } {
  const today = Temporal.Instant.fromEpochMilliseconds(at.getTime())
    .toZonedDateTimeISO(timeZone)
    .toPlainDate();
  const monday = today.subtract({ days: today.dayOfWeek - 1 });
  const times = [-1, 0, 1].map((week) => {
    const day = monday.add({ days: 7 * week + weekday - 1 }).toString();
    return { day, at: momentAt({ wallTime: `${day}T${time}`, timeZone }) ?? at };
  });
  const last = times.findLast((each) => each.at <= at);
  const next = times.find((each) => each.at > at);
  if (last === undefined || next === undefined) throw new Error('a week without its weekday');
  return { last: last.at, lastDay: last.day, next: next.at };
}

const HINT = 'For example: /audience digest weekly Monday 9:00 here. To stop it: /audience digest off';

/** What follows `/audience digest`. */
export type ParsedDigest =
  | { is: 'show' }
  | { is: 'off' }
  | { is: 'on'; time: DigestTime; place: 'here' | 'owner'; skipsQuiet: boolean }
  | { is: 'refused'; problem: string; hint: string };

/** @example parseDigest('weekly Monday 9am here') // { is: 'on', time: { weekday: 1, time: '09:00' }, … } */
export function parseDigest(text: string): ParsedDigest {
  let words = text.trim().toLowerCase().replace(/\s+/g, ' ');
  if (words === '') return { is: 'show' };
  if (/^(?:off|stop|never|none)(?: here)?$/.test(words)) return { is: 'off' };
  const refused = (problem: string): ParsedDigest => ({ is: 'refused', problem, hint: HINT });
  const skipsQuiet = !/ (?:always|even if nothing changed)$/.test(words);
  words = words.replace(/ (?:always|even if nothing changed)$/, '');
  const place = / to me$/.test(words) ? 'owner' : 'here';
  words = words.replace(/ (?:in this channel|here|to me)$/, '');
  const [, day, at = '9:00'] =
    /^(?:(?:weekly|every week) ?)?(?:(?:on |every )?([a-z]+)s?)?(?: ?(?:at )?(\S+(?: [ap]m)?))?$/.exec(
      words,
    ) ?? [];
  if (/^(?:daily|monthly|hourly)/.test(words)) return refused('A digest is posted once a week.');
  const weekday =
    day === undefined || day === 'weekly'
      ? 1
      : weekdays.findIndex(
          (name) => day.length >= 3 && name.toLowerCase().startsWith(day.replace(/s$/, '')),
        ) + 1;
  if (weekday === 0) return refused(`"${day}" isn’t a day of the week.`);
  const time = timeOf(at);
  if (time === undefined) return refused(`"${at}" isn’t a time of day.`);
  return { is: 'on', time: { weekday, time }, place, skipsQuiet };
}

/** `9:00`, `9am`, `17.30`; undefined for anything else. */
function timeOf(text: string): string | undefined {
  const [, hours, minutes = '00', half] = /^(\d{1,2})(?:[:.](\d{2}))? ?([ap]m)?$/.exec(text) ?? [];
  if (hours === undefined || (minutes === '00' && half === undefined && !/[:.]/.test(text))) return undefined;
  let hour = Number(hours);
  if (half !== undefined && (hour < 1 || hour > 12)) return undefined;
  if (half !== undefined) hour = (hour % 12) + (half === 'pm' ? 12 : 0);
  if (hour > 23 || Number(minutes) > 59) return undefined;
  return `${String(hour).padStart(2, '0')}:${minutes}`;
}
