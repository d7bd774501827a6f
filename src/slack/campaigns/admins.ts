import type { WebClient } from '@slack/web-api';
import type { Caller } from '../../audience/caller.ts';
import { listGivenRoles } from '../../audience/workspace/roles.ts';
import type { SlackDeps } from '../core/deps.ts';

/** How many members Slack lists at once. */
const PER_PAGE = 200;

/**
 * Whether no one else in the workspace is an admin: neither by the settings nor in Slack. Reads members only until it
 * finds one.
 */
export async function isOnlyAdmin(
  { audience }: Pick<SlackDeps, 'audience'>,
  caller: Caller,
  client: WebClient,
): Promise<boolean> {
  const { admins } = await listGivenRoles(audience, caller);
  if (admins.some((userId) => userId !== caller.actor)) return false;
  let cursor: string | undefined;
  do {
    const { members = [], response_metadata } = await client.users.list({
      limit: PER_PAGE,
      ...(cursor === undefined ? {} : { cursor }),
    });
    const isOther = members.some(
      ({ id, deleted, is_bot, is_admin, is_owner }) =>
        id !== caller.actor &&
        deleted !== true &&
        is_bot !== true &&
        (is_admin === true || is_owner === true),
    );
    if (isOther) return false;
    cursor = response_metadata?.next_cursor || undefined;
  } while (cursor !== undefined);
  return true;
}
