import { leafKindOf } from './conditions/kinds.ts';
import type { ResolvedTree } from './schema.ts';

/**
 * Whether a rule compares the value of a field that identifies a person: an email address, a name, a phone.
 * Runs after the rules of its segments replaced them, so no nesting, negation or segment can hide one.
 *
 * @example namesPeople(resolved('not in segment "Ada"').tree) // true, if that segment's rule is `name is Ada`
 */
export function namesPeople(tree: ResolvedTree): boolean {
  switch (tree.type) {
    case 'all':
    case 'any':
      return tree.rules.some(namesPeople);
    case 'not':
      return namesPeople(tree.rule);
    case 'everyone':
      return false;
    default:
      return leafKindOf(tree).namesPeople(tree);
  }
}
