import { type AskedStorage, ask } from '../queries/read-query.ts';

/**
 * How many contacts joined at or after each of several moments: by their sign-up, or if that is unknown, by
 * when they were added.
 */
export async function countSince(
  storage: AskedStorage,
  workspaceId: number,
  moments: Date[],
): Promise<number[]> {
  // Each contact falls between two moments; one pass, however many there are.
  const rows = await ask<{ place: number; many: number }>(
    storage,
    `SELECT width_bucket(coalesce(signed_up_at, created_at), $2::timestamptz[]) AS place, count(*)::int AS many
     FROM contacts WHERE workspace_id = $1 GROUP BY 1`,
    [workspaceId, moments],
  );
  return moments.map((_, index) =>
    rows.filter(({ place }) => place > index).reduce((sum, { many }) => sum + many, 0),
  );
}

/** The tags that most contacts have, the most used first. */
export function topTags(
  storage: AskedStorage,
  workspaceId: number,
  limit: number,
): Promise<{ id: number; name: string; contacts: number }[]> {
  return ask(
    storage,
    `SELECT t.id, t.name, used.contacts FROM (
       SELECT tag_id, count(*)::int AS contacts FROM contact_tags WHERE workspace_id = $1
       GROUP BY tag_id ORDER BY contacts DESC, tag_id LIMIT $2::int) used
     JOIN tags t ON t.workspace_id = $1 AND t.id = used.tag_id ORDER BY used.contacts DESC, t.id`,
    [workspaceId, limit],
  );
}
