import type { Storage } from './client.ts';

/**
 * Gathers statistics anew of tables that grew by a fifth since that was done last, so that questions are planned for what is
 * there. A table that was written anew (by a migration) is vacuumed: until then no index answers without a look at it. In the
 * embedded database, which nothing else tidies up, the place of rows that are gone is given back to new ones
 * then, and every hour. Everybody waits for one table at a time: 0.3 s for 100,000 contacts that came in, next to nothing
 * for a table in which little was written.
 *
 * @param options.everyMs how often the place of old rows is given back
 * @returns the names of the tables that had grown
 */
export async function tidyUp(
  { pool, kind }: Pick<Storage, 'pool' | 'kind'>,
  { everyMs = 3_600_000 }: { everyMs?: number } = {},
): Promise<string[]> {
  // What PostgreSQL counts of writes, the embedded database does not; both know how large a table is, and was.
  const { rows } = await pool.query<Table>(
    `SELECT c.relname AS name, size > $1 AS "isHuge", pages > 50 + 1.2 * greatest(c.relpages, 0) AS "hasGrown",
       pages > 50 AND coalesce(s.last_vacuum, '-infinity') < clock_timestamp() - $2::float8 * interval '1 ms' AS "isOld",
       c.relallvisible = 0 AND coalesce(s.last_vacuum, s.last_autovacuum) IS NOT NULL
         AND s.n_ins_since_vacuum < 0.1 * c.reltuples AS "isAnew"
     FROM pg_class c
     CROSS JOIN LATERAL (SELECT pg_relation_size(c.oid) AS size) AS taken
     CROSS JOIN LATERAL (SELECT size / current_setting('block_size')::int AS pages) AS taken_up
     LEFT JOIN pg_stat_user_tables s ON s.relid = c.oid
     WHERE c.relkind = 'r' AND c.relnamespace = current_schema()::regnamespace ORDER BY 1`,
    [HUGE, everyMs],
  );
  // Rollups change with every event, and stay as large as they are: they were made with room for what they grow to.
  const rollups = rows.find(({ name }) => name === 'contact_rollups');
  if (rollups) rollups.hasGrown ||= rows.some(({ name, hasGrown }) => name === 'events' && hasGrown);
  for (const table of rows) {
    const how = commandFor(table, kind);
    if (how !== undefined) await pool.query(`${how} "${table.name}"`);
  }
  return rows.filter(({ hasGrown }) => hasGrown).map(({ name }) => name);
}

interface Table {
  name: string;
  isHuge: boolean;
  hasGrown: boolean;
  isOld: boolean;
  /** No page was looked through by a VACUUM, though there was one and few rows came in since: it was written anew. */
  isAnew: boolean;
}

function commandFor({ isHuge, hasGrown, isOld, isAnew }: Table, kind: Storage['kind']): string | undefined {
  const isBare = isAnew && isOld;
  // A server gives the place back by itself (autovacuum), but goes by the rows that came and went.
  if (kind === 'server' && isBare) return 'VACUUM (ANALYZE)';
  if (kind === 'server' || isHuge) return hasGrown ? 'ANALYZE' : undefined;
  if (hasGrown || isBare) return 'VACUUM (ANALYZE)';
  return isOld ? 'VACUUM' : undefined;
}

/** Bytes: above, giving back takes longer than anybody should wait. */
const HUGE = 1024 ** 3;
