import { RollcallError } from '../../errors.ts';
import { namedLike } from '../../lib/names.ts';
import { tidy } from '../../lib/texts.ts';
import { withoutInvisible } from '../../lib/visible.ts';
import { clip, nearest } from '../../lib/words.ts';
import { findCampaign, listCampaigns, type StoredCampaign } from '../../storage/campaigns/campaigns.ts';
import type { AudienceDeps, Caller } from '../caller.ts';

/** How someone refers to a campaign: by its name in any case, or by its id, which a button contains. */
export type CampaignRef = { name: string } | { id: number };

/**
 * Finds a campaign that Rollcall sends, in the caller's workspace.
 *
 * @throws RollcallError `not-found`, with the nearest names
 */
export async function lookUpCampaign(
  { storage: { prisma } }: Pick<AudienceDeps, 'storage'>,
  { workspaceId }: Pick<Caller, 'workspaceId'>,
  ref: CampaignRef,
): Promise<StoredCampaign> {
  if ('id' in ref) {
    const found = await findCampaign(prisma, workspaceId, ref);
    if (found !== undefined) return found;
    throw new RollcallError('not-found', 'That campaign no longer exists: someone deleted it.');
  }
  const name = tidy(withoutInvisible(ref.name));
  const found = await findCampaign(prisma, workspaceId, { name });
  if (found !== undefined) return found;
  const campaigns = await listCampaigns(prisma, workspaceId);
  const [like, another] = namedLike(campaigns, name);
  if (like !== undefined && another === undefined) return like;
  const close = nearest(
    name,
    campaigns.map((campaign) => campaign.name),
  );
  const shown = clip(name, 80);
  throw new RollcallError('not-found', `No campaign "${shown}".`, {
    hint:
      close.length > 0
        ? `Did you mean ${close.map((other) => `"${other}"`).join(' or ')}?`
        : `See all campaigns with /campaigns, or create it with /campaigns new ${shown}`,
    ...(close[0] === undefined ? {} : { meant: { typed: name, name: close[0] } }),
  });
}
