import type { CompiledBreakdown } from '../../rules/breakdown/compile.ts';
import { cachedAnswer } from '../queries/answer-cache.ts';
import { type ReadStorage, readRows, shareAnswer } from '../queries/read-query.ts';
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
  storage: ReadStorage,
  compiled: CompiledBreakdown,
  { limit, latest, writes }: { limit: number; latest: boolean; writes: Writes },
): Promise<Groups> {
  const { pool } = storage;
  const key = `breakdown ${compiled.id} ${limit}`;
  const state = stateOf(writes, compiled.topics);
  return cachedAnswer(pool, { key, state }, () =>
    shareAnswer(pool, `${key} ${state}`, undefined, async (signal) => {
      const rows = await readRows<Group & { values: number; all: number; allReachable: number }>(
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

function statement(compiled: CompiledBreakdown, { latest }: { latest: boolean }): string {
  const { key, shown, byTags, params } = compiled;
  // Everyone is in exactly one group of anything but tags, so the groups add up, and their rows needn't be kept. A
  // contact counts once for each of its tags.
  const sum = (of: 'people' | 'reachable') =>
    `${byTags ? `(SELECT ${of} FROM everyone)` : `(sum(${of}) OVER ())`}::int`;
  // Texts are made of the few different values, not of everyone's.
  return `WITH ${byTags ? eachTag(compiled) : eachPerson(compiled)},
    sums AS MATERIALIZED (SELECT stored, count(*) AS people, count(*) FILTER (WHERE reachable) AS reachable
      FROM each GROUP BY stored),
    groups AS (SELECT ${key} AS key, min(${shown} COLLATE "C") AS shown, sum(people)::int AS people,
      sum(reachable)::int AS reachable FROM sums s GROUP BY 1)
    SELECT key, shown, people, reachable, (count(key) OVER ())::int AS values, ${sum('people')} AS all,
      ${sum('reachable')} AS "allReachable"
    FROM groups ORDER BY key IS NOT NULL, ${latest ? 'key COLLATE "C" DESC' : 'people DESC, key COLLATE "C"'}
    LIMIT $${params.length + 1}::int`;
}

/** The stored value of each contact. */
const eachPerson = ({ where, stored }: CompiledBreakdown): string =>
  `each AS (SELECT ${stored} AS stored, (${reachable}) AS reachable FROM contacts c WHERE ${where})`;

/**
 * Each tag of each contact, null for those without one, and how many contacts there are.
 *
 * Everyone's links are read in the order of contacts from their index. Without the ORDER BY, PostgreSQL sorts them,
 * on disk if there are millions: before version 16, it doesn't see that the links of one workspace are in that order.
 */
function eachTag({ where, stored, isEveryone }: CompiledBreakdown): string {
  const who = `SELECT c.id, (${reachable}) AS reachable FROM contacts c WHERE ${where}`;
  const counted = (from: string) =>
    `everyone AS MATERIALIZED (SELECT count(*) AS people, count(*) FILTER (WHERE reachable) AS reachable FROM ${from})`;
  if (isEveryone)
    return `each AS (SELECT ${stored} AS stored, who.reachable FROM (${who}) who LEFT JOIN (
        SELECT t.contact_id, t.tag_id FROM contact_tags t WHERE t.workspace_id = $1 ORDER BY t.contact_id OFFSET 0) t
        ON t.contact_id = who.id),
      ${counted(`(${who}) who`)}`;
  return `who AS MATERIALIZED (${who}),
      each AS (SELECT ${stored} AS stored, who.reachable FROM who
        LEFT JOIN contact_tags t ON t.workspace_id = $1 AND t.contact_id = who.id),
      ${counted('who')}`;
}
