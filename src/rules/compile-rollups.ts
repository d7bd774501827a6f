import { rollupTest } from './compile-events.ts';
import type { Param } from './compile-values.ts';
import type { ResolvedTree } from './schema.ts';

/**
 * Rules that hang together by `and` or `or` and that a contact's rollup answers alone, as one test of its row: the table
 * is read once, not once for each of them. undefined where a rule in there needs more than the rollup.
 *
 * @example
 * rolledUp([opened ever, never clicked], 'all', false, around)
 * // `EXISTS (SELECT 1 FROM contact_rollups r WHERE … AND r.opened_total >= $2::int AND (r.clicked_total >= $3::int) IS NOT TRUE)`
 */
export function rolledUp(
  rules: readonly ResolvedTree[],
  type: 'all' | 'any',
  negated: boolean,
  { now, param }: { now: Date; param: Param },
): string | undefined {
  const [first, ...others] = rules;
  if (first === undefined) return undefined;
  const node: ResolvedTree = others.length === 0 ? first : { type, rules: [...rules] };
  // Tried out first: what is true without a row can't be found by looking for one.
  const tried = rowTest(node, negated, { now, param: () => '' });
  if (tried === undefined) return undefined;
  const sql = rowTest(node, negated !== tried.without, { now, param })?.sql;
  const row = 'SELECT 1 FROM contact_rollups r WHERE r.workspace_id = $1 AND r.contact_id = c.id AND';
  return `${tried.without ? 'NOT ' : ''}EXISTS (${row} ${sql})`;
}

/** Whether a contact's rollup answers the rule alone. */
export function isRolledUpRule(rule: ResolvedTree, now: Date): boolean {
  return rowTest(rule, false, { now, param: () => '' }) !== undefined;
}

/** A test of a row `r` of contact_rollups, null in place of false; `without`: what is true where there is no row. */
function rowTest(
  node: ResolvedTree,
  negated: boolean,
  around: { now: Date; param: Param },
): { sql: string; without: boolean } | undefined {
  switch (node.type) {
    case 'not':
      return rowTest(node.rule, !negated, around);
    case 'event': {
      const test = rollupTest(node, around.now, around.param);
      if (test === undefined) return undefined;
      const turned = test.turned !== negated;
      return { sql: turned ? `(${test.sql}) IS NOT TRUE` : test.sql, without: turned };
    }
    case 'all':
    case 'any': {
      const tests: { sql: string; without: boolean }[] = [];
      for (const rule of node.rules) {
        const test = rowTest(rule, negated, around);
        if (test === undefined) return undefined;
        tests.push(test);
      }
      const every = (node.type === 'all') !== negated;
      const without = every ? tests.every((each) => each.without) : tests.some((each) => each.without);
      return { sql: `(${tests.map(({ sql }) => `(${sql})`).join(every ? ' AND ' : ' OR ')})`, without };
    }
    default:
      return undefined;
  }
}
