import { type Outcome, outcomesOf } from '../../lib/campaigns/recipients.ts';
import type { CampaignReport, Conversions } from '../../lib/campaigns/report.ts';
import {
  baseOf,
  type Cell,
  type Hits,
  numbersOf,
  peopleIn,
  targetsOf,
} from '../../lib/campaigns/report-numbers.ts';
import type { StoredCampaign } from '../../storage/campaigns/campaigns.ts';
import { countConversions } from '../../storage/campaigns/conversions.ts';
import {
  type AnyCampaign,
  conversionRuleOf,
  findReportSettings,
  frozenBy,
  type HourSums,
  listHourSums,
  listLinkSums,
  listTargets,
  reportedCells,
} from '../../storage/campaigns/report.ts';
import { cellsOf, type Sum, sumsFrom, sumsOf } from '../../storage/campaigns/sums.ts';
import type { AudienceDeps, Caller } from '../caller.ts';
import { requireRole } from '../permissions.ts';
import { type CampaignRef, lookUpAnyCampaign, lookUpCampaign } from './lookup.ts';

const DAY_MS = 86_400_000;

/** The people of a campaign by outcome. Together they are always the number that was prepared. */
export interface CampaignResults {
  campaign: StoredCampaign;
  outcome: Outcome;
  /** By state, and of those left out by reason. */
  sums: Sum[];
  at: Date;
}

/** Counts the people of a campaign by the outcome of their mail. @throws RollcallError `not-found` */
export async function campaignResults(
  deps: AudienceDeps,
  caller: Caller,
  ref: CampaignRef,
): Promise<CampaignResults> {
  requireRole(caller, 'viewer', 'see campaigns');
  const campaign = await lookUpCampaign(deps, caller, ref);
  const sums = await sumsOf(deps.storage.pool, caller.workspaceId, campaign.id);
  return { campaign, outcome: outcomesOf(sums), sums, at: deps.now() };
}

/**
 * The results of a campaign, also of one that is known from a provider's reports alone: from its recipients and
 * from events, and from what was taken from events before they were deleted.
 *
 * @throws RollcallError `not-found`, with the nearest names
 */
export async function campaignReport(
  deps: AudienceDeps,
  caller: Caller,
  ref: CampaignRef,
): Promise<CampaignReport> {
  requireRole(caller, 'viewer', 'see campaigns');
  const campaign = await lookUpAnyCampaign(deps, caller, ref);
  const { pool } = deps.storage;
  const key = { workspaceId: caller.workspaceId, campaignId: campaign.id };
  const [cells, labels, links, hours, settings, converted] = await Promise.all([
    cellsOfAny(deps, caller, campaign),
    campaign.isOurs ? listTargets(pool, key) : [],
    listLinkSums(pool, key),
    listHourSums(pool, key),
    findReportSettings(pool, caller.workspaceId),
    convertedOf(deps, caller, campaign),
  ]);
  const tracked = { opens: campaign.trackOpens ?? 'off', clicks: campaign.trackClicks ?? 'off' } as const;
  const hits = { opened: hitsIn(hours, 'opened'), clicked: hitsIn(hours, 'clicked') };
  const numbers = numbersOf(cells, { tracked, hits });
  const sums = sumsFrom(cells);
  const at = deps.now();
  return {
    ...{ id: campaign.id, name: campaign.name, isOurs: campaign.isOurs, sentAt: sentAtOf(campaign) },
    audience: campaign.isOurs ? peopleIn(cells) : null,
    outcome: campaign.isOurs ? outcomesOf(sums) : null,
    sums,
    ...numbers,
    targets: targetsOf(cells, labels, numbers),
    links: links.map(({ people, ...link }) => ({
      ...link,
      people: numbers.clicked.how === 'person' ? people : null,
    })),
    hours: hours.flatMap(({ at: hour, opened, clicked }) =>
      opened.people + clicked.people === 0
        ? []
        : [{ at: hour, opened: opened.people, clicked: clicked.people }],
    ),
    conversions: converted && conversionsOf(converted, numbers),
    eventsDeletedBefore: deletedBefore(campaign, settings, at),
    at,
  };
}

async function cellsOfAny(
  { storage }: AudienceDeps,
  { workspaceId }: Caller,
  { id: campaignId, isOurs, frozen }: AnyCampaign,
): Promise<Cell[]> {
  const key = { workspaceId, campaignId };
  if (isOurs) return cellsOf(storage.pool, key);
  return [...(frozen?.cells ?? []), ...(await reportedCells(storage, key, frozen?.people))];
}

const hitsIn = (hours: readonly HourSums[], kind: 'opened' | 'clicked'): Hits =>
  hours.reduce(
    (sum, hour) => ({ people: sum.people + hour[kind].people, machines: sum.machines + hour[kind].machines }),
    { people: 0, machines: 0 },
  );

/** When its first mail went out. Reports of ours can't be older than its start, whatever a provider's clock says. */
const sentAtOf = ({ firstReceivedAt, startedAt }: AnyCampaign): Date | null =>
  firstReceivedAt !== null && startedAt !== null && firstReceivedAt < startedAt ? startedAt : firstReceivedAt;

async function convertedOf(
  { storage }: AudienceDeps,
  { workspaceId }: Caller,
  campaign: AnyCampaign,
): Promise<Omit<Conversions, 'of'> | null> {
  const rule = conversionRuleOf(campaign);
  if (rule === null) return null;
  const kept = frozenBy(rule, campaign.frozen);
  const counted = await countConversions(storage, { workspaceId, campaignId: campaign.id }, rule, kept.ids);
  const values = [kept.value, counted.value].filter((value) => value !== null);
  return {
    ...{ ...rule, people: kept.people + counted.people },
    value: values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0),
  };
}

/** Of those who were counted for good, some may not have got the mail after all: it bounced late. */
function conversionsOf(
  converted: Omit<Conversions, 'of'>,
  numbers: Pick<CampaignReport, 'delivered' | 'clicked'>,
): Conversions {
  const of = baseOf(numbers, converted.after);
  return { ...converted, people: Math.min(converted.people, of), of };
}

function deletedBefore(
  { frozen, firstReceivedAt, startedAt }: AnyCampaign,
  { keepEventsDays }: { keepEventsDays: number | null },
  now: Date,
): Date | null {
  if (frozen !== null) return new Date(frozen.until);
  const began = startedAt ?? firstReceivedAt;
  if (keepEventsDays === null || began === null) return null;
  const before = new Date(now.getTime() - keepEventsDays * DAY_MS);
  return began < before ? before : null;
}
