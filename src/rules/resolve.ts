import { resolveTimeframe } from '../dates/resolve.ts';
import type { Timeframe } from '../dates/schema.ts';
import type { Problem } from '../problem.ts';
import type { AttributeTest } from './attributes.ts';
import { type Days, daysOf } from './days.ts';
import type { RuleContext } from './parse.ts';
import type { EventConditionOver, PropertyTest, Range, ResolvedRule, ResolvedTree, Rule } from './schema.ts';

export type Resolution = { ok: true; resolved: ResolvedRule } | { ok: false; problems: Problem[] };

/**
 * Checks a stored rule against what exists now, and turns its timeframes into moments. The problems of a stored rule
 * point at no text (`at` and `length` are 0).
 *
 * @example
 * resolveRule({ type: 'date', field: 'signup date', timeframe: { kind: 'year', year: 2020 } }, context)
 * // { ok: true, resolved: { tree: { type: 'date', field: 'signup date',
 * //   timeframe: { from: 2020-01-01T00:00:00Z, to: 2021-01-01T00:00:00Z } }, key: '…' } }
 */
export function resolveRule(rule: Rule, { names, dates }: RuleContext): Resolution {
  const problems: Problem[] = [];
  const tags = new Set(names.tags.map((tag) => tag.id));
  const campaigns = new Set(names.campaigns.map((campaign) => campaign.id));
  const context = { ...dates, direction: 'past' } as const;
  const tree = resolve(rule);
  if (problems.length > 0) return { ok: false, problems };
  const { now, ...settings } = dates;
  // "Now" moves on with every question; within a minute they share an answer.
  const minute = Math.floor(now.getTime() / 60_000);
  return { ok: true, resolved: { tree, now, key: JSON.stringify([minute, settings, rule]) } };

  function resolve(node: Rule): ResolvedTree {
    switch (node.type) {
      case 'everyone':
      case 'text':
      case 'has':
        return node;
      case 'all':
      case 'any':
        return { type: node.type, rules: node.rules.map(resolve) };
      case 'not':
        return { type: 'not', rule: resolve(node.rule) };
      case 'tagged':
        for (const id of node.tags) if (!tags.has(id)) problems.push(gone('a tag', id));
        return node;
      case 'date':
        return { ...node, timeframe: moments(node.timeframe) };
      case 'attribute':
        return { ...node, test: resolveTest(node) };
      case 'event':
        return resolveEvent(node);
      default:
        throw node satisfies never;
    }
  }

  function resolveEvent({ timeframe, properties, ...rest }: EventConditionOver<Timeframe>): ResolvedTree {
    for (const id of rest.campaigns ?? []) if (!campaigns.has(id)) problems.push(gone('a campaign', id));
    return {
      ...rest,
      ...(timeframe === undefined ? {} : { timeframe: moments(timeframe) }),
      ...(properties === undefined ? {} : { properties: properties.map(resolveProperty) }),
    };
  }

  function resolveProperty({ test, ...rest }: PropertyTest<Timeframe>): PropertyTest<Days> {
    if (test.is !== 'date') return { ...rest, test };
    const days = daysOf(test.timeframe, { ...dates, direction: 'any' });
    return { ...rest, test: days === null ? { is: 'known' } : { is: 'date', timeframe: days } };
  }

  function resolveTest({ attribute, test }: Extract<Rule, { type: 'attribute' }>): AttributeTest<Days> {
    const found = names.attributes.find((each) => each.id === attribute);
    const none: AttributeTest<Days> = { is: 'known' };
    if (found === undefined) {
      problems.push(gone('an attribute', attribute));
      return none;
    }
    const { name, type, yearly } = found;
    if (test.is !== 'known' && test.is !== type) {
      const message = `The rule asks for "${name}" as a ${test.is}, but it is a ${type} now; change the rule, or its type.`;
      problems.push(problem(message));
      return none;
    }
    if (test.is !== 'date') return test;
    const days = daysOf(test.timeframe, { ...dates, direction: 'any', yearly });
    if (days !== null) return { is: 'date', timeframe: days };
    problems.push(
      problem(`"${name}" comes back every year now, so the rule has to say from when to when; change it.`),
    );
    return none;
  }

  function moments(timeframe: Timeframe): Range {
    return resolveTimeframe(timeframe, context);
  }
}

function gone(thing: string, id: number): Problem {
  return problem(
    `The rule asks for ${thing} that is gone (number ${id}); change the rule, or make it again.`,
  );
}

function problem(message: string): Problem {
  return { at: 0, length: 0, message, suggestions: [] };
}
