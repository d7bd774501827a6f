import { csvLine } from '../../csv/file/write.ts';
import { RollcallError } from '../../errors.ts';
import { addDays, dayIn, daysBetween } from '../../lib/days.ts';
import { EVERYONE, readingsBetween, type SizeReading } from '../../storage/watches/readings.ts';
import type { AudienceDeps, Caller } from '../caller.ts';
import { requireRole } from '../permissions.ts';
import { lookUpSegment } from '../segments/lookup.ts';
import { type Known, knownTo, type Size, sizeOfRule } from '../segments/segments.ts';
import type { AskedHistory } from './asked-history.ts';
import { ruleOfReading } from './measure.ts';

export type { SizeReading };
export { EVERYONE };

/** The sizes of a segment over time, or of the whole audience. */
export interface SizeHistory {
  /** `EVERYONE` for the whole audience. */
  id: number;
  name: string;
  /** The first and the last day asked for. */
  from: string;
  to: string;
  /** By day, oldest first. */
  readings: SizeReading[];
  /** How many days between the first and the last reading have none. Weeks after a year are no gap. */
  gaps: number;
  /** The size now, if the last day is today; undefined if the rule is broken. */
  now: Size | undefined;
}

/** What is looked at if no timeframe is said. In days. */
const USUAL = 90;

/**
 * The readings of a segment, or of the whole audience, and its size now.
 *
 * @throws RollcallError `not-found`, `invalid-input` for days to come, or a first day after the last
 */
export async function sizeHistory(
  deps: AudienceDeps,
  caller: Caller,
  asked: AskedHistory & { id: number },
): Promise<SizeHistory> {
  requireRole(caller, 'viewer', 'see segments');
  const known = await knownTo(deps, caller);
  const { id } = asked;
  const name = id === EVERYONE ? 'All contacts' : (await lookUpSegment(deps, caller, { id })).name;
  const today = dayIn(known.dates.now, known.dates.timeZone);
  const to = asked.to === undefined || asked.to > today ? today : asked.to;
  const from = asked.from ?? addDays(to, 1 - USUAL);
  if (from > to) {
    throw new RollcallError(
      'invalid-input',
      from > today ? 'There are no sizes of days to come.' : 'The first day is after the last one.',
      { hint: 'For example: /segments history Recent VIPs last 90 days' },
    );
  }
  const { workspaceId } = caller;
  const [readings, now] = await Promise.all([
    readingsBetween(deps.storage.pool, { workspaceId, segmentId: id, from, to }),
    to === today ? sizeNow(deps, known, id) : undefined,
  ]);
  return { id, name, from, to, readings, gaps: gapsIn(readings, today), now };
}

async function sizeNow(deps: AudienceDeps, known: Known, id: number): Promise<Size | undefined> {
  try {
    const origin = id === EVERYONE ? {} : ({ segment: id, stored: true } as const);
    return await sizeOfRule(deps, known, ruleOfReading(known, id), origin);
  } catch (error) {
    if (error instanceof RollcallError) return undefined;
    throw error;
  }
}

function gapsIn(readings: readonly SizeReading[], today: string): number {
  const daily = readings.filter(({ estimated, day }) => !estimated && day > addDays(today, -365));
  return daily.reduce((gaps, { day }, index) => {
    const before = daily[index - 1];
    return before === undefined ? 0 : gaps + daysBetween(before.day, day) - 1;
  }, 0);
}

/** A history as a CSV file. */
export function historyAsCsv({ readings }: SizeHistory): string {
  const lines = readings.map(({ day, members, reachable, estimated }) =>
    csvLine([day, String(members), reachable === null ? '' : String(reachable), estimated ? 'yes' : 'no']),
  );
  return `${[csvLine(['day', 'people', 'can be mailed', 'estimated']), ...lines].join('\r\n')}\r\n`;
}
