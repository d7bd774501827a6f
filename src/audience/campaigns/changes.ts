import type { CampaignKey } from '../../storage/campaigns/going-out.ts';
import type { Storage } from '../../storage/database/client.ts';
import type { AudienceDeps } from '../caller.ts';

/** Something happened to a campaign. It says where to look, not what is there. */
export interface CampaignChange extends CampaignKey {
  /**
   * `state`: a person or Rollcall changed it, or another process did and this one noticed. `progress`: mails were
   * handed over, or their results came. The same change may be told more than once.
   */
  kind: 'state' | 'progress';
}

/** Called after a change is written. What it throws is lost, so it handles its own errors. */
export type CampaignListener = (change: CampaignChange) => void;

const listeners = new WeakMap<Storage, Set<CampaignListener>>();

/**
 * Listens to the campaigns of all workspaces on this database, as far as this process knows what happens to
 * them. Returns what ends it.
 *
 * @example const end = listenToCampaigns(deps, ({ workspaceId, campaignId }) => show(workspaceId, campaignId));
 */
export function listenToCampaigns(
  { storage }: Pick<AudienceDeps, 'storage'>,
  listener: CampaignListener,
): () => void {
  const all = listeners.get(storage) ?? new Set();
  listeners.set(storage, all.add(listener));
  return () => void all.delete(listener);
}

/** Tells everyone who listens. Call it after the transaction, so that they see what was written. */
export function campaignChanged({ storage }: Pick<AudienceDeps, 'storage'>, change: CampaignChange): void {
  for (const listener of listeners.get(storage) ?? []) {
    try {
      listener(change);
    } catch {
      // Showing a change must not undo it, or stop the sending.
    }
  }
}
