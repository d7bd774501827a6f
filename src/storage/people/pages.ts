import { type AskedStorage, ask } from '../queries/read-query.ts';
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
  storage: AskedStorage,
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
  const rows = await ask<ListedPerson & { above: number }>(
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
