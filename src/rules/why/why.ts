import type { Fact } from '../conditions/kind.ts';
import { type Condition, type LeafCondition, leafKindOf } from '../conditions/kinds.ts';
import type { RuleContext } from '../context.ts';
import { printCondition, printRule } from '../language/print.ts';
import type { Names } from '../names.ts';
import { resolveRule } from '../resolve.ts';
import { type ResolvedRule, type Rule, ruleSchema } from '../schema.ts';
import { type Course, combinedCourse, constant, flipOf } from './flips.ts';

/**
 * Why a rule does or doesn't hold for a contact, and when that changes if nothing happens except that time
 * passes.
 */
export type Reason = {
  /** The rule, or the part of it, as a sentence. */
  sentence: string;
  holds: boolean;
  /**
   * The first moment at which `holds` changes; null: not within 400 days. 'unknown' if what we know about old
   * events doesn't tell.
   */
  flips: Date | null | 'unknown';
} & (
  | { type: 'condition'; fact: string }
  /** All or any of its parts; `segment` if it is another segment's rule. */
  | { type: 'all' | 'any' | 'not' | 'segment'; of: Reason[] }
);

/** The conditions of a rule, in reading order, with those of its segments in place. */
function conditionsOf(rule: Rule, names: Names): LeafCondition[] {
  switch (rule.type) {
    case 'everyone':
      return [];
    case 'all':
    case 'any':
      return rule.rules.flatMap((each) => conditionsOf(each, names));
    case 'not':
      return conditionsOf(rule.rule, names);
    case 'segment':
      return rule.segments.flatMap((id) => conditionsOf(ruleOfSegment(id, names), names));
    default:
      return [rule];
  }
}

/**
 * The conditions of a rule, each resolved by itself: the input of `compileWhy`.
 *
 * @param rule one that `resolveRule` accepts
 */
export function resolveConditions(rule: Rule, context: RuleContext): ResolvedRule[] {
  return conditionsOf(rule, context.names).map((condition) => {
    const resolution = resolveRule(condition, context);
    if (!resolution.ok) throw new Error('a rule was accepted, and a condition of it was not');
    return resolution.resolved;
  });
}

/**
 * Combines a rule with what is known about a contact.
 *
 * @param answer for each of `conditionsOf(rule)`, whether it holds, and the fact behind it
 */
export function explainWhy(
  rule: Rule,
  answer: { holds: readonly boolean[]; facts: readonly Fact[] },
  context: RuleContext,
): Reason {
  let next = 0;
  return withCourse(rule).reason;

  function withCourse(node: Rule): Known {
    switch (node.type) {
      case 'everyone':
        return known(node, constant(true), { type: 'condition', fact: 'every contact' });
      case 'all':
      case 'any': {
        const parts = node.rules.map(withCourse);
        return joined(node, node.type, parts, node.type);
      }
      case 'not': {
        const inner = withCourse(node.rule);
        const course = combinedCourse([inner.course], ([holds]) => !holds);
        if (inner.reason.type !== 'condition')
          return known(node, course, { type: 'not', of: [inner.reason] }, inner.unknown);
        return known(node, course, { type: 'condition', fact: inner.reason.fact }, inner.unknown);
      }
      case 'segment': {
        const parts = node.segments.map((id) => withCourse(ruleOfSegment(id, context.names)));
        return joined(node, 'segment', parts, node.match);
      }
      default: {
        const [holds = false, fact = null] = [answer.holds[next], answer.facts[next]];
        next += 1;
        const kind = leafKindOf(node);
        const course = kind.course?.(node, fact, holds, context) ?? constant(holds);
        // We don't know the times of deleted events, or of events beyond the most that we read.
        const unknown = course.holdsAt(context.dates.now) !== holds;
        const said = { type: 'condition' as const, fact: kind.sayFact(node, fact, context) };
        return known(node, unknown ? constant(holds) : course, said, unknown);
      }
    }
  }

  function joined(node: Rule, type: 'all' | 'any' | 'segment', parts: Known[], match: 'all' | 'any'): Known {
    const course = combinedCourse(
      parts.map((part) => part.course),
      (holds) => (match === 'all' ? holds.every(Boolean) : holds.some(Boolean)),
    );
    const unknown = parts.some((part) => part.unknown);
    return known(node, course, { type, of: parts.map((part) => part.reason) }, unknown);
  }

  function known(
    node: Rule,
    course: Course,
    said: { type: 'condition'; fact: string } | { type: 'all' | 'any' | 'not' | 'segment'; of: Reason[] },
    unknown = false,
  ): Known {
    const { now } = context.dates;
    const reason: Reason = {
      sentence:
        node.type === 'not' && said.type === 'condition' ? printRule(node, context.names) : sentenceOf(node),
      holds: course.holdsAt(now),
      flips: unknown ? 'unknown' : (flipOf(course, now) ?? null),
      ...said,
    };
    return { reason, course, unknown };
  }

  function sentenceOf(node: Rule): string {
    return isJoining(node) ? printRule(node, context.names) : printCondition(node, context.names, false);
  }
}

interface Known {
  reason: Reason;
  course: Course;
  unknown: boolean;
}

const isJoining = (rule: Rule): rule is Exclude<Rule, Condition> =>
  ['everyone', 'all', 'any', 'not'].includes(rule.type);

function ruleOfSegment(id: number, names: Names): Rule {
  return ruleSchema.parse(names.segments.find((each) => each.id === id)?.rule);
}
