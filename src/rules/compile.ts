import type { ResolvedRule } from './schema.ts';

/** A condition on a row `c` of `contacts`, bound to its workspace, with its parameters: plain data. */
export interface CompiledRule {
  sql: string;
  params: unknown[];
  /** Equal for questions that may share an answer. */
  key: string;
}

/** Compiles a resolved rule. */
export function compileRule(resolved: ResolvedRule, { workspaceId }: { workspaceId: number }): CompiledRule {
  return { sql: 'c.workspace_id = $1 AND false', params: [workspaceId], key: resolved.key };
}
