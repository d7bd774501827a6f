import type { ResolvedRule } from '../schema.ts';
import { createCompiler } from './compile.ts';

/** The contacts that match only the second of two rules, and those that match only the first. */
export interface Comparison {
  /** Conditions on a row `c` of contacts, like those of a compiled rule. */
  entering: string;
  leaving: string;
  params: unknown[];
  /** Equal for comparisons that may share an answer. */
  key: string;
}

/**
 * Compiles the difference between two rules: an edited rule and the one before, or a rule at a later moment
 * and now.
 *
 * @example
 * compareRules(tagged vip, everyone, { workspaceId: 7 })
 * // { entering: 'c.workspace_id = $1 AND (true) AND NOT EXISTS (…)', leaving: 'c.workspace_id = $1 AND EXISTS (…) AND (false)', … }
 */
export function compareRules(
  before: ResolvedRule,
  after: ResolvedRule,
  { workspaceId }: { workspaceId: number },
): Comparison {
  const { params, condition } = createCompiler(workspaceId);
  const only = (one: ResolvedRule, other: ResolvedRule) =>
    `c.workspace_id = $1 AND (${condition(one)}) AND (${condition(other, { negated: true })})`;
  return {
    entering: only(after, before),
    leaving: only(before, after),
    params,
    key: `${workspaceId} ${before.key} → ${after.key}`,
  };
}
