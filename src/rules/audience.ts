import { printPart, printRule } from './language/print.ts';
import type { Names } from './names.ts';
import type { Rule } from './schema.ts';

/** The audience of a campaign in its parts. An exclusion always wins. */
export interface AudienceParts {
  /** Anyone who matches any of these gets it. */
  targets: Rule[];
  /** Unless they match any of these. */
  exclusions: Rule[];
}

/**
 * An audience as one rule, `(any of targets) and not (any of exclusions)`; null without a target: then nobody
 * gets it, never everyone.
 *
 * @example audienceOf({ targets: [vip, lapsed], exclusions: [churned] })
 * // { type: 'all', rules: [{ type: 'any', rules: [vip, lapsed] }, { type: 'not', rule: churned }] }
 */
export function audienceOf({ targets, exclusions }: AudienceParts): Rule | null {
  const [target, exclusion] = [anyOf(targets), anyOf(exclusions)];
  if (target === undefined) return null;
  if (exclusion === undefined) return target;
  const not: Rule = { type: 'not', rule: exclusion };
  return target.type === 'everyone' ? not : { type: 'all', rules: [target, not] };
}

/** The parts of a rule that `audienceOf` made, or of any other: then it is one target. */
export function audienceParts(rule: Rule): AudienceParts {
  if (rule.type === 'not') return { targets: [{ type: 'everyone' }], exclusions: listed(rule.rule) };
  const [target, not, more] = rule.type === 'all' ? rule.rules : [];
  return target !== undefined && not?.type === 'not' && more === undefined
    ? { targets: listed(target), exclusions: listed(not.rule) }
    : { targets: listed(rule), exclusions: [] };
}

/**
 * The targets of an audience, each tag and each segment on its own.
 *
 * @example singleTargets(rule) // tagged vip or beta, plan is pro → [tagged vip, tagged beta, plan is pro]
 */
export const singleTargets = (rule: Rule): Rule[] => audienceParts(rule).targets.flatMap(apart);

/** The exclusions of an audience in the same way. */
export const singleExclusions = (rule: Rule): Rule[] => audienceParts(rule).exclusions.flatMap(apart);

function apart(rule: Rule): Rule[] {
  if (rule.type === 'tagged' && rule.match === 'any')
    return rule.tags.map((tag) => ({ ...rule, tags: [tag] }));
  if (rule.type === 'segment' && rule.match === 'any')
    return rule.segments.map((segment) => ({ ...rule, segments: [segment] }));
  return [rule];
}

/**
 * An audience as the sentence that `parseAudience` reads back.
 *
 * @example printAudience(rule, names) // 'tagged vip, in segment "Lapsed VIPs", except tagged churned'
 */
export function printAudience(rule: Rule, names: Names): string {
  const { targets, exclusions } = audienceParts(rule);
  if (exclusions.length === 0 && targets.length === 1) return printRule(rule, names);
  const to = targets.map((each) => printPart(each, names)).join(', ');
  if (exclusions.length === 0) return to;
  // "Except tagged a and b": neither, or only those with both? Brackets say it.
  const printed = exclusions.map((each) => {
    const text = printPart(each, names);
    return 'match' in each && each.match === 'all' ? `(${text})` : text;
  });
  return `${to}, except ${printed.join(', ')}`;
}

function anyOf(rules: readonly Rule[]): Rule | undefined {
  const flat = rules.flatMap(flattened);
  // Everyone and someone are everyone.
  if (flat.some(({ type }) => type === 'everyone')) return { type: 'everyone' };
  const [first, ...others] = flat;
  return first === undefined || others.length === 0 ? first : { type: 'any', rules: flat };
}

const flattened = (rule: Rule): Rule[] => (rule.type === 'any' ? rule.rules.flatMap(flattened) : [rule]);

const listed = (rule: Rule): Rule[] => (rule.type === 'any' ? rule.rules : [rule]);
