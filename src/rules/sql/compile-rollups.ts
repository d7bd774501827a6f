import type { ResolvedTree } from '../schema.ts';
import { counted } from './compile-events.ts';
import type { Param } from './compile-values.ts';
import { type Around, eventRowTest, existsRow, type RowTest } from './rollup-row.ts';

/**
 * Rules joined by `and` or `or` that a contact's rollup answers, as one test of its row. That reads the table
 * once, not once for each rule. Undefined if one of the rules needs more than the rollup.
 *
 * @example
 * rolledUp([opened ever, never clicked], 'all', false, around)
 * // `EXISTS (SELECT 1 FROM contact_rollups r WHERE … AND r.opened_total >= $2::int AND (r.clicked_total >= $3::int) IS NOT TRUE)`
 */
export function rolledUp(
  rules: readonly ResolvedTree[],
  type: 'all' | 'any',
  negated: boolean,
  around: Around & { param: Param },
): string | undefined {
  const [first, ...others] = rules;
  if (first === undefined) return undefined;
  const node: ResolvedTree = others.length === 0 ? first : { type, rules: [...rules] };
  return existsRow((turned, each) => rowTest(node, turned, each), negated, around);
}

/**
 * Whether a contact's rollup answers the rule: alone or, with `withEvents`, together with the events of a
 * few.
 */
export function isRolledUpRule(rule: ResolvedTree, around: Around): boolean {
  return rowTest(rule, false, { ...around, param: () => '' }) !== undefined;
}

/**
 * Whether the rule is about people who didn't do it in a timeframe that is over but began lately. If the
 * statement reads a contact's rollup anyway, that row shows for most contacts that they did nothing since.
 * The events are faster at finding people who did it, or who didn't do it long ago.
 */
export function didNotLately(rule: ResolvedTree, now: Date): boolean {
  const negated = rule.type === 'not';
  const node = negated ? rule.rule : rule;
  if (node.type !== 'event' || counted(node.count).turned === negated) return false;
  const from = node.timeframe?.from?.getTime() ?? 0;
  return now.getTime() - from <= lately && isRolledUpRule(rule, { now, withEvents: true });
}

/** Two weeks, in milliseconds. */
const lately = 14 * 86_400_000;

/** A test of a row `r` of contact_rollups, null in place of false. Every contact has a row. */
function rowTest(
  node: ResolvedTree,
  negated: boolean,
  around: Around & { param: Param },
): RowTest | undefined {
  switch (node.type) {
    case 'not':
      return rowTest(node.rule, !negated, around);
    case 'event':
      return eventRowTest(node, negated, around);
    case 'all':
    case 'any': {
      const tests: RowTest[] = [];
      for (const rule of node.rules) {
        const test = rowTest(rule, negated, around);
        if (test === undefined) return undefined;
        tests.push(test);
      }
      const every = (node.type === 'all') !== negated;
      const without = every ? tests.every((each) => each.without) : tests.some((each) => each.without);
      const listed = every ? tests.some((each) => each.listed) : tests.every((each) => each.listed);
      const sql = `(${tests.map((each) => `(${each.sql})`).join(every ? ' AND ' : ' OR ')})`;
      return { sql, without, listed };
    }
    default:
      return undefined;
  }
}
