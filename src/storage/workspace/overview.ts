import { type ReadStorage, readRows } from '../queries/read-query.ts';

/**
 * How many contacts joined at or after each of several moments: by their sign-up, or if that is unknown, by
 * when they were added.
 */
export async function countSince(
  storage: ReadStorage,
  workspaceId: number,
  moments: Date[],
): Promise<number[]> {
  // Each contact falls between two moments; one pass, however many there are.
  const rows = await readRows<{ place: number; many: number }>(
    storage,
    `SELECT width_bucket(coalesce(signed_up_at, created_at), $2::timestamptz[]) AS place, count(*)::int AS many
     FROM contacts WHERE workspace_id = $1 GROUP BY 1`,
    [workspaceId, moments],
  );
  return moments.map((_, index) =>
    rows.filter(({ place }) => place > index).reduce((sum, { many }) => sum + many, 0),
  );
}
