import { RollcallError } from '../../errors.ts';
import type { StoredCampaign } from '../../storage/campaigns/campaigns.ts';
import { findCampaignSettings } from '../../storage/campaigns/settings.ts';
import type { AudienceDeps, Caller } from '../caller.ts';
import { requireRole } from '../permissions.ts';
import { askToSend, sendCampaign } from './release.ts';
import { campaignWaterfall } from './waterfall.ts';
import { whenSaid } from './when.ts';

/** What a program says to send a campaign. */
export interface ExpectedSend {
  id: number;
  /** How many people have to get it, exactly. */
  expected: number;
  /** As people say it: `now`, `tomorrow 9am`. */
  when: string;
}

/**
 * Sends a campaign for a program that knows how many people get it. To more people than the workspace's number, it
 * only asks for approval: no program is a second person.
 *
 * @throws RollcallError `busy` if the count differs at all, and as `askToSend`
 */
export async function sendExpected(
  deps: AudienceDeps,
  caller: Caller,
  { id, expected, when: said }: ExpectedSend,
): Promise<StoredCampaign> {
  requireRole(caller, 'admin', 'send campaigns');
  const { campaign, getIt } = await campaignWaterfall(deps, caller, { id });
  if (getIt !== expected) {
    const [were, are] = [expected, getIt].map((count) => count.toLocaleString('en-US'));
    throw new RollcallError('busy', `You expected ${were} people; now it’s ${are}.`, {
      about: 'expected',
      hint: 'Count the audience again, and send that number.',
    });
  }
  const { secondPersonAbove } = await findCampaignSettings(deps.storage.prisma, caller.workspaceId);
  const when = await whenSaid(deps, caller, said);
  const release = { id, version: campaign.version, expected, when };
  return getIt > secondPersonAbove ? askToSend(deps, caller, release) : sendCampaign(deps, caller, release);
}
