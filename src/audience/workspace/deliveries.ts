import * as stored from '../../storage/workspace/deliveries.ts';
import { ensureWorkspace } from '../../storage/workspace/workspaces.ts';
import type { AudienceDeps } from '../caller.ts';

/**
 * Claims something that was delivered to a team, once among all processes: anything that isn't acknowledged
 * in time is delivered again, to any of them. False if it was claimed before.
 */
export async function takeDelivery(
  deps: AudienceDeps,
  { teamId, id }: { teamId: string; id: string },
): Promise<boolean> {
  const workspace = await ensureWorkspace(deps.storage, teamId);
  return stored.takeDelivery(deps.storage.pool, { workspaceId: workspace.id, id, at: deps.now() });
}
