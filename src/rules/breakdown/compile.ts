import type { ResolvedRule } from '../schema.ts';
import { createCompiler } from '../sql/compile.ts';
import { topicsOf } from '../sql/topics.ts';
import type { BreakdownKey } from './key.ts';

/** A rule's people and the value that each of them counts for, as SQL with its parameters. */
export interface CompiledBreakdown {
  /** A condition on a row `c` of contacts, right after WHERE. */
  where: string;
  /** An expression on `c`, or on a link `t` of a contact and a tag if `byTags`. */
  stored: string;
  /** Expressions on its value, `s.stored`. */
  key: string;
  shown: string;
  byTags: boolean;
  /** The rule is everyone: asking it twice costs less than keeping its people. */
  isEveryone: boolean;
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
 * // { where: 'c.workspace_id = $1 AND true', stored: 'c.country COLLATE "C"', key: `'=' || nullif(s.stored, '')`,
 * //   shown: 's.stored', … }
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
    stored: value.stored,
    key: value.key('s.stored'),
    shown: value.shown('s.stored'),
    byTags: key.kind === 'tags',
    isEveryone: resolved.tree.type === 'everyone',
    params,
    id: `${workspaceId} ${resolved.key} by ${key.id} ${timeZone}`,
    topics: [...new Set(['contacts', ...topicsOf(resolved.tree), ...(key.kind === 'tags' ? ['tags'] : [])])],
  };
}
