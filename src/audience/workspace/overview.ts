import { Temporal } from 'temporal-polyfill';
import { countSince, topTags } from '../../storage/workspace/overview.ts';
import { findWorkspace } from '../../storage/workspace/workspaces.ts';
import type { AudienceDeps, Caller } from '../caller.ts';
import { countContacts, type Totals } from '../contacts/totals.ts';
import { hasRole, requireRole } from '../permissions.ts';
import { LARGEST_OF, listSegments, type SegmentPage } from '../segments/list.ts';
import { countSegments } from '../segments/names.ts';
import { countTags } from '../tags/tags.ts';

const TAGS = 5;
const SEGMENTS = 5;
/** Days between two points of the growth; a Slack chart can show 20 of them. */
const STEP = 2;
const DAYS = 30;

/** The audience at a glance, as of one moment. */
export interface Overview {
  totals: Totals;
  /** Contacts added by the end of every second day, and now. People who were erased are not counted. */
  growth: { day: string; contacts: number }[];
  tags: { total: number; top: { id: number; name: string; contacts: number }[] };
  /** The largest; the newest if finding the largest would mean counting too many. */
  segments: SegmentPage;
  isAdmin: boolean;
  at: Date;
}

/** Totals, growth over 30 days, the most used tags and the largest segments. */
export async function overview(deps: AudienceDeps, caller: Caller): Promise<Overview> {
  requireRole(caller, 'viewer', 'see the audience');
  const { workspaceId } = caller;
  const { storage } = deps;
  const at = deps.now();
  const { timeZone } = await findWorkspace(storage, workspaceId);
  const days = daysBack(at, timeZone);
  const [totals, since, total, top, segments] = await Promise.all([
    countContacts(deps, caller),
    countSince(
      storage,
      workspaceId,
      days.map(({ end }) => end),
    ),
    countTags(deps, caller),
    topTags(storage, workspaceId, TAGS),
    largest(deps, caller),
  ]);
  const growth = days.map(({ day }, index) => ({ day, contacts: totals.contacts - (since[index] ?? 0) }));
  return { totals, growth, tags: { total, top }, segments, isAdmin: hasRole(caller, 'admin'), at };
}

/** Every second day of the last 30 and today, with the moment at which it ends in this time zone. */
function daysBack(now: Date, timeZone: string): { day: string; end: Date }[] {
  const today = Temporal.Instant.fromEpochMilliseconds(now.getTime())
    .toZonedDateTimeISO(timeZone)
    .toPlainDate();
  return Array.from({ length: DAYS / STEP + 1 }, (_, index) => {
    const day = today.subtract({ days: DAYS - index * STEP });
    const end = day.add({ days: 1 }).toZonedDateTime(timeZone).epochMilliseconds;
    return { day: day.toString(), end: new Date(end) };
  });
}

async function largest(deps: AudienceDeps, caller: Caller): Promise<SegmentPage> {
  const newest = { sort: 'newest', perPage: SEGMENTS } as const;
  const total = await countSegments(deps, caller);
  return listSegments(deps, caller, total > LARGEST_OF ? newest : { ...newest, sort: 'largest' });
}
