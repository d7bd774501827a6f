import type { ResolvedRule } from '../schema.ts';
import { createCompiler } from './compile.ts';
import { topicsOf } from './topics.ts';

/** The contacts of two rules, and those that match both. */
export interface CompiledOverlap {
  /** Conditions on a row `c` of contacts, like those of a compiled rule. */
  one: string;
  other: string;
  both: string;
  params: unknown[];
  /** Equal for overlaps that may share an answer. */
  key: string;
  topics: string[];
}

/** Compiles what two rules have in common. Who matches only one of them is the difference of two counts. */
export function compileOverlap(
  one: ResolvedRule,
  other: ResolvedRule,
  { workspaceId }: { workspaceId: number },
): CompiledOverlap {
  const { params, condition } = createCompiler(workspaceId);
  const where = (...rules: ResolvedRule[]) =>
    ['c.workspace_id = $1', ...rules.map((rule) => `(${condition(rule)})`)].join(' AND ');
  return {
    one: where(one),
    other: where(other),
    both: where(one, other),
    params,
    key: `${workspaceId} ${one.key} & ${other.key}`,
    topics: [...new Set([...topicsOf(one.tree), ...topicsOf(other.tree)])],
  };
}
