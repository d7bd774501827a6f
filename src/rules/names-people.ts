import { type TextFieldName, textField } from './fields.ts';
import type { ResolvedTree } from './schema.ts';

/**
 * Whether a rule compares the value of a field that tells who somebody is: an email address, a name, a phone. Decided when the
 * rules of its segments stand in their place, so that no nesting, negation or segment hides one.
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
    case 'text':
      return namesPerson(tree.field);
    case 'everyone':
    case 'tagged':
    case 'has-tags':
    case 'random':
    // Whether there is a phone says nothing of whose it is.
    case 'has':
    case 'date':
    case 'attribute':
    case 'event':
      return false;
    default:
      return tree satisfies never;
  }
}

const namesPerson = (field: TextFieldName): boolean => textField(field).namesPerson;
