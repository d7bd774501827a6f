import type { CompiledRule } from '../../src/rules/sql/compile.ts';
import { type ReadStorage, readRows } from '../../src/storage/queries/read-query.ts';

/** Whether a contact is a member; false if the workspace has no such contact. */
export async function isMember(
  storage: ReadStorage,
  { sql, params }: CompiledRule,
  contactId: number,
): Promise<boolean> {
  const statement = `SELECT 1 FROM contacts c WHERE ${sql} AND c.id = $${params.length + 1}::int`;
  return (await readRows(storage, statement, [...params, contactId])).length > 0;
}
