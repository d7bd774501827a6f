import { deliveredStates } from '../../lib/campaigns/recipients.ts';
import { type AskedStorage, ask } from '../queries/read-query.ts';
import { mailKinds } from './report.ts';

/** Mails to the people of a domain, and how many of them bounced hard or were reported as spam. */
export interface DomainCounts {
  domain: string;
  /** Taken by the server, or bounced. */
  handed: number;
  bounced: number;
  complained: number;
}

const handed = [...deliveredStates, 'bounced'].map((state) => `'${state}'`).join(', ');

/**
 * Counts the mails of campaigns since a moment by the domain of their recipients: those of Rollcall by their rows, as
 * the guards do, and those of others by what was reported.
 */
export function countByDomain(
  storage: AskedStorage,
  { workspaceId, since }: { workspaceId: number; since: Date },
): Promise<DomainCounts[]> {
  return ask<DomainCounts>(
    storage,
    `WITH mails AS (
       SELECT r.contact_id, r.state = 'bounced' AND r.reason = 'hard' AS bounced, r.state = 'complained' AS complained
       FROM campaign_recipients r WHERE r.workspace_id = $1::int AND r.state IN (${handed})
         AND r.campaign_id IN (SELECT m.campaign_id FROM campaign_mails m
           WHERE m.workspace_id = $1::int AND m.prepared IS NOT NULL AND (m.ended_at IS NULL OR m.ended_at >= $2::timestamptz))
         AND coalesce(r.handed_at, r.settled_at) >= $2::timestamptz
       UNION ALL
       SELECT e.contact_id, bool_or(e.kind = 'bounced' AND e.properties ->> 'bounce' = 'hard') AND NOT bool_or(e.kind = 'complained'),
         bool_or(e.kind = 'complained')
       FROM events e WHERE e.workspace_id = $1::int AND e.occurred_at >= $2::timestamptz AND e.campaign_id IS NOT NULL AND e.kind IN (${mailKinds})
         AND NOT EXISTS (SELECT 1 FROM campaign_mails m WHERE m.workspace_id = $1::int AND m.campaign_id = e.campaign_id)
       GROUP BY e.campaign_id, e.contact_id
       -- Someone who opens an old mail was not mailed again.
       HAVING bool_or(e.kind IN ('received', 'bounced', 'complained')))
     SELECT split_part(c.email_key, '@', 2) AS domain, count(*)::int AS handed, (count(*) FILTER (WHERE m.bounced))::int AS bounced,
       (count(*) FILTER (WHERE m.complained))::int AS complained
     FROM mails m JOIN contacts c ON c.workspace_id = $1::int AND c.id = m.contact_id GROUP BY 1 ORDER BY 2 DESC, 1`,
    [workspaceId, since],
  );
}
