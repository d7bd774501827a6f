import type { DateContext } from '../dates/schema.ts';
import type { Problem } from '../problem.ts';
import type { Names, Rule } from './schema.ts';

/** What a sentence is read against: the workspace's names, and its settings of dates. */
export interface RuleContext {
  names: Names;
  dates: Omit<DateContext, 'direction'>;
}

export type ParsedRule = { ok: true; rule: Rule } | { ok: false; problems: Problem[] };

/** Reads a sentence. */
export function parseRule(text: string, _context: RuleContext): ParsedRule {
  const message = 'Rules can not be read yet.';
  return { ok: false, problems: [{ at: 0, length: text.length, message, suggestions: [] }] };
}
