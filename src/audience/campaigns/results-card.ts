import type { CampaignReport } from '../../lib/campaigns/report.ts';
import { findCampaign, type StoredCampaign } from '../../storage/campaigns/campaigns.ts';
import type { DomainCounts } from '../../storage/campaigns/domains.ts';
import type { AudienceDeps, Caller } from '../caller.ts';
import { timeZoneOf } from '../segments/segments.ts';
import { missedBy } from './copies.ts';
import { isPoor, poorDomainsOf } from './deliverability.ts';
import type { CampaignRef } from './lookup.ts';
import { campaignReport } from './results.ts';

/** Everything that a card of results shows. */
export interface ResultsCard {
  report: CampaignReport;
  /** Null: Rollcall knows it from reports alone. */
  campaign: StoredCampaign | null;
  /** How many people didn't get it and may be sent it again: those whom the draft for them is for. */
  missed: number;
  /** Too much of it bounced, or was reported as spam. */
  isPoor: boolean;
  /** The hosts of mailboxes of which that is true, the most mails first. */
  poorDomains: DomainCounts[];
  /** The workspace's. */
  timeZone: string;
}

/** The report of a campaign with all that its card shows. @throws RollcallError `not-found` */
export async function resultsCard(
  deps: AudienceDeps,
  caller: Caller,
  ref: CampaignRef,
): Promise<ResultsCard> {
  const report = await campaignReport(deps, caller, ref);
  const { id, isOurs } = report;
  const [campaign, timeZone, poorDomains] = await Promise.all([
    isOurs ? findCampaign(deps.storage.prisma, caller.workspaceId, { id }) : undefined,
    timeZoneOf(deps, caller),
    poorDomainsOf(deps, caller, report),
  ]);
  const missed = campaign === undefined ? [] : await missedBy(deps, caller, campaign);
  const { bounced, complained } = report;
  const counts = { handed: bounced.of, bounced: bounced.hard, complained: complained.people };
  return {
    ...{
      report,
      campaign: campaign ?? null,
      missed: missed.reduce((sum, { people }) => sum + people, 0),
      isPoor: isPoor(counts),
      poorDomains,
      timeZone,
    },
  };
}
