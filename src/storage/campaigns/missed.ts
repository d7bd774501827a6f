import type { ResolvedRule } from '../../rules/schema.ts';
import { createCompiler } from '../../rules/sql/compile.ts';
import { type ReadStorage, readRows } from '../queries/read-query.ts';
import type { CampaignKey } from './going-out.ts';
import type { Sum } from './sums.ts';

/**
 * The people of a campaign who should have got it, didn't, and are still here, by state and reason: as `isMissed` tells.
 *
 * @param excluded those who match it are left out
 */
export function countMissed(
  storage: ReadStorage,
  { workspaceId, campaignId }: CampaignKey,
  excluded: ResolvedRule | undefined,
): Promise<Sum[]> {
  const { params, param, condition } = createCompiler(workspaceId);
  const campaign = param(campaignId, 'int');
  const except = excluded === undefined ? '' : `AND (${condition(excluded)}) IS NOT TRUE`;
  return readRows<Sum>(
    storage,
    `SELECT r.state, coalesce(r.reason, '') AS reason, count(*)::int AS people
     FROM campaign_recipients r JOIN contacts c ON c.workspace_id = $1 AND c.id = r.contact_id
     WHERE r.workspace_id = $1 AND r.campaign_id = ${campaign}
       AND (r.state = 'failed' OR r.state = 'left out' AND r.reason IN ('mailed lately', 'stopped')) ${except}
     GROUP BY 1, 2 ORDER BY 1, 2`,
    params,
  );
}
