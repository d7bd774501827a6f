import type { RuleContext } from './parse.ts';
import { printRule } from './print.ts';
import type { Rule } from './schema.ts';

/** A rule in plain English, for a card. */
export function explainRule(rule: Rule, context: RuleContext): string {
  return printRule(rule, context.names);
}
