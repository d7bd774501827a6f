import { resolveTimeframe } from '../dates/resolve.ts';
import type { Timeframe } from '../dates/schema.ts';
import type { Problem } from '../lib/problem.ts';
import type { AttributeTest } from './attributes.ts';
import type { RuleContext } from './language/parse.ts';
import { latestCampaigns } from './latest-campaigns.ts';
import {
  type EventConditionOver,
  type PropertyTest,
  type Range,
  type ResolvedRule,
  type ResolvedTree,
  type Rule,
  ruleSchema,
} from './schema.ts';
import { type Days, daysOf } from './sql/days.ts';

export type Resolution = { ok: true; resolved: ResolvedRule } | { ok: false; problems: Problem[] };

/** How deep a rule may go, and how many nodes and values it may hold, once the rules of its segments stand in it. */
export const wholeBounds = { depth: 100, nodes: 1000, values: 5000 } as const;

/**
 * Checks a stored rule against what exists now, turns its timeframes into moments, and puts the rules of segments in their
 * place, resolved for the same now. The problems of a stored rule point at no text (`at` and `length` are 0).
 *
 * @param segment the id of the segment whose rule it is: one that comes back to it is refused
 * @example
 * resolveRule({ type: 'date', field: 'signup date', timeframe: { kind: 'year', year: 2020 } }, context)
 * // { ok: true, resolved: { tree: { type: 'date', field: 'signup date',
 * //   timeframe: { from: 2020-01-01T00:00:00Z, to: 2021-01-01T00:00:00Z } }, key: '…' } }
 */
export function resolveRule(
  rule: Rule,
  { names, dates }: RuleContext,
  { segment }: { segment?: number } = {},
): Resolution {
  const problems = new Map<string, Problem>();
  const tags = new Set(names.tags.map((tag) => tag.id));
  const segments = new Map(names.segments.map((each) => [each.id, each]));
  const campaigns = new Set(names.campaigns.map((campaign) => campaign.id));
  const context = { ...dates, direction: 'past' } as const;
  const opened = new Map<number, Rule>();
  /** The campaigns that are the last now: part of the key, because they change without the rule. */
  const latest = new Map<number, number[]>();
  let [nodes, values] = [0, 0];
  const tree = resolve(rule, { path: segment === undefined ? [] : [segment], depth: 1 });
  if (problems.size > 0) return { ok: false, problems: [...problems.values()] };
  const { now, ...settings } = dates;
  // "Now" moves on with every question; within a minute they share an answer.
  const minute = Math.floor(now.getTime() / 60_000);
  return {
    ok: true,
    resolved: { tree, now, key: JSON.stringify([minute, settings, rule, [...opened], [...latest]]) },
  };

  function resolve(node: Rule, place: Place): ResolvedTree {
    nodes += 1;
    values += valuesOf(node);
    const { depth, nodes: most, values: mostValues } = wholeBounds;
    if (place.depth > depth || nodes > most || values > mostValues) {
      // The size grows on with every segment that is opened: nothing more is.
      return refuse(
        `With the rules of its segments, the rule is more than ${depth} levels deep, or holds more than ${most} conditions or ${mostValues} values; make it, or a segment in it, simpler.`,
      );
    }
    const inside = { ...place, depth: place.depth + 1 };
    switch (node.type) {
      case 'everyone':
      case 'has-tags':
      case 'random':
      case 'text':
      case 'has':
        return node;
      case 'all':
      case 'any':
        return { type: node.type, rules: node.rules.map((each) => resolve(each, inside)) };
      case 'not':
        return { type: 'not', rule: resolve(node.rule, inside) };
      case 'tagged':
        for (const id of node.tags) if (!tags.has(id)) refuse(gone('a tag', id, place));
        return node;
      case 'segment': {
        const rules = node.segments.map((id) => resolveSegment(id, inside));
        const [only, ...others] = rules;
        return only !== undefined && others.length === 0 ? only : { type: node.match, rules };
      }
      case 'date':
        return { ...node, timeframe: moments(node.timeframe) };
      case 'attribute':
        return { ...node, test: resolveTest(node, place) };
      case 'event':
        return resolveEvent(node, place);
      default:
        throw node satisfies never;
    }
  }

  function resolveSegment(id: number, { path, depth }: Place): ResolvedTree {
    const found = segments.get(id);
    const again = path.indexOf(id);
    if (again >= 0) {
      const round = [...path.slice(again), id].map((each) => segmentName(each)).join(' → ');
      return refuse(
        `A segment can't be made from itself (${round}); take one of them out of the rule of another.`,
      );
    }
    if (found === undefined) return refuse(gone('a segment', id, { path }));
    const read = opened.has(id) ? undefined : ruleSchema.safeParse(found.rule);
    if (read?.success === false) {
      return refuse(
        `The rule of "${found.name}", which this one asks for, can't be read by this version of Rollcall; make that segment anew.`,
      );
    }
    const inner = read?.data ?? opened.get(id);
    if (inner === undefined) throw new Error('a segment was opened without its rule');
    opened.set(id, inner);
    return resolve(inner, { path: [...path, id], depth });
  }

  function resolveEvent(
    { timeframe, properties, latest: count, ...rest }: EventConditionOver<Timeframe>,
    place: Place,
  ): ResolvedTree {
    for (const id of rest.campaigns ?? []) if (!campaigns.has(id)) refuse(gone('a campaign', id, place));
    return {
      ...rest,
      ...(count === undefined ? {} : { campaigns: lastOnes(count) }),
      ...(timeframe === undefined ? {} : { timeframe: moments(timeframe) }),
      ...(properties === undefined ? {} : { properties: properties.map(resolveProperty) }),
    };
  }

  function lastOnes(count: number): number[] {
    const ids = latestCampaigns(names.campaigns, count).map(({ id }) => id);
    latest.set(count, ids);
    if (ids.length === 0) refuse('No campaign was sent yet, so there is no last one.');
    return ids;
  }

  function resolveProperty({ test, ...rest }: PropertyTest<Timeframe>): PropertyTest<Days> {
    if (test.is !== 'date') return { ...rest, test };
    const days = daysOf(test.timeframe, { ...dates, direction: 'any' });
    return { ...rest, test: days === null ? { is: 'known' } : { is: 'date', timeframe: days } };
  }

  function resolveTest(
    { attribute, test }: Extract<Rule, { type: 'attribute' }>,
    place: Place,
  ): AttributeTest<Days> {
    const found = names.attributes.find((each) => each.id === attribute);
    const none: AttributeTest<Days> = { is: 'known' };
    if (found === undefined) {
      refuse(gone('an attribute', attribute, place));
      return none;
    }
    const { name, type, yearly } = found;
    if (test.is !== 'known' && test.is !== type) {
      refuse(
        `${whose(place)} asks for "${name}" as a ${test.is}, but it is a ${type} now; change the rule, or its type.`,
      );
      return none;
    }
    if (test.is !== 'date') return test;
    const days = daysOf(test.timeframe, { ...dates, direction: 'any', yearly });
    if (days !== null) return { is: 'date', timeframe: days };
    refuse(
      `"${name}" comes back every year now, so ${whose(place, 'the rule')} has to say from when to when; change it.`,
    );
    return none;
  }

  function moments(timeframe: Timeframe): Range {
    return resolveTimeframe(timeframe, context);
  }

  function gone(thing: string, id: number, place: Pick<Place, 'path'>): string {
    return `${whose(place)} asks for ${thing} that is gone (number ${id}); change the rule to one without it.`;
  }

  /** Whose rule is at fault: the one that is resolved, or a segment's in it. */
  function whose({ path }: Pick<Place, 'path'>, own = 'The rule'): string {
    const inside = path.length > (segment === undefined ? 0 : 1) ? path.at(-1) : undefined;
    return inside === undefined ? own : `${own} of ${segmentName(inside)}`;
  }

  function segmentName(id: number): string {
    const name = segments.get(id)?.name;
    return name === undefined ? `segment number ${id}` : `"${name}"`;
  }

  /** Adds a problem, once; what stands in the tree then is never compiled. */
  function refuse(message: string): ResolvedTree {
    problems.set(message, { at: 0, length: 0, message, suggestions: [] });
    return { type: 'everyone' };
  }
}

/** Where a node stands: in which segments, and how deep. */
interface Place {
  path: readonly number[];
  depth: number;
}

function valuesOf(node: Rule): number {
  if (node.type === 'tagged') return node.tags.length;
  if (node.type === 'text') return node.values.length;
  if (node.type === 'attribute' && 'values' in node.test) return node.test.values.length;
  return 1;
}
