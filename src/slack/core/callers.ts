import type { UsersInfoResponse, WebClient } from '@slack/web-api';
import type { AudienceDeps, Caller } from '../../audience/caller.ts';
import { givenRole } from '../../audience/workspace/roles.ts';
import { openWorkspace } from '../../audience/workspace/settings.ts';
import { databaseTrouble } from '../../database-trouble.ts';
import { RollcallError } from '../../errors.ts';
import type { Role } from '../../lib/roles.ts';
import type { SlackPerson } from './deps.ts';
import { isDoneInTime } from './in-time.ts';
import { slackProblem } from './slack-problems.ts';

type User = NonNullable<UsersInfoResponse['user']>;

/** How long Rollcall relies on what Slack said about a person. A new role takes effect within this time. */
const PROFILE_LIFE_MS = 5 * 60_000;

/** Slack answers within a second. People are not kept waiting for longer than this. */
const PATIENCE_MS = 8_000;

/**
 * Creates `callerOf`, which maps a Slack person to their Rollcall role. Workspace admins and owners are
 * admins. Members are editors, or what the settings say. Guests, apps and people from other organizations get
 * no access.
 *
 * @param ticks milliseconds that only ever increase. With the time of day, setting the clock back would keep
 *   the role of someone who is no longer an admin, or has left, for as long as the clock was set back.
 */
export function createCallers(
  audience: AudienceDeps,
  teamId: string,
  ticks: () => number = () => performance.now(),
): (person: SlackPerson, client: WebClient) => Promise<Caller> {
  const profiles = new Map<string, { user: Promise<User>; until: number }>();

  function profileOf(userId: string, client: WebClient): Promise<User> {
    const now = ticks();
    const known = profiles.get(userId);
    if (known !== undefined && known.until > now) return known.user;
    const user = askSlack(userId, client);
    profiles.set(userId, { user, until: now + PROFILE_LIFE_MS });
    user.catch(() => profiles.delete(userId));
    return user;
  }

  return async ({ userId }, client) => {
    const user = await profileOf(userId, client);
    const role = roleOf(user, teamId);
    if (role === undefined) {
      throw new RollcallError(
        'not-allowed',
        'Rollcall only answers members of this workspace, not guests or people from other organizations.',
        {
          hint: 'Ask a member of the workspace for help.',
        },
      );
    }
    try {
      const workspace = await openWorkspace(audience.storage, teamId, {
        userId,
        profile: async () => ({ timeZone: user.tz, locale: user.locale }),
      });
      const given = role === 'admin' ? undefined : await givenRole(audience, workspace.id, userId);
      return { workspaceId: workspace.id, actor: userId, role: given ?? role };
    } catch (error) {
      // This check precedes everything that they ask for, so nothing has changed yet.
      throw databaseTrouble(error, { nothingChanged: true }) ?? error;
    }
  };
}

async function askSlack(userId: string, client: WebClient): Promise<User> {
  try {
    const asking = client.users.info({ user: userId, include_locale: true });
    if (!(await isDoneInTime(asking, PATIENCE_MS))) throw new Error('Slack took too long');
    const { user } = await asking;
    if (user !== undefined) return user;
  } catch (error) {
    const refused = (error as { data?: { error?: string } }).data?.error;
    const problem = refused === undefined || refused === 'ratelimited' ? undefined : slackProblem(error);
    if (problem !== undefined) throw problem;
    throw new RollcallError(
      'unavailable',
      'Slack didn’t say who you are, so Rollcall can’t check your permissions.',
      {
        hint: 'Try again in a moment.',
        cause: error,
      },
    );
  }
  throw new RollcallError('unavailable', 'Slack doesn’t know you in this workspace.');
}

function roleOf(user: User, teamId: string): Role | undefined {
  const outside = user.team_id !== undefined && user.team_id !== teamId;
  if (
    outside ||
    user.is_stranger ||
    user.is_restricted ||
    user.is_ultra_restricted ||
    user.is_bot ||
    user.deleted
  ) {
    return undefined;
  }
  return user.is_admin || user.is_owner || user.is_primary_owner ? 'admin' : 'editor';
}
