import { RollcallError } from '../../errors.ts';
import { namedLike } from '../../lib/names.ts';
import { tidy } from '../../lib/texts.ts';
import { withoutInvisible } from '../../lib/visible.ts';
import { clip, nearest } from '../../lib/words.ts';
import { findCampaign, listCampaigns, type StoredCampaign } from '../../storage/campaigns/campaigns.ts';
import { type AnyCampaign, findAnyCampaign, listReported } from '../../storage/campaigns/report.ts';
import type { AudienceDeps, Caller } from '../caller.ts';

/** How someone refers to a campaign: by its name in any case, or by its id, which a button contains. */
export type CampaignRef = { name: string } | { id: number };

/**
 * Finds a campaign that Rollcall sends, in the caller's workspace.
 *
 * @throws RollcallError `not-found`, with the nearest names
 */
export function lookUpCampaign(
  { storage: { prisma } }: Pick<AudienceDeps, 'storage'>,
  { workspaceId }: Pick<Caller, 'workspaceId'>,
  ref: CampaignRef,
): Promise<StoredCampaign> {
  return lookUp(ref, {
    find: (by) => findCampaign(prisma, workspaceId, by),
    list: () => listCampaigns(prisma, workspaceId),
    hint: (shown) =>
      shown.endsWith('…')
        ? 'See all campaigns with /campaigns.'
        : `See all campaigns with /campaigns, or create it with /campaigns new ${shown}`,
    elsewhere: (name) => findAnyCampaign(prisma, workspaceId, { name }),
  });
}

/**
 * Finds a campaign that has results: one that Rollcall sends, or one that is known from a provider's reports alone.
 *
 * @throws RollcallError `not-found`, with the nearest names
 */
export function lookUpAnyCampaign(
  { storage: { prisma } }: Pick<AudienceDeps, 'storage'>,
  { workspaceId }: Pick<Caller, 'workspaceId'>,
  ref: CampaignRef,
): Promise<AnyCampaign> {
  return lookUp(ref, {
    find: (by) => findAnyCampaign(prisma, workspaceId, by),
    list: () => listReported(prisma, workspaceId),
    hint: () => 'See all campaigns with /campaigns.',
  });
}

async function lookUp<Found>(
  ref: CampaignRef,
  given: {
    find: (by: CampaignRef) => Promise<Found | undefined>;
    list: () => Promise<{ id: number; name: string }[]>;
    /** What to do if no name is near. */
    hint: (shown: string) => string;
    /** A campaign with this name that isn't one of those looked for: it only has results. */
    elsewhere?: (name: string) => Promise<{ name: string } | undefined>;
  },
): Promise<Found> {
  if ('id' in ref) {
    const found = await given.find(ref);
    if (found !== undefined) return found;
    throw new RollcallError('not-found', 'That campaign no longer exists: someone deleted it.');
  }
  const name = tidy(withoutInvisible(ref.name));
  const found = await given.find({ name });
  if (found !== undefined) return found;
  const campaigns = await given.list();
  const [like, another] = namedLike(campaigns, name);
  const meant = like === undefined || another !== undefined ? undefined : await given.find({ id: like.id });
  if (meant !== undefined) return meant;
  const reported = await given.elsewhere?.(name);
  if (reported !== undefined)
    throw new RollcallError(
      'not-found',
      `Rollcall didn’t send "${reported.name}": your email provider reports on it.`,
      { hint: `See how it went with /campaigns results ${reported.name}` },
    );
  const close = nearest(
    name,
    campaigns.map((campaign) => campaign.name),
  );
  const shown = clip(name, 80);
  throw new RollcallError('not-found', `No campaign "${shown}".`, {
    hint:
      close.length > 0
        ? `Did you mean ${close.map((other) => `"${other}"`).join(' or ')}?`
        : given.hint(shown),
    meant: { typed: name, names: close },
  });
}
