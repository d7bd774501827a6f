import { Temporal } from 'temporal-polyfill';
import { countSince } from '../../storage/workspace/overview.ts';
import { findWorkspace } from '../../storage/workspace/workspaces.ts';
import type { AudienceDeps, Caller } from '../caller.ts';
import { countContacts, type Totals } from '../contacts/totals.ts';
import { hasRole, requireRole } from '../permissions.ts';
import { countSegments } from '../segments/names.ts';
import { countTags } from '../tags/tags.ts';
import { type Change, listChanges } from './history.ts';

/** Days of the sign-ups; a Slack chart can show 20 bars. */
const DAYS = 14;
/** Days of the sum. */
const MONTH = 30;
const CHANGES = 3;
/** The largest changes are among the latest of these. */
const LOOKED_AT = 100;

/** The audience at a glance, as of one moment. */
export interface Overview {
  totals: Totals;
  /** How many signed up on each of the last days, today included. People who were erased are not counted. */
  signUps: { day: string; contacts: number }[];
  /** How many signed up in the last 30 days. */
  lately: number;
  tags: number;
  segments: number;
  /** What changed most people in the last 30 days. */
  changes: Change[];
  isAdmin: boolean;
  at: Date;
}

/** Totals, sign-ups per day, and the largest changes. */
export async function overview(deps: AudienceDeps, caller: Caller): Promise<Overview> {
  requireRole(caller, 'viewer', 'see the audience');
  const { workspaceId } = caller;
  const { storage } = deps;
  const at = deps.now();
  const { timeZone } = await findWorkspace(storage, workspaceId);
  const days = daysBack(at, timeZone);
  const start = daysAgo(at, timeZone, MONTH);
  const [totals, since, tags, segments, recent] = await Promise.all([
    countContacts(deps, caller),
    countSince(storage, workspaceId, [start.at, ...days.map(({ at: begins }) => begins), at]),
    countTags(deps, caller),
    countSegments(deps, caller),
    listChanges(deps, caller, { limit: LOOKED_AT }),
  ]);
  const [lately = 0, ...sinceDays] = since;
  const signUps = days.map(({ day }, index) => ({
    day,
    contacts: (sinceDays[index] ?? 0) - (sinceDays[index + 1] ?? 0),
  }));
  const changes = largestOf(recent.changes.filter((change) => change.at >= start.at));
  return { totals, signUps, lately, tags, segments, changes, isAdmin: hasRole(caller, 'admin'), at };
}

/** The last days and today, each with the moment at which it begins in this time zone. */
const daysBack = (now: Date, timeZone: string): { day: string; at: Date }[] =>
  Array.from({ length: DAYS }, (_, index) => daysAgo(now, timeZone, DAYS - 1 - index));

function daysAgo(now: Date, timeZone: string, days: number): { day: string; at: Date } {
  const day = Temporal.Instant.fromEpochMilliseconds(now.getTime())
    .toZonedDateTimeISO(timeZone)
    .toPlainDate()
    .subtract({ days });
  return { day: day.toString(), at: new Date(day.toZonedDateTime(timeZone).epochMilliseconds) };
}

function largestOf(changes: readonly Change[]): Change[] {
  return changes
    .filter(({ action, details }) => !action.endsWith('.exported') && peopleIn(details) > 0)
    .toSorted((one, other) => peopleIn(other.details) - peopleIn(one.details))
    .slice(0, CHANGES);
}

/** How many people a change was about. */
function peopleIn({ contacts, added, updated, removed, restored }: Change['details']): number {
  const number = (value: unknown): number => (typeof value === 'number' ? value : 0);
  return number(contacts) + number(added) + number(updated) + number(removed) + number(restored);
}
