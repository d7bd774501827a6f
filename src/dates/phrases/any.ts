import type { Rule } from '../grammar.ts';
import { lazy } from '../grammar.ts';
import type { Period } from '../schema.ts';

/**
 * Any period, for the families of phrases that hold one inside ("the week of …", "2 days before …"). Declared here and
 * filled in by `period.ts`, which knows all families, so that no family has to import what imports it.
 */
const declared: { period?: Rule<Period>; days?: Rule<Period> } = {};

export function declare(rules: { period: Rule<Period>; days: Rule<Period> }): void {
  Object.assign(declared, rules);
}

/** Any stretch of time with two ends. */
export const period: Rule<Period> = lazy(() => known(declared.period));

/** Any stretch of days or longer: no times of day, which stand before or behind their day. */
export const days: Rule<Period> = lazy(() => known(declared.days));

function known(rule: Rule<Period> | undefined): Rule<Period> {
  if (rule === undefined)
    throw new Error('Phrases are read before src/dates/phrases/period.ts has declared them.');
  return rule;
}
