import type { ResolvedRule } from '../schema.ts';
import { createCompiler } from './compile.ts';

/** The contacts that only the second of two rules holds for, and those that only the first does. */
export interface Comparison {
  /** Conditions on a row `c` of contacts, as of a compiled rule. */
  entering: string;
  leaving: string;
  params: unknown[];
  /** Equal for comparisons that may share an answer. */
  key: string;
}

/**
 * Compiles what tells two rules apart: an edited rule from the one before, or a rule at a later moment from itself now.
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
