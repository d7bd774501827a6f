import { Temporal } from 'temporal-polyfill';
import { parseTimeframe } from '../../dates/parse.ts';
import { resolveTimeframe } from '../../dates/resolve.ts';
import { RollcallError } from '../../errors.ts';
import { momentAt } from '../../lib/wall-time.ts';
import type { StoredCampaign } from '../../storage/campaigns/campaigns.ts';
import type { AudienceDeps, Caller } from '../caller.ts';
import { type Known, knownTo } from '../segments/segments.ts';

/** When a campaign goes out: at once, or at a time on the clock of a zone (`2026-12-04T09:00`). */
export type When = 'now' | { wallTime: string; timeZone: string };

const HOUR_MS = 3_600_000;
/** "Tomorrow" is a day, not a time; "Monday morning" begins at a time. */
const LONGEST = 6 * HOUR_MS;

/**
 * When a campaign goes out, as people say it, on the clock of the workspace: `tomorrow 9am`, `next Friday 10:00`,
 * `in 2 hours`, or `now`.
 *
 * @throws RollcallError `invalid-input`, about `when`, for words that aren't a time, name only a day, or are over
 */
export async function whenSaid(deps: AudienceDeps, caller: Caller, text: string): Promise<When> {
  const { dates } = await knownTo(deps, caller);
  return readWhen(text, dates);
}

function readWhen(text: string, dates: Known['dates']): When {
  const said = text.trim().replace(/^at\s+(?=\S)/i, '');
  if (said === '' || isNow.test(said)) return 'now';
  const [phrase, since] = phrasesOf(said, dates);
  const read = phrase?.ok ? phrase : since;
  if (read === undefined || !read.ok) throw notUnderstood(said, dates);
  const { from, to } = resolveTimeframe(read.timeframe, { ...dates, direction: 'future' });
  const isSince = read === since;
  if (from === null || (!isSince && (to === null || to.getTime() - from.getTime() > LONGEST)))
    throw refused(`At what time? "${said}" names only a day.`, `For example: ${atNine(said, dates)}`);
  if (from <= dates.now) throw refused(`"${said}" has passed.`, 'Say a time that is still to come, or now.');
  const { timeZone } = dates;
  const wall = Temporal.Instant.fromEpochMilliseconds(from.getTime())
    .toZonedDateTimeISO(timeZone)
    .toPlainDateTime();
  return { wallTime: wall.toString({ smallestUnit: 'minute' }), timeZone };
}

/** Tells whether words name a time, or a day at least: what `whenSaid` can say something about. */
export async function timeReader(deps: AudienceDeps, caller: Caller): Promise<(words: string) => boolean> {
  const { dates } = await knownTo(deps, caller);
  return (words) => isNow.test(words.trim()) || phrasesOf(words.trim(), dates).some(({ ok }) => ok);
}

const isNow = /^(?:now|immediately|right now|at once)$/i;

/** A moment is read as a span, or as the beginning of one. */
const phrasesOf = (said: string, dates: Known['dates']) =>
  [said, `since ${said}`].map((words) => parseTimeframe(words, { ...dates, direction: 'future' }));

/** An hour that may be in the morning or in the evening is asked about; all else has an example. */
function notUnderstood(said: string, dates: Known['dates']): RollcallError {
  const hour = /(?<![\d:.])(?:[1-9]|1[0-2])$/.exec(said)?.[0];
  if (hour !== undefined && phrasesOf(`${said}am`, dates)[0]?.ok)
    return refused(`"${said}": ${hour}am or ${hour}pm?`, `For example: ${said}am`, [
      `${said}am`,
      `${said}pm`,
    ]);
  const like = 'tomorrow 9am, next Friday 10:00';
  return refused(
    `"${said}" is not a time.`,
    `Say a day and a time on the clock of ${dates.timeZone}, like: ${like}`,
    suggested(said, dates),
  );
}

/** Suggestions for a time that isn't understood, without times that are over. */
function suggested(said: string, dates: Known['dates']): string[] {
  const [phrase] = phrasesOf(said, dates);
  if (phrase === undefined || phrase.ok) return [];
  return phrase.problem.suggestions.filter((each) => {
    try {
      return readWhen(each, dates) !== 'now';
    } catch (error) {
      if (error instanceof RollcallError) return false;
      throw error;
    }
  });
}

/** The same day with a time, if that can be said so. */
const atNine = (day: string, dates: Known['dates']): string =>
  phrasesOf(`${day} 9am`, dates)[0]?.ok ? `${day} 9am` : 'tomorrow 9am';

const refused = (message: string, hint: string, instead: string[] = []): RollcallError =>
  new RollcallError('invalid-input', message, { hint, about: 'when', instead });

/** When a campaign was asked to go out; now, if that has passed or no time was said. */
export function whenAsked({ wallTime, timeZone, dueAt }: StoredCampaign, now: Date): When {
  if (wallTime === null || timeZone === null || dueAt === null || dueAt <= now) return 'now';
  return { wallTime, timeZone };
}

/** The same as a campaign stores it. @throws RollcallError `invalid-input`, about `when`, if it has passed */
export function dueAt(
  when: When,
  now: Date,
): Pick<StoredCampaign, 'wallTime' | 'timeZone' | 'dueAt'> & { dueAt: Date } {
  if (when === 'now') return { wallTime: null, timeZone: null, dueAt: now };
  const at = momentAt(when);
  if (at === undefined)
    throw new RollcallError('invalid-input', `"${when.wallTime}" is not a time.`, { about: 'when' });
  if (at <= now) throw new RollcallError('invalid-input', 'That time has passed.', { about: 'when' });
  return { ...when, dueAt: at };
}
