import type { CompiledOverlap } from '../../rules/sql/overlap.ts';
import { cachedAnswer } from '../queries/answer-cache.ts';
import { type ReadStorage, readRows, shareAnswer } from '../queries/read-query.ts';
import { reachable, type Size } from '../queries/run-rule.ts';
import { stateOf, type Writes } from '../queries/write-counters.ts';

/** The sizes of two rules, and of what they have in common, at one moment. */
export interface OverlapSizes {
  one: Size;
  other: Size;
  both: Size;
}

/** Counts two rules and their overlap in one statement. */
export function overlapOf(
  storage: ReadStorage,
  { one, other, both, params, key, topics }: CompiledOverlap,
  { writes }: { writes: Writes },
): Promise<OverlapSizes> {
  const { pool } = storage;
  const state = stateOf(writes, topics);
  const question = `overlap ${key}`;
  const side = (name: string, where: string) =>
    `SELECT '${name}' AS side, count(*)::int AS members, (count(*) FILTER (WHERE ${reachable}))::int AS reachable
     FROM contacts c WHERE ${where}`;
  const sql = [side('one', one), side('other', other), side('both', both)].join(' UNION ALL ');
  return cachedAnswer(pool, { key: question, state }, () =>
    shareAnswer(pool, `${question} ${state}`, undefined, async (signal) => {
      const rows = await readRows<Size & { side: keyof OverlapSizes }>(storage, sql, params, { signal });
      const of = (name: keyof OverlapSizes): Size => {
        const { members, reachable } = rows.find(({ side }) => side === name) ?? { members: 0, reachable: 0 };
        return { members, reachable };
      };
      return { one: of('one'), other: of('other'), both: of('both') };
    }),
  );
}
