import { type CampaignNumbers, numbersOf } from '../../storage/campaigns/numbers.ts';
import type { AudienceDeps, Caller } from '../caller.ts';
import { requireRole } from '../permissions.ts';

export type { CampaignNumbers } from '../../storage/campaigns/numbers.ts';

/** The numbers of campaigns for a list, by id; those that haven't begun have none. */
export async function campaignNumbers(
  { storage }: Pick<AudienceDeps, 'storage'>,
  caller: Caller,
  campaigns: readonly { id: number; prepared: number | null }[],
): Promise<Map<number, CampaignNumbers>> {
  requireRole(caller, 'viewer', 'see campaigns');
  const begun = campaigns.filter(({ prepared }) => prepared !== null).map(({ id }) => id);
  if (begun.length === 0) return new Map();
  const numbers = await numbersOf(storage.pool, caller.workspaceId, begun);
  return new Map(numbers.map((each) => [each.campaignId, each]));
}
