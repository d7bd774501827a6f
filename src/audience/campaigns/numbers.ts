import { type CampaignNumbers, numbersOf } from '../../storage/campaigns/numbers.ts';
import { listReported } from '../../storage/campaigns/report.ts';
import type { AudienceDeps, Caller } from '../caller.ts';
import { requireRole } from '../permissions.ts';

export type { CampaignNumbers } from '../../storage/campaigns/numbers.ts';

/** Campaigns that Rollcall didn't send: it knows them from reports alone. The latest first. */
export async function reportedCampaigns(
  { storage }: Pick<AudienceDeps, 'storage'>,
  caller: Caller,
): Promise<{ id: number; name: string }[]> {
  requireRole(caller, 'viewer', 'see campaigns');
  const all = await listReported(storage.pool, caller.workspaceId);
  return all.filter(({ isOurs }) => !isOurs).map(({ id, name }) => ({ id, name }));
}

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
