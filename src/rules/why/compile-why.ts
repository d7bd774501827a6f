import { dateFields, textField } from '../fields.ts';
import type { ResolvedCondition, ResolvedRule } from '../schema.ts';
import { createCompiler } from '../sql/compile.ts';
import { rollupTest, whichEvents } from '../sql/compile-events.ts';
import type { Param } from '../sql/compile-values.ts';

/** Events whose times are read for one condition, the most recent first. */
const mostTimes = 2000;

/** The database takes 100 arguments of a function, and plans many sub-selects slowly. */
const perStatement = 50;

/**
 * The question behind "why?": whether each of some conditions holds for a contact, found by the key of the address
 * (src/lib/emails.ts), and the fact that decides it. One statement for each 50 conditions, at least one; the only row of each has
 * `holds` (an array of booleans) and `facts` (an array of JSON, see `Fact`).
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
  // Each behind a WHERE of its own: as a column, a count would group the events of everyone.
  const holds = conditions.map(
    (each) =>
      `EXISTS (SELECT 1 FROM contacts c WHERE c.workspace_id = $1 AND c.id = (SELECT id FROM asked) AND ${condition(each)})`,
  );
  const facts = conditions.map(({ tree, now }) => fact(tree as ResolvedCondition, now, param));
  const sql = `WITH asked AS MATERIALIZED (SELECT id FROM contacts WHERE workspace_id = $1 AND email_key = ${param(emailKey, 'text')})
    SELECT c.id, c.email, c.name, c.status, ARRAY[${holds.join(', ')}]::boolean[] AS holds,
      jsonb_build_array(${facts.join(', ')}) AS facts
    FROM contacts c WHERE c.workspace_id = $1 AND c.id = (SELECT id FROM asked)`;
  return { sql, params };
}

/** What decides a condition: read by `why.ts`. */
export type Fact =
  /** The tags asked for that the contact bears, by id, with the moment at which each was added. */
  | Record<string, string>
  /** The value of a field or of an attribute; a date as a moment. */
  | string
  | number
  | boolean
  | null
  /** When it was done, in milliseconds since 1970, the latest first; and the first and last times that a rollup knows. */
  | { times: number[]; first: number | null; last: number | null };

function fact(node: ResolvedCondition, now: Date, param: Param): string {
  switch (node.type) {
    case 'tagged':
      return `(SELECT coalesce(jsonb_object_agg(t.tag_id, t.added_at), '{}') FROM contact_tags t
        WHERE t.workspace_id = $1 AND t.contact_id = c.id AND t.tag_id = ANY(${param(node.tags, 'int[]')}))`;
    case 'has-tags':
      return '(SELECT to_jsonb(count(*)) FROM contact_tags t WHERE t.workspace_id = $1 AND t.contact_id = c.id)';
    case 'text':
      return `to_jsonb(${textField(node.field).sql})`;
    case 'has':
      return `to_jsonb(${node.field in dateFields ? dateFields[node.field as keyof typeof dateFields].sql : textField(node.field as never).sql})`;
    case 'date':
      return `to_jsonb(${dateFields[node.field].sql})`;
    case 'attribute':
      return `c.attributes->${param(String(node.attribute), 'text')}`;
    case 'event':
      return eventFact(node, now, param);
    case 'random':
      return `'null'::jsonb`;
    default:
      throw node satisfies never;
  }
}

function eventFact(node: Extract<ResolvedCondition, { type: 'event' }>, now: Date, param: Param): string {
  const ms = (moment: string) => `(extract(epoch FROM ${moment}) * 1000)::bigint`;
  const times = `(SELECT coalesce(jsonb_agg(x.at ORDER BY x.at DESC), '[]') FROM (
    SELECT ${ms('e.occurred_at')} AS at FROM events e WHERE e.contact_id = c.id AND ${whichEvents(node, param)}
    ORDER BY e.occurred_at DESC LIMIT ${mostTimes}) x)`;
  // Rollups outlive old events.
  const rolledUp = rollupTest(node, now, () => '') !== undefined;
  const edge = (part: string) =>
    rolledUp
      ? `(SELECT ${ms(`r.${node.event}_${part}`)} FROM contact_rollups r WHERE r.workspace_id = $1 AND r.contact_id = c.id)`
      : 'null';
  return `jsonb_build_object('times', ${times}, 'first', ${edge('first')}, 'last', ${edge('last')})`;
}
