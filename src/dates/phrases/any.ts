import type { Rule } from '../grammar.ts';
import { lazy } from '../grammar.ts';
import type { Period } from '../schema.ts';

/**
 * Any period, for the families of phrases that contain one ("the week of …", "2 days before …"). `period.ts`,
 * which knows all families, fills in this declaration, so that no family imports a module that imports it.
 */
const declared: { period?: Rule<Period>; days?: Rule<Period> } = {};

export function declare(rules: { period: Rule<Period>; days: Rule<Period> }): void {
  Object.assign(declared, rules);
}

/** Any stretch of time with two ends. */
export const period: Rule<Period> = lazy(() => known(declared.period));

/** Any stretch of days or longer, without times of day, which come before or after their day. */
export const days: Rule<Period> = lazy(() => known(declared.days));

function known(rule: Rule<Period> | undefined): Rule<Period> {
  if (rule === undefined)
    throw new Error('Phrases are read before src/dates/phrases/period.ts has declared them.');
  return rule;
}
