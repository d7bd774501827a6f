import type { CompiledBreakdown } from '../../rules/breakdown/compile.ts';
import { recalled } from '../queries/answer-cache.ts';
import { type AskedStorage, ask, askOnce } from '../queries/read-query.ts';
import { reachable } from '../queries/run-rule.ts';
import { stateOf, type Writes } from '../queries/write-counters.ts';

/** People who share a value; the key is null for those without one. */
export interface Group {
  key: string | null;
  shown: string | null;
  people: number;
  reachable: number;
}

/** The groups of a breakdown, and the sums of all people in it, at one moment. */
export interface Groups {
  groups: Group[];
  /** How many different values there are. */
  values: number;
  people: number;
  reachable: number;
}

/**
 * Counts people by a value: those without one first, then the largest groups, or the latest if they follow one
 * another in time.
 */
export function groupsOf(
  storage: AskedStorage,
  compiled: CompiledBreakdown,
  { limit, latest, writes }: { limit: number; latest: boolean; writes: Writes },
): Promise<Groups> {
  const { pool } = storage;
  const key = `breakdown ${compiled.id} ${limit}`;
  const state = stateOf(writes, compiled.topics);
  return recalled(pool, { key, state }, () =>
    askOnce(pool, `${key} ${state}`, undefined, async (signal) => {
      const rows = await ask<Group & { values: number; all: number; allReachable: number }>(
        storage,
        statement(compiled, { latest }),
        [...compiled.params, limit],
        { signal },
      );
      const [first] = rows;
      return {
        groups: rows.map(({ values: _, all: __, allReachable: ___, ...group }) => group),
        values: first?.values ?? 0,
        people: first?.all ?? 0,
        reachable: first?.allReachable ?? 0,
      };
    }),
  );
}

function statement(
  { where, key, shown, byTags, params }: CompiledBreakdown,
  { latest }: { latest: boolean },
): string {
  // A contact counts once for each of its tags, so the sums are of people, not of groups.
  const each = byTags
    ? `who AS MATERIALIZED (SELECT c.id, (${reachable}) AS reachable FROM contacts c WHERE ${where}),
       each AS (SELECT ${key} AS key, ${shown} AS shown, who.reachable FROM who
         LEFT JOIN contact_tags t ON t.workspace_id = $1 AND t.contact_id = who.id)`
    : `each AS (SELECT ${key} AS key, ${shown} AS shown, (${reachable}) AS reachable FROM contacts c WHERE ${where})`;
  // Everyone is in exactly one group of anything else, so the groups add up, and their rows needn't be kept.
  const sum = (ofPeople: string, ofGroups: string) =>
    `${byTags ? `(SELECT ${ofPeople} FROM who)` : `(sum(${ofGroups}) OVER ())`}::int`;
  return `WITH ${each},
    groups AS (SELECT key, min(shown COLLATE "C") AS shown, count(*)::int AS people,
      (count(*) FILTER (WHERE reachable))::int AS reachable FROM each GROUP BY key)
    SELECT key, shown, people, reachable, (count(key) OVER ())::int AS values, ${sum('count(*)', 'people')} AS all,
      ${sum('count(*) FILTER (WHERE reachable)', 'reachable')} AS "allReachable"
    FROM groups ORDER BY key IS NOT NULL, ${latest ? 'key COLLATE "C" DESC' : 'people DESC, key COLLATE "C"'}
    LIMIT $${params.length + 1}::int`;
}
