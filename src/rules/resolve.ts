import { resolveTimeframe } from '../dates/resolve.ts';
import type { Problem } from '../lib/problem.ts';
import type { Resolving } from './conditions/kind.ts';
import { kindOf, leafKindOf } from './conditions/kinds.ts';
import type { RuleContext } from './context.ts';
import { latestCampaigns } from './latest-campaigns.ts';
import { type ResolvedRule, type ResolvedTree, type Rule, ruleSchema } from './schema.ts';

export type Resolution = { ok: true; resolved: ResolvedRule } | { ok: false; problems: Problem[] };

/**
 * How deep a rule may go, and how many nodes and values it may hold, with the rules of its segments included.
 */
export const wholeBounds = { depth: 100, nodes: 1000, values: 5000 } as const;

/**
 * Checks a stored rule against what exists now, turns its timeframes into moments, and replaces segments with
 * their rules, resolved for the same now. The problems of a stored rule have no position in a text (`at` and
 * `length` are 0).
 *
 * @param segment the id of the segment with this rule: a rule that leads back to it is refused
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
  const segments = new Map(names.segments.map((each) => [each.id, each]));
  const context = { ...dates, direction: 'past' } as const;
  const opened = new Map<number, Rule>();
  /** The current last campaigns: part of the key, because they change even if the rule doesn't. */
  const latest = new Map<number, number[]>();
  let [nodes, values] = [0, 0];
  const tree = resolve(rule, { path: segment === undefined ? [] : [segment], depth: 1 });
  if (problems.size > 0) return { ok: false, problems: [...problems.values()] };
  const { now, ...settings } = dates;
  // "Now" is different for every question; questions within a minute share an answer.
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
      // The size grows with every segment that is opened, so we open no more.
      return refuse(
        `With the rules of its segments, the rule is more than ${depth} levels deep, or has more than ${most} conditions or ${mostValues} values. Simplify it, or a segment it uses.`,
      );
    }
    const inside = { ...place, depth: place.depth + 1 };
    switch (node.type) {
      case 'everyone':
        return node;
      case 'all':
      case 'any':
        return { type: node.type, rules: node.rules.map((each) => resolve(each, inside)) };
      case 'not':
        return { type: 'not', rule: resolve(node.rule, inside) };
      case 'segment': {
        const rules = node.segments.map((id) => resolveSegment(id, inside));
        const [only, ...others] = rules;
        return only !== undefined && others.length === 0 ? only : { type: node.match, rules };
      }
      default:
        return leafKindOf(node).resolve(node, toolsAt(place));
    }
  }

  function resolveSegment(id: number, { path, depth }: Place): ResolvedTree {
    const found = segments.get(id);
    const again = path.indexOf(id);
    if (again >= 0) {
      const round = [...path.slice(again), id].map((each) => segmentName(each)).join(' → ');
      return refuse(`A segment can’t use itself (${round}). Remove one of them from the rule of another.`);
    }
    if (found === undefined) return refuse(gone('a segment', id, { path }));
    const read = opened.has(id) ? undefined : ruleSchema.safeParse(found.rule);
    if (read?.success === false) {
      return refuse(
        `The rule of "${found.name}", which this one uses, can’t be read by this version of Rollcall. Create that segment again.`,
      );
    }
    const inner = read?.data ?? opened.get(id);
    if (inner === undefined) throw new Error('a segment was opened without its rule');
    opened.set(id, inner);
    return resolve(inner, { path: [...path, id], depth });
  }

  function toolsAt(place: Place): Resolving {
    return {
      names,
      dates,
      moments: (timeframe) => resolveTimeframe(timeframe, context),
      refuse,
      refuseGone: (thing, id) => refuse(gone(thing, id, place)),
      whose: (own) => whose(place, own),
      lastCampaigns(count) {
        const ids = latestCampaigns(names.campaigns, count).map(({ id }) => id);
        latest.set(count, ids);
        if (ids.length === 0) refuse('No campaign has been sent yet, so there’s no last one.');
        return ids;
      },
    };
  }

  function gone(thing: string, id: number, place: Pick<Place, 'path'>): string {
    return `${whose(place)} uses ${thing} that no longer exists (number ${id}). Change the rule to one without it.`;
  }

  /** Whose rule is at fault: the one that we resolve, or that of a segment in it. */
  function whose({ path }: Pick<Place, 'path'>, own = 'The rule'): string {
    const inside = path.length > (segment === undefined ? 0 : 1) ? path.at(-1) : undefined;
    return inside === undefined ? own : `${own} of ${segmentName(inside)}`;
  }

  function segmentName(id: number): string {
    const name = segments.get(id)?.name;
    return name === undefined ? `segment number ${id}` : `"${name}"`;
  }

  /** Adds a problem, once; the tree with its placeholder is never compiled. */
  function refuse(message: string): ResolvedTree {
    problems.set(message, { at: 0, length: 0, message, suggestions: [] });
    return { type: 'everyone' };
  }
}

/**
 * What a rule means whatever the time: the settings for dates, the stored rule, and the stored rules of its
 * segments. Equal until one of them is changed.
 */
export function definitionOf({ key }: Pick<ResolvedRule, 'key'>): string {
  const [, settings, rule, opened] = JSON.parse(key) as unknown[];
  return JSON.stringify([settings, rule, opened]);
}

/** The place of a node: in which segments, and how deep. */
interface Place {
  path: readonly number[];
  depth: number;
}

function valuesOf(node: Rule): number {
  switch (node.type) {
    case 'everyone':
    case 'all':
    case 'any':
    case 'not':
      return 1;
    default:
      return kindOf(node).values(node);
  }
}
