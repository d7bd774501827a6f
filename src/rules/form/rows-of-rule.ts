import { kindOf } from '../conditions/kinds.ts';
import type { Rule } from '../schema.ts';
import type { Row, RuleForm } from './row.ts';

/** No form shows more rows. */
export const mostRows = 12;

/**
 * A rule as rows of a form, or why rows can't show it. `ruleOfRows` of the form gives the rule back.
 *
 * @example rowsOfRule(tagged vip and (plan is pro or country is US)) // { ok: false, why: 'it has brackets inside' }
 */
export function rowsOfRule(rule: Rule): { ok: true; form: RuleForm } | { ok: false; why: string } {
  if (rule.type === 'everyone') return { ok: true, form: { match: 'everyone', rows: [] } };
  const match = rule.type === 'any' ? 'any' : 'all';
  const rules = rule.type === 'all' || rule.type === 'any' ? rule.rules : [rule];
  if (rules.length > mostRows) return { ok: false, why: `it has more than ${mostRows} conditions` };
  const rows: Row[] = [];
  for (const each of rules) {
    const [condition, not] = each.type === 'not' ? [each.rule, true] : [each, false];
    if (condition.type === 'everyone') return { ok: false, why: '“everyone” is one of its conditions' };
    if (condition.type === 'all' || condition.type === 'any' || condition.type === 'not')
      return { ok: false, why: 'some of its conditions are in brackets' };
    const row = kindOf(condition).row(condition);
    if (typeof row === 'string') return { ok: false, why: row };
    rows.push({ ...row, not });
  }
  return { ok: true, form: { match, rows } };
}
