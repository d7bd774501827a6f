import { Temporal } from 'temporal-polyfill';
import { defined } from '../../lib/defined.ts';
import type { StoredCampaign } from '../../storage/campaigns/campaigns.ts';
import type { ImportState } from '../../storage/imports/import-state.ts';
import { listRecentImports } from '../../storage/imports/imports.ts';
import { countTags as countStoredTags } from '../../storage/tags/tags.ts';
import { countSince } from '../../storage/workspace/overview.ts';
import { findWorkspace } from '../../storage/workspace/workspaces.ts';
import type { AudienceDeps, Caller } from '../caller.ts';
import { listCampaigns } from '../campaigns/drafts.ts';
import { type CampaignNumbers, campaignNumbers } from '../campaigns/numbers.ts';
import { countContacts, type Totals } from '../contacts/totals.ts';
import { hasRole, requireRole } from '../permissions.ts';
import { listSegments, type SegmentPage } from '../segments/list.ts';
import { EVERYONE } from '../watches/history.ts';
import { type Trend, trendsOf } from '../watches/trend.ts';
import { listWatches, type Watch } from '../watches/watches.ts';
import { type Change, listChanges } from './history.ts';

/** How many contacts joined in the days up to now, and in as many days before. */
export interface Growth {
  days: number;
  joined: number;
  before: number;
}

/** What Home shows, as of one moment. */
export interface Dashboard {
  totals: Totals;
  tags: number;
  segments: SegmentPage;
  imports: ImportState[];
  changes: Change[];
  /** Campaigns that someone waits for first, then the latest; those that have begun with their numbers. */
  campaigns: { some: StoredCampaign[]; numbers: Map<number, CampaignNumbers>; total: number };
  growth: Growth[];
  /** Watches whose messages are refused, or whose rule can’t be counted. */
  failing: Watch[];
  /** How the whole audience changed lately. */
  trend?: Trend;
  mayEdit: boolean;
  at: Date;
}

const SHOWN = { segments: 8, imports: 3, changes: 5, campaigns: 5 } as const;

const PERIODS = [7, 30, 90];

/** Totals and growth, the newest segments with their sizes, the latest imports and changes. */
export async function dashboard(deps: AudienceDeps, caller: Caller): Promise<Dashboard> {
  requireRole(caller, 'viewer', 'see the audience');
  const { workspaceId } = caller;
  const { prisma } = deps.storage;
  const at = deps.now();
  const workspace = await findWorkspace(deps.storage, workspaceId);
  const { timeZone } = workspace;
  const [totals, tags, segments, imports, { changes }, growth, watches, campaigns] = await Promise.all([
    countContacts(deps, caller),
    countStoredTags(prisma, workspaceId),
    listSegments(deps, caller, { sort: 'newest', perPage: SHOWN.segments }),
    listRecentImports(prisma, workspaceId, SHOWN.imports),
    listChanges(deps, caller, { limit: SHOWN.changes }),
    growthUpTo(at, { deps, workspaceId, timeZone }),
    listWatches(deps, caller),
    listCampaigns(deps, caller),
  ]);
  const failing = watches.filter(({ trouble, broken }) => trouble !== null || broken !== null);
  const place = { workspace, dates: { ...workspace, now: at } };
  const trend = (await trendsOf(deps, place, new Map([[EVERYONE, totals.contacts]]))).get(EVERYONE);
  const mayEdit = hasRole(caller, 'editor');
  const some = pressingFirst(campaigns).slice(0, SHOWN.campaigns);
  const latest = { some, numbers: await campaignNumbers(deps, caller, some), total: campaigns.length };
  const lists = { tags, segments, imports, changes, campaigns: latest, growth, failing };
  return { totals, ...lists, ...defined({ trend }), mayEdit, at };
}

/** What waits for someone, or is under way; then the campaign that ended last; then drafts and all that is over. */
function pressingFirst(campaigns: StoredCampaign[]): StoredCampaign[] {
  const isOver = ({ state }: StoredCampaign) => state === 'draft' || state === 'sent' || state === 'stopped';
  const pressing = campaigns.filter((campaign) => !isOver(campaign));
  const ended = campaigns.filter(({ endedAt, prepared }) => endedAt !== null && prepared !== null);
  const last = ended.toSorted((a, b) => Number(b.endedAt) - Number(a.endedAt)).slice(0, 1);
  const rest = campaigns.filter((campaign) => isOver(campaign) && !last.includes(campaign));
  return [...pressing, ...last.filter(isOver), ...rest];
}

/** Whole days in the workspace's time zone, today included. */
async function growthUpTo(
  at: Date,
  { deps, workspaceId, timeZone }: { deps: AudienceDeps; workspaceId: number; timeZone: string },
): Promise<Growth[]> {
  const today = Temporal.Instant.fromEpochMilliseconds(at.getTime())
    .toZonedDateTimeISO(timeZone)
    .toPlainDate();
  const begin = (daysAgo: number): Date =>
    new Date(today.subtract({ days: daysAgo - 1 }).toZonedDateTime(timeZone).epochMilliseconds);
  // The moments have to ascend.
  const ago = [...new Set(PERIODS.flatMap((days) => [days, 2 * days]))].sort((a, b) => b - a);
  const since = await countSince(deps.storage, workspaceId, ago.map(begin));
  const joinedIn = (days: number): number => since[ago.indexOf(days)] ?? 0;
  return PERIODS.map((days) => ({
    days,
    joined: joinedIn(days),
    before: joinedIn(2 * days) - joinedIn(days),
  }));
}
