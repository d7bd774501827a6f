import type { Problem } from '../problem.ts';
import type { RuleContext } from './parse.ts';
import type { ResolvedRule, Rule } from './schema.ts';

export type Resolution = { ok: true; resolved: ResolvedRule } | { ok: false; problems: Problem[] };

/** Checks a stored rule against what exists now, and turns its timeframes into moments. */
export function resolveRule(_rule: Rule, _context: RuleContext): Resolution {
  return {
    ok: false,
    problems: [{ at: 0, length: 0, message: 'Rules can not be run yet.', suggestions: [] }],
  };
}
