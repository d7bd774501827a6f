import { resolveTimeframe } from '../dates/resolve.ts';
import type { Timeframe } from '../dates/schema.ts';
import type { Problem } from '../problem.ts';
import type { RuleContext } from './parse.ts';
import type { Range, ResolvedRule, ResolvedTree, Rule } from './schema.ts';

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
        for (const id of node.tags) if (!tags.has(id)) problems.push(gone(id));
        return node;
      case 'date':
        return { ...node, timeframe: moments(node.timeframe) };
      case 'event': {
        const { timeframe, ...rest } = node;
        return timeframe === undefined ? rest : { ...rest, timeframe: moments(timeframe) };
      }
      default:
        throw node satisfies never;
    }
  }

  function moments(timeframe: Timeframe): Range {
    return resolveTimeframe(timeframe, context);
  }
}

function gone(id: number): Problem {
  const message = `The rule asks for a tag that is gone (number ${id}); change the rule, or make it again.`;
  return { at: 0, length: 0, message, suggestions: [] };
}
