import type { ResolvedRule } from '../schema.ts';
import { createCompiler } from '../sql/compile.ts';
import { topicsOf } from '../sql/topics.ts';
import type { BreakdownKey } from './key.ts';

/** A rule's people and the value that each of them counts for, as SQL with its parameters. */
export interface CompiledBreakdown {
  /** A condition on a row `c` of contacts, right after WHERE. */
  where: string;
  /** Expressions on `c`, or on a link `t` of a contact and a tag if `byTags`. */
  key: string;
  shown: string;
  byTags: boolean;
  params: unknown[];
  /** Equal for breakdowns that may share an answer. */
  id: string;
  topics: string[];
}

/**
 * Compiles the breakdown of a rule's people.
 *
 * @example
 * compileBreakdown(resolved, country, { workspaceId: 7, timeZone: 'UTC' }) // everyone by country
 * // { where: 'c.workspace_id = $1 AND true', key: `'=' || nullif(c.country, '')`, shown: 'c.country', … }
 */
export function compileBreakdown(
  resolved: ResolvedRule,
  key: BreakdownKey,
  { workspaceId, timeZone }: { workspaceId: number; timeZone: string },
): CompiledBreakdown {
  const { params, param, condition } = createCompiler(workspaceId);
  const where = `c.workspace_id = $1 AND ${condition(resolved)}`;
  const value = key.sql(param, timeZone);
  return {
    where,
    key: value.key,
    shown: value.shown,
    byTags: key.kind === 'tags',
    params,
    id: `${workspaceId} ${resolved.key} by ${key.id} ${timeZone}`,
    topics: [...new Set(['contacts', ...topicsOf(resolved.tree), ...(key.kind === 'tags' ? ['tags'] : [])])],
  };
}
