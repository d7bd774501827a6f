import type { LeftOutReason, RecipientState } from '../../lib/campaigns/recipients.ts';
import { createCompiler } from '../../rules/sql/compile.ts';
import type { StoredSet } from '../people/stored-sets.ts';
import { leftOutReason } from './left-out.ts';
import type { Asked } from './waterfall.ts';

/**
 * The people behind one of the numbers of a waterfall.
 *
 * @param reason null: those who get it
 */
export function waterfallSet(
  { workspaceId, resolved, limits }: Asked,
  reason: LeftOutReason | null,
): StoredSet {
  const { params, param, condition } = createCompiler(workspaceId);
  const sql = `c.workspace_id = $1 AND ${condition(resolved)}
    AND (${leftOutReason(limits, param)}) IS NOT DISTINCT FROM ${param(reason, 'text')}`;
  const key = `${workspaceId} campaign ${limits.campaignId} ${reason ?? 'gets it'} ${limits.at.toISOString()}`;
  return { sql, params, key, topics: ['contacts'] };
}

/** The people of a campaign whose mail is in one of these states, each with the server's reply. */
export function recipientSet(
  workspaceId: number,
  campaignId: number,
  { states, reason }: { states: readonly RecipientState[]; reason: LeftOutReason | null },
): StoredSet {
  const { params, param } = createCompiler(workspaceId);
  const campaign = param(campaignId, 'int');
  const [among, why] = [param([...states], 'text[]'), param(reason, 'text')];
  return {
    sql: `c.workspace_id = $1 AND EXISTS (SELECT 1 FROM campaign_recipients r WHERE r.workspace_id = $1
      AND r.campaign_id = ${campaign} AND r.contact_id = c.id AND r.state = ANY(${among})
      AND (${why} IS NULL OR r.reason = ${why}))`,
    params,
    key: `${workspaceId} campaign ${campaignId} ${states.join()} ${reason ?? ''}`,
    topics: ['contacts'],
    note: `(SELECT r.reply FROM campaign_recipients r WHERE r.workspace_id = $1 AND r.campaign_id = ${campaign}
      AND r.contact_id = c.id)`,
  };
}
