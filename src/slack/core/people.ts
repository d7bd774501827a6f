import type { SlackPerson } from './deps.ts';

/** The person who sent an interaction. */
export function personOf(body: {
  user: { id: string; team_id?: string };
  team: { id: string } | null;
}): SlackPerson {
  return { userId: body.user.id, teamId: body.user.team_id ?? body.team?.id ?? '' };
}
