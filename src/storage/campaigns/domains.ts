import { type Runs, runSql } from '../queries/run-sql.ts';
import type { CampaignKey } from './going-out.ts';

/** Mails to the people of a domain, and how many of them bounced hard or were reported as spam. */
export interface DomainCounts {
  domain: string;
  /** Taken by the server, or bounced. */
  handed: number;
  bounced: number;
  complained: number;
}

type Row = DomainCounts & Record<string, unknown>;

/** Someone's address may change between a delivery and a complaint: never more than were handed over. */
const summed = `domain, sum(handed)::int AS handed, greatest(least(sum(bounced), sum(handed)), 0)::int AS bounced,
  greatest(least(sum(complained), sum(handed)), 0)::int AS complained`;

/** The mails of all campaigns that Rollcall sent since a day (UTC), by domain, the most first. */
export function domainsSince(
  on: Runs,
  { workspaceId, since }: { workspaceId: number; since: Date },
): Promise<DomainCounts[]> {
  return runSql<Row>(
    on,
    `SELECT ${summed} FROM campaign_domains
     WHERE workspace_id = $1::int AND day >= ($2::timestamptz AT TIME ZONE 'UTC')::date
       AND campaign_id IN (SELECT m.campaign_id FROM campaign_mails m
         WHERE m.workspace_id = $1::int AND m.prepared IS NOT NULL AND (m.ended_at IS NULL OR m.ended_at >= $2::timestamptz))
     GROUP BY 1 HAVING sum(handed) > 0 ORDER BY 2 DESC, 1`,
    [workspaceId, since],
  );
}

/**
 * The mails of one campaign by domain: domains that bounced or complained, and those that the pattern names, whatever
 * happened there.
 *
 * @param pattern domains of providers that have several, as a regular expression
 */
export function troubledDomains(
  on: Runs,
  { workspaceId, campaignId }: CampaignKey,
  pattern: string,
): Promise<DomainCounts[]> {
  return runSql<Row>(
    on,
    `SELECT ${summed} FROM campaign_domains WHERE workspace_id = $1::int AND campaign_id = $2::int
     GROUP BY 1 HAVING sum(handed) > 0 AND domain <> '' AND (sum(bounced) > 0 OR sum(complained) > 0 OR domain ~ $3::text) ORDER BY 2 DESC, 1`,
    [workspaceId, campaignId, pattern],
  );
}

const handedStates = `('handed over', 'delivered', 'complained', 'bounced')`;

/** Counts the mails of a campaign that begins, as the trigger does later: reports may have come before. */
export async function firstDomains(on: Runs, { workspaceId, campaignId }: CampaignKey): Promise<void> {
  await runSql(
    on,
    `WITH cleared AS (DELETE FROM campaign_domains WHERE workspace_id = $1::int AND campaign_id = $2::int)
     INSERT INTO campaign_domains (workspace_id, campaign_id, domain, day, handed, bounced, complained)
     SELECT $1::int, $2::int, (SELECT split_part(c.email_key, '@', 2) FROM contacts c WHERE c.workspace_id = $1::int AND c.id = r.contact_id),
       (coalesce(r.handed_at, r.settled_at, r.next_try_at) AT TIME ZONE 'UTC')::date, count(*),
       count(*) FILTER (WHERE r.state = 'bounced' AND r.reason = 'hard'), count(*) FILTER (WHERE r.state = 'complained')
     FROM campaign_recipients r WHERE r.workspace_id = $1::int AND r.campaign_id = $2::int AND r.state IN ${handedStates} GROUP BY 3, 4`,
    [workspaceId, campaignId],
  );
}

/**
 * Takes the name off a domain wherever it has few mails: it may be the domain of one person. The mails stay in the sums,
 * under no name.
 */
export async function eraseDomain(
  on: Runs,
  { workspaceId, domain }: { workspaceId: number; domain: string },
): Promise<void> {
  await runSql(
    on,
    `UPDATE campaign_domains d SET domain = '' WHERE d.workspace_id = $1::int AND d.domain = $2::text AND d.campaign_id IN (
       SELECT f.campaign_id FROM campaign_domains f WHERE f.workspace_id = $1::int AND f.domain = $2::text
       GROUP BY f.campaign_id HAVING sum(f.handed) < ${FEW_MAILS})`,
    [workspaceId, domain],
  );
}

/** As many as it takes to judge a domain: with fewer, it is named nowhere that matters. */
const FEW_MAILS = 50;

/** Rows that a campaign may have besides one for each domain and day, before they are merged. */
const MOST_ROWS = 500;

/** Merges the counts of campaigns of which half or more of the rows, and many, could be fewer. Safe while others write. */
export async function mergeLongDomains(on: Runs, workspaceId: number): Promise<void> {
  const long = await runSql<{ campaignId: number }>(
    on,
    `SELECT campaign_id AS "campaignId" FROM (
       SELECT campaign_id, domain, day, count(*) AS rows FROM campaign_domains WHERE workspace_id = $1::int GROUP BY 1, 2, 3) d
     GROUP BY campaign_id HAVING sum(rows) > 2 * count(*) + ${MOST_ROWS}`,
    [workspaceId],
  );
  for (const { campaignId } of long)
    await runSql(
      on,
      `WITH held AS MATERIALIZED (
         SELECT id FROM campaign_domains WHERE workspace_id = $1::int AND campaign_id = $2::int ORDER BY id FOR UPDATE SKIP LOCKED),
       merged AS (
         DELETE FROM campaign_domains d USING held h
         WHERE d.workspace_id = $1::int AND d.campaign_id = $2::int AND d.id = h.id RETURNING d.*)
       INSERT INTO campaign_domains (workspace_id, campaign_id, domain, day, handed, bounced, complained)
       SELECT workspace_id, campaign_id, domain, day, sum(handed), sum(bounced), sum(complained) FROM merged
       GROUP BY workspace_id, campaign_id, domain, day HAVING sum(handed) <> 0 OR sum(bounced) <> 0 OR sum(complained) <> 0`,
      [workspaceId, campaignId],
    );
}
