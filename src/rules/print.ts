import type { Names, Rule } from './schema.ts';

/** A rule as its canonical sentence: `parseRule(printRule(rule))` is the rule. */
export function printRule(rule: Rule, _names: Names): string {
  return JSON.stringify(rule);
}
