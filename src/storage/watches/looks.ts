import type pg from 'pg';
import type { CompiledRule } from '../../rules/sql/compile.ts';
import { planning } from '../queries/read-query.ts';
import { reachable } from '../queries/run-rule.ts';

/** Above this, a watch doesn't remember who the people were, and can't say why a size changed. */
export const MOST_TRACKED = 200_000;
/** How long before the last look a write may have begun that is only seen by this one. */
const GRACE = "interval '1 minute'";
/** A look waits for its rule no longer than a question does. In ms. */
const TIMEOUT_MS = 20_000;

/** What a look saw. */
export interface Seen {
  members: number;
  reachable: number;
  /** The size at the look before; null at the first one. */
  before: number | null;
  /** Why it changed; empty at the first look, and if nobody is tracked. */
  causes: { what: string; by: string | null; tagId: number | null; joined: number; left: number }[];
  /** How many joined since the watch last spoke up, if it remembers who. */
  joined: number;
}

/** What is known about a look besides its rule. */
export interface LookAt {
  workspaceId: number;
  id: number;
  /** The number of the look before: of two processes, one writes. */
  look: number;
  at: Date;
  state: string;
  ruleHash: string;
  topics: readonly string[];
  /** The latest edit of the rule, or of a segment in it. */
  edited: { at: Date; by: string } | null;
  /** Whether the passing of time alone changes who matches. */
  dependsOnTime: boolean;
  /** Whether to remember who joined, for "every time someone joins". */
  remembersJoined: boolean;
}

/**
 * Counts a watched rule, compares its people with those of the last look, and gives each who joined or left to
 * the latest writer that was noted since. One statement in a transaction of the caller's: what is stored is what
 * was compared. Null if another process looked, or someone changed the watch. Writes are noted by the database's
 * clock, so the look is, too, if this machine's clock is ahead of it.
 */
export async function takeLook(
  client: pg.PoolClient,
  { sql, params }: CompiledRule,
  given: LookAt,
  kind: 'embedded' | 'server',
): Promise<Seen | null> {
  if (kind === 'server') await client.query(`SET LOCAL statement_timeout = ${TIMEOUT_MS}; ${planning}`);
  const values = [...params];
  const param = (value: unknown, type: string) => `$${values.push(value)}::${type}`;
  const id = param(given.id, 'int');
  const edited = given.edited;
  const editedAt = param(edited?.at ?? null, 'timestamptz');
  const rest = param(given.dependsOnTime ? 'time' : 'other', 'text');
  const joinedToo = param(given.remembersJoined, 'bool');
  const { rows } = await client.query<Omit<Seen, 'causes'> & { causes: Seen['causes'] | null }>(
    `UPDATE watches w SET look = w.look + 1, looked_at = least(${param(given.at, 'timestamptz')}, rollcall_now()), look_state = ${param(given.state, 'text')},
       rule_hash = ${param(given.ruleHash, 'text')}, topics = ${param(given.topics, 'text[]')}, broken = NULL, members = d.members, reachable = d.reachable,
       tracks = d.members <= ${MOST_TRACKED}, contacts = CASE WHEN d.members <= ${MOST_TRACKED} THEN d.ids ELSE '{}' END,
       joined = CASE WHEN ${joinedToo} AND w.look_state <> '' THEN w.joined || d.newcomers ELSE '{}' END
     FROM (
       WITH last AS MATERIALIZED (SELECT contacts, members, looked_at, tracks, look_state FROM watches
           WHERE workspace_id = $1 AND id = ${id}),
         people AS MATERIALIZED (SELECT c.id, ${reachable} AS reachable FROM contacts c WHERE ${sql}),
         was AS MATERIALIZED (SELECT unnest(contacts) AS id FROM last),
         moved AS MATERIALIZED (
           SELECT id, true AS joined FROM (SELECT id FROM people EXCEPT SELECT id FROM was) j
           WHERE (SELECT tracks AND members IS NOT NULL FROM last)
           UNION ALL SELECT id, false FROM (SELECT id FROM was EXCEPT SELECT id FROM people) l),
         caused AS (
           SELECT m.joined, m.id,
             CASE WHEN e.is_edit THEN 'edit' ELSE coalesce(n.what, ${rest}) END AS what,
             CASE WHEN e.is_edit THEN ${param(edited?.by ?? null, 'text')} ELSE n.writer END AS writer,
             CASE WHEN e.is_edit THEN NULL ELSE n.tag_id END AS tag_id
           FROM moved m
           LEFT JOIN LATERAL (
             SELECT what, writer, tag_id, at FROM member_writes
             WHERE workspace_id = $1 AND contact_id = m.id AND at > (SELECT looked_at FROM last) - ${GRACE}
             ORDER BY what = 'deleted' DESC, member_writes.id DESC LIMIT 1) n ON true
           CROSS JOIN LATERAL (SELECT coalesce(${editedAt} > (SELECT looked_at FROM last) AND ${editedAt} >= coalesce(n.at, ${editedAt}), false) AS is_edit) e)
       SELECT (SELECT count(*)::int FROM people) AS members, (SELECT count(*)::int FROM people WHERE reachable) AS reachable,
         (SELECT coalesce(array_agg(id), '{}') FROM people WHERE (SELECT count(*) FROM people) <= ${MOST_TRACKED}) AS ids,
         (SELECT coalesce(array_agg(id), '{}') FROM moved WHERE joined) AS newcomers,
         (SELECT members FROM last) AS before,
         (SELECT json_agg(json_build_object('what', what, 'by', writer, 'tagId', tag_id, 'joined', joined, 'left', gone))
          FROM (SELECT what, writer, tag_id, count(*) FILTER (WHERE joined)::int AS joined,
            count(*) FILTER (WHERE NOT joined)::int AS gone FROM caused GROUP BY 1, 2, 3) c) AS causes) d
     WHERE w.workspace_id = $1 AND w.id = ${id} AND w.look = ${param(given.look, 'int')} AND w.state = 'on'
     RETURNING w.members, w.reachable, d.before, d.causes, (SELECT count(DISTINCT j)::int FROM unnest(w.joined) j) AS joined`,
    values,
  );
  const [seen] = rows;
  return seen === undefined ? null : { ...seen, causes: seen.causes ?? [] };
}

/** Notes the result of a look: whether the watch may speak up the next time, and whether it did. */
export async function settleLook(
  client: pg.PoolClient,
  { workspaceId, id, armed, told }: { workspaceId: number; id: number; armed: boolean; told: Date | null },
): Promise<void> {
  await client.query(
    `UPDATE watches SET armed = $3, told_at = coalesce($4, told_at), joined = CASE WHEN $4::timestamptz IS NULL THEN joined ELSE '{}' END
     WHERE workspace_id = $1 AND id = $2`,
    [workspaceId, id, armed, told],
  );
}

/** A change that a look saw. */
export interface StoredChange {
  at: Date;
  before: number;
  after: number;
  causes: unknown;
}

/** Adds a change to a watch's ledger. */
export async function addChange(
  client: pg.PoolClient,
  given: { workspaceId: number; id: number; change: StoredChange },
): Promise<void> {
  const { at, before, after, causes } = given.change;
  await client.query(
    `INSERT INTO watch_changes (workspace_id, watch_id, at, before, after, causes) VALUES ($1, $2, $3, $4, $5, $6)`,
    [given.workspaceId, given.id, at, before, after, JSON.stringify(causes)],
  );
}

/** A watch's changes after a moment, in order. */
export async function changesSince(
  on: pg.Pool | pg.PoolClient,
  { workspaceId, id, since }: { workspaceId: number; id: number; since: Date },
): Promise<StoredChange[]> {
  const { rows } = await on.query<StoredChange>(
    `SELECT at, before, after, causes FROM watch_changes WHERE workspace_id = $1 AND watch_id = $2 AND at > $3
     ORDER BY watch_changes.id`,
    [workspaceId, id, since],
  );
  return rows;
}

/** Deletes what watches have used up: notes of writes that all of them have seen, old changes and old messages. */
export async function tidyWatches(
  pool: pg.Pool,
  {
    workspaceId,
    changesBefore,
    postsBefore,
  }: { workspaceId: number; changesBefore: Date; postsBefore: Date },
): Promise<void> {
  await pool.query(
    `DELETE FROM member_writes WHERE workspace_id = $1 AND at < coalesce(
       (SELECT min(looked_at) - interval '1 hour' FROM watches WHERE workspace_id = $1 AND state = 'on' AND broken IS NULL),
       rollcall_now()) `,
    [workspaceId],
  );
  await pool.query('DELETE FROM watch_changes WHERE workspace_id = $1 AND at < $2', [
    workspaceId,
    changesBefore,
  ]);
  await pool.query(
    `DELETE FROM posts WHERE workspace_id = $1 AND created_at < $2 AND state NOT IN ('waiting', 'posting')`,
    [workspaceId, postsBefore],
  );
}
