import type pg from 'pg';

/** Which campaigns a condition is about. */
export interface CampaignsAskedFor {
  workspaceId: number;
  kind: 'opened' | 'clicked';
  /** When they were sent; null: open on that side. */
  from: Date | null;
  to: Date | null;
  /** Only these. */
  ids: readonly number[] | null;
}

/**
 * How many campaigns were sent in a time, and how many of them recorded nothing about people: Rollcall doesn't track
 * them, and no provider reported anything.
 */
export async function countUnrecorded(
  pool: pg.Pool,
  { workspaceId, kind, from, to, ids }: CampaignsAskedFor,
): Promise<{ campaigns: number; of: number }> {
  const did = kind === 'opened' ? 'open' : 'click';
  const { rows } = await pool.query<{ campaigns: number; of: number }>(
    `SELECT count(*)::int AS of, (count(*) FILTER (WHERE NOT s.recorded))::int AS campaigns FROM (
       SELECT CASE WHEN m.campaign_id IS NULL
         THEN EXISTS (SELECT 1 FROM events e WHERE e.workspace_id = $1 AND e.campaign_id = c.id AND e.kind = $2
           AND e.occurred_at >= c.first_received_at - interval '1 day')
         ELSE coalesce(m.track_${did}s, 'off') = 'person'
           OR EXISTS (SELECT 1 FROM campaign_counts n WHERE n.workspace_id = $1 AND n.campaign_id = c.id
             AND (n.${kind} OR n.machine_${kind})) END AS recorded
       FROM campaigns c
       LEFT JOIN campaign_mails m ON m.workspace_id = $1 AND m.campaign_id = c.id
       WHERE c.workspace_id = $1 AND c.first_received_at IS NOT NULL
         AND ($3::timestamptz IS NULL OR c.first_received_at >= $3) AND ($4::timestamptz IS NULL OR c.first_received_at < $4)
         AND ($5::int[] IS NULL OR c.id = ANY($5))) s`,
    [workspaceId, kind, from, to, ids],
  );
  return rows[0] ?? { campaigns: 0, of: 0 };
}
