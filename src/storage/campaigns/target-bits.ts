import type { Compiler } from '../../rules/sql/compile.ts';
import type { Target } from './begin.ts';

/** SQL: a bit for each target that a contact `c` is in. One target has everyone, so nothing is asked for it. */
export function targetBits(targets: readonly Target[], { condition }: Pick<Compiler, 'condition'>): string {
  if (targets.length < 2) return String(targets.length);
  return targets
    .map(({ resolved }, position) => `CASE WHEN ${condition(resolved)} THEN ${2 ** position} ELSE 0 END`)
    .join(' | ');
}
