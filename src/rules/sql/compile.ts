import { defined } from '../../lib/defined.ts';
import type { Around } from '../conditions/kind.ts';
import { leafKindOf } from '../conditions/kinds.ts';
import type { ResolvedRule, ResolvedTree } from '../schema.ts';
import { didNotLately, isRolledUpRule, rolledUp } from './compile-rollups.ts';
import { notAmong, type Param } from './compile-values.ts';
import { topicsOf } from './topics.ts';

/** A condition on a row `c` of `contacts`, bound to its workspace, with its parameters: plain data. */
export interface CompiledRule {
  /** May be null in place of false: use it right after `WHERE`, never after `NOT`. */
  sql: string;
  params: unknown[];
  /** Equal for questions that may share an answer. */
  key: string;
  /** What its members depend on: see topicsOf. */
  topics: string[];
}

/**
 * Compiles a resolved rule. Values are only ever parameters, and each table in the statement is bound to the
 * workspace ($1).
 *
 * @example
 * compileRule(resolved, { workspaceId: 7 }) // tagged vip and never opened
 * // { sql: `c.workspace_id = $1 AND (EXISTS (SELECT 1 FROM contact_tags t WHERE t.workspace_id = $1 AND t.contact_id = c.id
 * //     AND t.tag_id = $2::int) AND NOT EXISTS (SELECT 1 FROM contact_rollups r WHERE r.workspace_id = $1
 * //     AND r.contact_id = c.id AND r.opened_total >= $3::int))`,
 * //   params: [7, 1, 1], key: '…', topics: ['contacts', 'tag:1', 'events'] }
 */
export function compileRule(
  resolved: ResolvedRule,
  { workspaceId, ...options }: { workspaceId: number; asOf?: Date },
): CompiledRule {
  const { params, condition } = createCompiler(workspaceId, options);
  const sql = `c.workspace_id = $1 AND ${condition(resolved)}`;
  return { sql, params, key: `${workspaceId} ${resolved.key}`, topics: topicsOf(resolved.tree) };
}

/** Compiles several rules into one statement with one list of parameters. */
export interface Compiler {
  params: unknown[];
  param: Param;
  /**
   * A rule, or its complement, as a condition on a row `c` of the workspace ($1). May be null in place of
   * false.
   */
  condition: (resolved: ResolvedRule, options?: { negated: boolean }) => string;
}

export function createCompiler(workspaceId: number, { asOf }: { asOf?: Date } = {}): Compiler {
  const params: unknown[] = [workspaceId];
  const param: Param = (value, type) => `$${params.push(value)}::${type}`;
  const condition: Compiler['condition'] = ({ tree, now }, { negated } = { negated: false }) =>
    compile(tree, negated, { now, param, ...defined({ asOf }) });
  return { params, param, condition };
}

/**
 * A tree, or its complement. Pushes negation down to the conditions. Only ANDs and ORs are left above them,
 * in which null works like false, and `NOT EXISTS` is in places that let the planner make an anti-join.
 */
function compile(node: ResolvedTree, negated: boolean, around: Around): string {
  switch (node.type) {
    case 'everyone':
      return negated ? 'false' : 'true';
    case 'all':
    case 'any': {
      const every = (node.type === 'all') !== negated;
      const rules = flat(node, negated, every);
      return every ? allOf(rules, around) : anyOf(rules, around);
    }
    case 'not':
      return compile(node.rule, !negated, around);
    default:
      return leafKindOf(node).compile(node, negated, around);
  }
}

/** All parts of one `and`, or one `or`, however they are nested: rules, or complements of rules. */
function flat(node: ResolvedTree, negated: boolean, every: boolean): ResolvedTree[] {
  if (node.type === 'not') return flat(node.rule, !negated, every);
  if ((node.type === 'all' || node.type === 'any') && ((node.type === 'all') !== negated) === every)
    return node.rules.flatMap((rule) => flat(rule, negated, every));
  return [negated ? { type: 'not', rule: node } : node];
}

const allOf = (rules: ResolvedTree[], around: Around): string =>
  `(${tests(rules, 'all', around).join(' AND ')})`;

/**
 * At least one of them. PostgreSQL runs an `EXISTS` under an OR again for each contact. If one of the rules
 * is about something missing, the contacts that match none of the rules are a set, found through what they
 * have. The result is everyone else.
 */
function anyOf(rules: ResolvedTree[], around: Around): string {
  const { now } = around;
  const isOneTest = rules.length === 1 || rules.every((rule) => isRolledUpRule(rule, { now }));
  if (isOneTest || !rules.some((rule) => asksForNone(rule, false, now)))
    return `(${tests(rules, 'any', around).join(' OR ')})`;
  return notAmong(
    allOf(
      rules.flatMap((rule) => flat(rule, true, true)),
      around,
    ),
  );
}

/**
 * One test for each rule. One test for all that the contact's rollup answers, or nearly answers if the
 * statement reads it anyway.
 */
function tests(rules: ResolvedTree[], type: 'all' | 'any', around: Around): string[] {
  const { now } = around;
  const alone = rules.filter((rule) => isRolledUpRule(rule, { now }));
  const isNearly = (rule: ResolvedTree) => alone.length > 0 && didNotLately(rule, now);
  const ofRollups = rules.filter((rule) => alone.includes(rule) || isNearly(rule));
  const others = rules.filter((rule) => !ofRollups.includes(rule));
  // PostgreSQL reorders the parts of an AND itself, but keeps the order of an OR.
  const inOrder =
    type === 'any' ? withOneTagTest(others).toSorted((one, other) => effort(one) - effort(other)) : others;
  const tests = inOrder.map((rule) => compile(rule, false, around));
  const rolled = rolledUp(ofRollups, type, false, { ...around, withEvents: true });
  return rolled === undefined ? tests : [...tests, rolled];
}

/**
 * Rules of which at least one has to hold. Rules about any of some tags become one rule, to read the links
 * only once.
 */
function withOneTagTest(rules: ResolvedTree[]): ResolvedTree[] {
  const isOfTags = (rule: ResolvedTree) =>
    rule.type === 'tagged' && (rule.match === 'any' || rule.tags.length === 1);
  const tags = rules.flatMap((rule) => (rule.type === 'tagged' && isOfTags(rule) ? rule.tags : []));
  if (tags.length < 2) return rules;
  return [
    ...rules.filter((rule) => !isOfTags(rule)),
    { type: 'tagged', match: 'any', tags: [...new Set(tags)] },
  ];
}

/** The cost of testing one contact: see `LeafKind`. */
function effort(rule: ResolvedTree): 0 | 1 | 2 {
  switch (rule.type) {
    case 'everyone':
      return 0;
    case 'all':
    case 'any':
      return Math.max(0, ...rule.rules.map(effort)) as 0 | 1 | 2;
    case 'not':
      return effort(rule.rule);
    default:
      return leafKindOf(rule).effort(rule);
  }
}

/** Whether the rule, or its complement, is about something missing: tags, events. */
function asksForNone(rule: ResolvedTree, negated: boolean, now: Date): boolean {
  switch (rule.type) {
    case 'everyone':
    case 'all':
    case 'any':
      return false;
    case 'not':
      return asksForNone(rule.rule, !negated, now);
    default:
      return leafKindOf(rule).asksForNone(rule, negated, now);
  }
}
