import type { ResolvedRule, ResolvedTree } from './schema.ts';
import { type CompiledRule, compileRule } from './sql/compile.ts';

/**
 * Whether the members on a past day can be estimated: all that decides has a moment of its own. Sign-ups,
 * events within a timeframe and, roughly, tags do: a tag that was removed since leaves no trace. Fields and
 * status don't.
 */
export function looksBack(tree: ResolvedTree): boolean {
  switch (tree.type) {
    case 'everyone':
    case 'tagged':
      return true;
    case 'all':
    case 'any':
      return tree.rules.every(looksBack);
    case 'not':
      return looksBack(tree.rule);
    case 'date':
      return tree.field === 'signup date';
    case 'event':
      return (
        tree.timeframe?.from instanceof Date && tree.timeframe.to instanceof Date && tree.which === undefined
      );
    default:
      return false;
  }
}

/**
 * Compiles a rule for a past moment: people who had signed up by then, with the tags that they had by then.
 *
 * @param resolved its timeframes as of that moment, and `now` as it is
 */
export function compileAsOf(
  resolved: ResolvedRule,
  { workspaceId, asOf }: { workspaceId: number; asOf: Date },
): CompiledRule {
  const compiled = compileRule(resolved, { workspaceId, asOf });
  const params = [...compiled.params, asOf];
  return {
    ...compiled,
    params,
    sql: `${compiled.sql} AND coalesce(c.signed_up_at, c.created_at) < $${params.length}::timestamptz`,
  };
}
