import type { Storage } from './client.ts';

/**
 * Refreshes the statistics of tables that grew by a fifth since the last time, so that plans fit the data. A
 * table that a migration rewrote is vacuumed: until then every index scan also visits the table. In the
 * embedded database, which has no autovacuum, the space of deleted rows is freed for new ones then, and every
 * hour. Everyone waits for one table at a time: 0.3 s after 100,000 contacts were imported, next to nothing
 * for a table with few writes.
 *
 * @param options.everyMs how often the space of deleted rows is freed
 * @returns the names of the tables that had grown
 */
export async function tidyUp(
  { pool, kind }: Pick<Storage, 'pool' | 'kind'>,
  { everyMs = 3_600_000 }: { everyMs?: number } = {},
): Promise<string[]> {
  // PostgreSQL counts writes, the embedded database doesn't; both know how large a table is, and was.
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
  // Rollups change with every event but keep their size: they were created with room to grow.
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
  /**
   * VACUUM has not covered any page, though one ran and few rows were added since: the table was rewritten.
   */
  isAnew: boolean;
}

function commandFor({ isHuge, hasGrown, isOld, isAnew }: Table, kind: Storage['kind']): string | undefined {
  const isBare = isAnew && isOld;
  // A server frees space by itself (autovacuum), but it goes by the rows that were added and deleted.
  if (kind === 'server' && isBare) return 'VACUUM (ANALYZE)';
  if (kind === 'server' || isHuge) return hasGrown ? 'ANALYZE' : undefined;
  if (hasGrown || isBare) return 'VACUUM (ANALYZE)';
  return isOld ? 'VACUUM' : undefined;
}

/** Bytes: above this, freeing space takes longer than anyone should wait. */
const HUGE = 1024 ** 3;
