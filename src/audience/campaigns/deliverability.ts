import type { CampaignReport } from '../../lib/campaigns/report.ts';
import { mailHostOf, mailHostPattern } from '../../lib/mail-hosts.ts';
import { countByDomain, reportedByDomain } from '../../storage/campaigns/deliverability.ts';
import { type DomainCounts, troubledDomains } from '../../storage/campaigns/domains.ts';
import type { AudienceDeps, Caller } from '../caller.ts';
import { requireRole } from '../permissions.ts';

const DAY_MS = 86_400_000;
/** How far back mails are counted. */
const DAYS = 30;
/** Providers start to distrust a sender above these shares. The guards, which pause a campaign, come later. */
export const poorShares = { bounced: 0.02, complained: 0.001 } as const;
/** Shares of fewer mails say little, and so does a single person. */
const LEAST_MAILS = 50;
/** Hosts that are named; the others are few mails each. */
const NAMED = 10;

/** Mails to a host of mailboxes: Gmail, Outlook and so on by name, others by domain. */
export interface DomainHealth extends DomainCounts {
  /** Too much of it bounced or was reported as spam. */
  isPoor: boolean;
}

/** How mails fared lately by where they went. */
export interface Deliverability {
  /** The most mails first. */
  domains: DomainHealth[];
  /** All other domains together; null if there are none. */
  others: (Omit<DomainHealth, 'domain'> & { domains: number }) | null;
  all: Omit<DomainHealth, 'domain'>;
  days: number;
  at: Date;
}

/**
 * Counts mails, hard bounces and spam reports of the last 30 days by the domain of the recipients: the same numbers
 * that pause a campaign. People who were deleted since count, but for campaigns that are known from reports alone.
 */
export async function deliverability(deps: AudienceDeps, caller: Caller): Promise<Deliverability> {
  requireRole(caller, 'viewer', 'see campaigns');
  const at = deps.now();
  const since = new Date(at.getTime() - DAYS * DAY_MS);
  const found = await countByDomain(deps.storage, { workspaceId: caller.workspaceId, since });
  const sorted = byHost(found);
  // A small one that is poor is worth more than a large one that isn't.
  const withName = sorted.filter(({ domain }) => domain !== '');
  const named = [...withName.slice(0, NAMED), ...withName.slice(NAMED).filter((each) => isPoor(each))];
  const rest = sorted.filter((each) => !named.includes(each));
  return {
    domains: named.map((counts) => ({ ...counts, isPoor: isPoor(counts) })),
    others: rest.length === 0 ? null : { ...sumOf(rest), domains: rest.length },
    all: sumOf(sorted),
    days: DAYS,
    at,
  };
}

/**
 * The hosts of mailboxes at which too much of a campaign bounced or was reported as spam, the most mails first: by the
 * limits of `deliverability`, but of this campaign's mails alone.
 */
export async function poorDomainsOf(
  { storage }: Pick<AudienceDeps, 'storage'>,
  { workspaceId }: Caller,
  { id: campaignId, isOurs, bounced, complained }: CampaignReport,
): Promise<DomainCounts[]> {
  // Fewer than two can't be too many anywhere.
  if (bounced.hard < 2 && complained.people < 2) return [];
  const found = isOurs
    ? await troubledDomains(storage.pool, { workspaceId, campaignId }, mailHostPattern)
    : await reportedByDomain(storage, { workspaceId, since: null, campaignIds: [campaignId] });
  return byHost(found).filter(isPoor);
}

/** Domains of one provider together, the most mails first. */
function byHost(found: readonly DomainCounts[]): DomainCounts[] {
  const hosts = new Map<string, DomainCounts>();
  for (const counts of found) {
    const domain = mailHostOf(counts.domain);
    hosts.set(domain, { ...added(counts, hosts.get(domain)), domain });
  }
  return [...hosts.values()].sort((a, b) => b.handed - a.handed || a.domain.localeCompare(b.domain, 'en'));
}

type Counts = Omit<DomainCounts, 'domain'>;

const none: Counts = { handed: 0, bounced: 0, complained: 0 };

const added = (one: Counts, other: Counts = none): Counts => ({
  handed: one.handed + other.handed,
  bounced: one.bounced + other.bounced,
  complained: one.complained + other.complained,
});

function sumOf(all: readonly Counts[]): Counts & { isPoor: boolean } {
  const sum = all.reduce<Counts>((total, each) => added(total, each), none);
  return { ...sum, isPoor: isPoor(sum) };
}

/** Whether so much of these mails bounced, or was reported as spam, that providers begin to distrust the sender. */
export const isPoor = (counts: Counts): boolean => tooManyOf(counts).length > 0;

/** What is above the limits in these mails. */
export const tooManyOf = (counts: Counts): (keyof typeof poorShares)[] =>
  counts.handed < LEAST_MAILS
    ? []
    : (['bounced', 'complained'] as const).filter(
        (what) => counts[what] > Math.max(1, counts.handed * poorShares[what]),
      );
