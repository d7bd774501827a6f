import type { Fact } from '../../rules/conditions/kind.ts';
import type { Comparison } from '../../rules/sql/compare.ts';
import type { CompiledRule } from '../../rules/sql/compile.ts';
import { cachedAnswer } from './answer-cache.ts';
import { type ReadOptions, type ReadStorage, readRows, shareAnswer } from './read-query.ts';
import { stateOf, type Writes } from './write-counters.ts';

export interface Size {
  members: number;
  /** Of these, subscribed and with an address that isn't known to be invalid. */
  reachable: number;
}

export interface Member {
  id: number;
  email: string;
  name: string | null;
  status: string;
}

/**
 * How many contacts match a rule, and how many of them can be reached: one statement, so both are true at one
 * moment. Equal questions share the answer of one that is under way.
 *
 * @param options.writes the writes until now: if there were none since the last answer, nothing is counted
 * @throws RollcallError `unavailable` if the statement took too long
 * @example await sizeOf(storage, compiled) // { members: 1204, reachable: 977 }
 */
export function sizeOf(
  storage: ReadStorage,
  compiled: CompiledRule,
  { writes, ...options }: ReadOptions & { writes?: Writes } = {},
): Promise<Size> {
  const { pool } = storage;
  const key = sizeKey(compiled);
  if (writes === undefined) return shareAnswer(pool, key, options.signal, counted);
  const state = stateOf(writes, compiled.topics);
  // Only callers with the same state share an answer: it then includes everything that any of them knows was
  // written.
  return cachedAnswer(pool, { key, state }, () =>
    shareAnswer(pool, `${key} ${state}`, options.signal, counted),
  );

  async function counted(signal: AbortSignal): Promise<Size> {
    const [size] = await readRows<Size>(
      storage,
      `SELECT count(*)::int AS members, (count(*) FILTER (WHERE ${reachable}))::int AS reachable
       FROM contacts c WHERE ${compiled.sql}`,
      compiled.params,
      { ...options, signal },
    );
    return size ?? { members: 0, reachable: 0 };
  }
}

/** The key of a size among the answers that are kept. */
export const sizeKey = ({ key, sql }: Pick<CompiledRule, 'key' | 'sql'>): string => `size ${key} ${sql}`;

/** A page of a rule's members by id: at most `limit`, those with an id over `after`. */
export function membersOf(
  storage: ReadStorage,
  compiled: CompiledRule,
  { after = 0, limit, ...options }: { after?: number; limit: number } & ReadOptions,
): Promise<Member[]> {
  const { params } = compiled;
  return readRows<Member>(
    storage,
    `SELECT c.id, c.email, c.name, c.status FROM contacts c
     WHERE ${compiled.sql} AND c.id > $${params.length + 1}::int ORDER BY c.id LIMIT $${params.length + 2}::int`,
    [...params, after, limit],
    options,
  );
}

/** Which of several rules match a contact: see compileMemberships. */
export async function membershipsOf(
  storage: ReadStorage,
  { sql, params }: { sql: string; params: unknown[] },
  options: ReadOptions = {},
): Promise<boolean[]> {
  const [row] = await readRows<{ holds: boolean[] }>(storage, sql, params, options);
  return row?.holds ?? [];
}

/** Of a contact `c`: subscribed, with an address that isn’t known to be invalid. */
export const reachable = `c.status = 'subscribed' AND c.email_validation <> 'invalid'`;

/** Contacts on one side of a comparison: how many, and the first few of them. */
export interface Side {
  count: number;
  examples: Member[];
}

/**
 * Who joins and who leaves between two rules, in one statement.
 *
 * @param options.examples how many on each side are named
 */
export function comparisonOf(
  storage: ReadStorage,
  { entering, leaving, params, key }: Comparison,
  { examples, ...options }: { examples: number } & ReadOptions,
): Promise<{ entering: Side; leaving: Side }> {
  return shareAnswer(storage.pool, `compare ${key} ${examples}`, options.signal, async (signal) => {
    const limit = `$${params.length + 1}::int`;
    const side = (name: string, condition: string) =>
      `(SELECT '${name}' AS side, (count(*) OVER ())::int AS count, c.id, c.email, c.name, c.status
        FROM contacts c WHERE ${condition} ORDER BY c.id LIMIT ${limit})`;
    // Even without examples, one row is needed for the count.
    const rows = await readRows<Member & { side: string; count: number }>(
      storage,
      `${side('entering', entering)} UNION ALL ${side('leaving', leaving)}`,
      [...params, Math.max(1, examples)],
      { ...options, signal },
    );
    const of = (name: string): Side => {
      const found = rows.filter((row) => row.side === name);
      const named = found
        .slice(0, examples)
        .map(({ id, email, name, status }) => ({ id, email, name, status }));
      return { count: found[0]?.count ?? 0, examples: named };
    };
    return { entering: of('entering'), leaving: of('leaving') };
  });
}

/** Which of a rule's conditions match a contact, and why; undefined if there is no such contact. */
export async function whyOf(
  storage: ReadStorage,
  questions: readonly { sql: string; params: unknown[] }[],
  options: ReadOptions = {},
): Promise<{ member: Member; holds: boolean[]; facts: Fact[] } | undefined> {
  let answer: { member: Member; holds: boolean[]; facts: Fact[] } | undefined;
  for (const { sql, params } of questions) {
    const [row] = await readRows<Member & { holds: boolean[]; facts: Fact[] }>(storage, sql, params, options);
    if (row === undefined) return undefined;
    const { holds, facts, ...member } = row;
    answer = {
      member,
      holds: [...(answer?.holds ?? []), ...holds],
      facts: [...(answer?.facts ?? []), ...facts],
    };
  }
  return answer;
}
