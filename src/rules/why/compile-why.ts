import { leafKindOf, type ResolvedCondition } from '../conditions/kinds.ts';
import type { ResolvedRule } from '../schema.ts';
import { createCompiler } from '../sql/compile.ts';

/** The database accepts 100 arguments of a function, and plans many sub-selects slowly. */
const perStatement = 50;

/**
 * The statement behind "why?": whether each of some conditions holds for a contact, found by the key of the
 * address (src/lib/emails.ts), and the fact behind the answer. One statement for every 50 conditions, at
 * least one. The only row of each has `holds` (an array of booleans) and `facts` (an array of JSON, see
 * `Fact`).
 *
 * @param conditions each resolved as a rule of its own
 */
export function compileWhy(
  conditions: readonly ResolvedRule[],
  contact: { workspaceId: number; emailKey: string },
): { sql: string; params: unknown[] }[] {
  const batches = Math.max(1, Math.ceil(conditions.length / perStatement));
  return Array.from({ length: batches }, (_, batch) =>
    compileSome(conditions.slice(batch * perStatement, (batch + 1) * perStatement), contact),
  );
}

function compileSome(
  conditions: readonly ResolvedRule[],
  { workspaceId, emailKey }: { workspaceId: number; emailKey: string },
): { sql: string; params: unknown[] } {
  const { params, param, condition } = createCompiler(workspaceId);
  // Each has its own WHERE: as a column, a count would group the events of every contact.
  const holds = conditions.map(
    (each) =>
      `EXISTS (SELECT 1 FROM contacts c WHERE c.workspace_id = $1 AND c.id = (SELECT id FROM asked) AND ${condition(each)})`,
  );
  const facts = conditions.map(({ tree, now }) => {
    const condition = tree as ResolvedCondition;
    return leafKindOf(condition).fact(condition, now, param);
  });
  const sql = `WITH asked AS MATERIALIZED (SELECT id FROM contacts WHERE workspace_id = $1 AND email_key = ${param(emailKey, 'text')})
    SELECT c.id, c.email, c.name, c.status, ARRAY[${holds.join(', ')}]::boolean[] AS holds,
      jsonb_build_array(${facts.join(', ')}) AS facts
    FROM contacts c WHERE c.workspace_id = $1 AND c.id = (SELECT id FROM asked)`;
  return { sql, params };
}
