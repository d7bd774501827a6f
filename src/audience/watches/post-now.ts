import { RollcallError } from '../../errors.ts';
import {
  findPost,
  movePost,
  postLater,
  type UncertainPost,
  uncertainPosts,
} from '../../storage/watches/posts.ts';
import type { AudienceDeps, Caller } from '../caller.ts';
import { asOneChange } from '../change.ts';
import { hasRole, requireRole } from '../permissions.ts';

/** The messages of the caller, or all for an admin, that may not have been posted. */
export async function listUncertain(deps: AudienceDeps, caller: Caller): Promise<UncertainPost[]> {
  requireRole(caller, 'viewer', 'see watches');
  const all = await uncertainPosts(deps.storage.pool, caller.workspaceId);
  return all.filter(({ owner }) => owner === caller.actor || hasRole(caller, 'admin'));
}

/**
 * Posts a message that may not have been posted, after its owner said so.
 *
 * @returns false if it was posted or asked for meanwhile
 */
export async function postNow(deps: AudienceDeps, caller: Caller, postId: number): Promise<boolean> {
  requireRole(caller, 'viewer', 'post this message');
  const { workspaceId } = caller;
  return asOneChange(deps, caller, async ({ database }) => {
    const post = await findPost(database, workspaceId, postId, { hold: true });
    if (post === undefined || (post.owner !== caller.actor && !hasRole(caller, 'admin')))
      throw new RollcallError('not-found', 'That message no longer exists.');
    const isMoved = await movePost(database, { workspaceId, id: postId, from: 'uncertain', to: 'waiting' });
    if (isMoved) await postLater(database, { workspaceId, postId, at: deps.now() });
    return isMoved;
  });
}
