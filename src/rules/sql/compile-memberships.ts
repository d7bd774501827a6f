import type { ResolvedRule } from '../schema.ts';
import { createCompiler } from './compile.ts';

/**
 * Which of some rules hold for one contact, in one statement; its only row has `holds`, an array of booleans
 * in their order.
 *
 * @example
 * compileMemberships([everyone], { workspaceId: 7, contactId: 12 })
 * // { sql: 'SELECT ARRAY[EXISTS (SELECT 1 FROM contacts c WHERE c.workspace_id = $1 AND c.id = $2::int AND true)]::boolean[] AS holds', params: [7, 12] }
 */
export function compileMemberships(
  rules: readonly ResolvedRule[],
  { workspaceId, contactId }: { workspaceId: number; contactId: number },
): { sql: string; params: unknown[] } {
  const { params, param, condition } = createCompiler(workspaceId);
  const id = param(contactId, 'int');
  // Each has its own WHERE: as a column, a count would group the events of every contact.
  const holds = rules.map(
    (rule) =>
      `EXISTS (SELECT 1 FROM contacts c WHERE c.workspace_id = $1 AND c.id = ${id} AND ${condition(rule)})`,
  );
  return { sql: `SELECT ARRAY[${holds.join(', ')}]::boolean[] AS holds`, params };
}
