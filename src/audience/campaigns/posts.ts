import type { CampaignState } from '../../lib/campaigns/states.ts';
import { listCampaigns } from '../../storage/campaigns/campaigns.ts';
import type { CampaignKey } from '../../storage/campaigns/going-out.ts';
import * as stored from '../../storage/campaigns/posts.ts';
import { ensureWorkspace } from '../../storage/workspace/workspaces.ts';
import type { AudienceDeps, Caller } from '../caller.ts';
import { lookUpCampaign } from './lookup.ts';

export type { CampaignKey } from '../../storage/campaigns/going-out.ts';
export type { StoredPost as CampaignPost } from '../../storage/campaigns/posts.ts';

/** From now on, this message shows a campaign to everyone who reads it. @throws RollcallError `not-found` */
export async function followCampaign(
  deps: AudienceDeps,
  caller: Caller,
  { id, ...post }: { id: number } & stored.StoredPost,
): Promise<void> {
  const { workspaceId } = caller;
  await lookUpCampaign(deps, caller, { id });
  await stored.savePost(deps.storage.pool, { workspaceId, campaignId: id }, post);
}

/**
 * The message that shows a campaign, if it may be updated now: all processes together do it at most once in this
 * time.
 */
export const takeUpdate = ({ storage }: AudienceDeps, key: CampaignKey, everyMs: number) =>
  stored.claimUpdate(storage.pool, key, { everyMs });

/** Whether this process is to post a campaign's first message. */
export const takeFirstPost = ({ storage }: AudienceDeps, key: CampaignKey): Promise<boolean> =>
  stored.claimFirstPost(storage.pool, key);

/** Whether this process is to tell people of a change in a message of its own. */
export const takeTelling = ({ storage }: AudienceDeps, key: CampaignKey, of: Date): Promise<boolean> =>
  stored.claimTelling(storage.pool, key, of);

export const savePost = ({ storage }: AudienceDeps, key: CampaignKey, post: stored.StoredPost) =>
  stored.savePost(storage.pool, key, post);

export const postOf = ({ storage }: AudienceDeps, key: CampaignKey) => stored.findPost(storage.pool, key);

/** States in which a message may be behind: a process that died, or a restore, could not update it. */
const shownAgain: readonly CampaignState[] = ['preparing', 'sending', 'paused', 'held', 'sent', 'stopped'];

/** A team's campaigns that changed lately: at its start, a process shows them again. */
export async function listLatelyChanged(
  { storage }: AudienceDeps,
  { teamId, since }: { teamId: string; since: Date },
): Promise<CampaignKey[]> {
  const { id: workspaceId } = await ensureWorkspace(storage, teamId);
  const all = await listCampaigns(storage.pool, workspaceId);
  return all
    .filter(({ state, updatedAt, endedAt }) => shownAgain.includes(state) && (endedAt ?? updatedAt) >= since)
    .map(({ id }) => ({ workspaceId, campaignId: id }));
}
