import type { CompiledRule } from '../../rules/sql/compile.ts';
import { cachedAnswer } from '../queries/answer-cache.ts';
import { type ReadStorage, readRows } from '../queries/read-query.ts';
import { reachable, type Size, sizeKey } from '../queries/run-rule.ts';
import { stateOf, type Writes } from '../queries/write-counters.ts';
import type { StoredSet } from './stored-sets.ts';

/** What a line of a list shows about a contact. */
export interface ListedPerson {
  id: number;
  email: string;
  name: string | null;
  company: string | null;
  status: string;
  emailValidation: string;
  /** Why the contact is in a stored set that says so. */
  note: string | null;
}

/** The start of a page: after or before a contact, in the order of a list (the newest first). */
export type PageEdge = { after: number } | { before: number };

/**
 * A page of people by id, the newest first, and how many come before it: in one statement, so that both are
 * true at one moment. By id, not by offset: the page stays the same while people come in above it.
 *
 * @param options.edge none for the first page
 */
export async function peoplePage(
  storage: ReadStorage,
  { sql, params, note = 'NULL' }: StoredSet,
  { edge, limit }: { edge?: PageEdge | undefined; limit: number },
): Promise<{ people: ListedPerson[]; above: number }> {
  const isBackwards = edge !== undefined && 'before' in edge;
  const from = edge === undefined ? [] : ['after' in edge ? edge.after : edge.before];
  const beyond = edge === undefined ? '' : `AND c.id ${isBackwards ? '>' : '<'} $${params.length + 2}::int`;
  const above =
    edge === undefined
      ? '0'
      : `(SELECT count(*) FROM contacts c WHERE ${sql} AND c.id > (SELECT max(id) FROM page))::int`;
  const rows = await readRows<ListedPerson & { above: number }>(
    storage,
    `WITH page AS MATERIALIZED (
       SELECT c.id, c.email, c.name, c.company, c.status, c.email_validation AS "emailValidation", ${note}::text AS note
       FROM contacts c WHERE ${sql} ${beyond} ORDER BY c.id ${isBackwards ? 'ASC' : 'DESC'} LIMIT $${params.length + 1}::int)
     SELECT page.*, ${above} AS above FROM page ORDER BY id DESC`,
    [...params, limit, ...from],
  );
  return {
    people: rows.map(({ above: _, ...person }) => person),
    above: rows[0]?.above ?? 0,
  };
}

/**
 * The first page of the people of a rule, and how many there are, in one pass: for rules that read every contact
 * anyway, as searches do, and would read them once for each.
 *
 * @throws RollcallError `unavailable` if it took too long
 */
export async function firstPage(
  storage: ReadStorage,
  compiled: CompiledRule,
  { limit, writes, timeout }: { limit: number; writes: Writes; timeout: number },
): Promise<{ people: ListedPerson[]; size: Size }> {
  const { sql, params } = compiled;
  const { pool } = storage;
  let people: ListedPerson[] | undefined;
  const question = { key: sizeKey(compiled), state: stateOf(writes, compiled.topics) };
  const size = await cachedAnswer(pool, question, async () => {
    const rows = await readRows<Size & (ListedPerson | { id: null })>(
      storage,
      `WITH found AS MATERIALIZED (SELECT c.id, (${reachable}) AS reachable FROM contacts c WHERE ${sql}),
         page AS (SELECT id FROM found ORDER BY id DESC LIMIT $${params.length + 1}::int)
       SELECT s.members, s.reachable, p.* FROM (
         SELECT count(*)::int AS members, (count(*) FILTER (WHERE reachable))::int AS reachable FROM found) s
       LEFT JOIN (
         SELECT c.id, c.email, c.name, c.company, c.status, c.email_validation AS "emailValidation", NULL::text AS note
         FROM page JOIN contacts c ON c.workspace_id = $1 AND c.id = page.id) p ON true
       ORDER BY p.id DESC`,
      [...params, limit],
      { timeout },
    );
    people = rows.flatMap(({ members: _, reachable: __, ...person }) => (person.id === null ? [] : person));
    return { members: rows[0]?.members ?? 0, reachable: rows[0]?.reachable ?? 0 };
  });
  return { people: people ?? (await peoplePage(storage, compiled, { limit })).people, size };
}
