import { type ReadStorage, readRows } from '../queries/read-query.ts';
import { type DomainCounts, domainsSince } from './domains.ts';
import { mailKinds } from './report.ts';

/**
 * Counts the mails of campaigns since a moment by the domain of their recipients: those of Rollcall by what is counted
 * while they go out, as the guards do, and those of others by what was reported.
 */
export async function countByDomain(
  storage: ReadStorage,
  { workspaceId, since }: { workspaceId: number; since: Date },
): Promise<DomainCounts[]> {
  const [ours, reported] = await Promise.all([
    domainsSince(storage.pool, { workspaceId, since }),
    reportedCampaigns(storage, workspaceId),
  ]);
  if (reported.length === 0) return ours;
  return [...ours, ...(await reportedByDomain(storage, { workspaceId, since, campaignIds: reported }))];
}

/** Campaigns that are known from reports alone. */
async function reportedCampaigns(storage: ReadStorage, workspaceId: number): Promise<number[]> {
  const rows = await readRows<{ id: number }>(
    storage,
    `SELECT c.id FROM campaigns c WHERE c.workspace_id = $1::int
       AND NOT EXISTS (SELECT 1 FROM campaign_mails m WHERE m.workspace_id = $1::int AND m.campaign_id = c.id)`,
    [workspaceId],
  );
  return rows.map(({ id }) => id);
}

/** The mails of such campaigns by the domain of their recipients, by what was reported since a moment. */
export function reportedByDomain(
  storage: ReadStorage,
  {
    workspaceId,
    since,
    campaignIds,
  }: { workspaceId: number; since: Date | null; campaignIds: readonly number[] },
): Promise<DomainCounts[]> {
  return readRows<DomainCounts>(
    storage,
    `WITH mails AS (
       SELECT e.contact_id, bool_or(e.kind = 'bounced' AND e.properties ->> 'bounce' = 'hard') AND NOT bool_or(e.kind = 'complained') AS bounced,
         bool_or(e.kind = 'complained') AS complained
       FROM events e WHERE e.workspace_id = $1::int AND e.occurred_at >= coalesce($2::timestamptz, '-infinity') AND e.campaign_id = ANY($3::int[])
         AND e.kind IN (${mailKinds})
       GROUP BY e.campaign_id, e.contact_id
       -- Someone who opens an old mail was not mailed again.
       HAVING bool_or(e.kind IN ('received', 'bounced', 'complained')))
     SELECT split_part(c.email_key, '@', 2) AS domain, count(*)::int AS handed, (count(*) FILTER (WHERE m.bounced))::int AS bounced,
       (count(*) FILTER (WHERE m.complained))::int AS complained
     FROM mails m JOIN contacts c ON c.workspace_id = $1::int AND c.id = m.contact_id GROUP BY 1 ORDER BY 2 DESC, 1`,
    [workspaceId, since, campaignIds],
  );
}
