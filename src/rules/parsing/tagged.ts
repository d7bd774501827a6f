import type { Rule } from '../schema.ts';
import { type NamedKind, readNamedList } from './named-list.ts';
import type { Read, Reader } from './reader.ts';

const tag: NamedKind = {
  noun: 'tag',
  lead: 'tagged',
  known: (reader) => reader.names.tags,
  advice: 'make it with `/tags new`, or see all with `/tags`.',
};

/**
 * Reads what follows `tagged`: names, joined by `or` (any of them) or `and` (all of them).
 *
 * @param negated whether a `not` stands before `tagged`; the caller turns the result round
 */
export function readTagged(reader: Reader, from: number, negated: boolean): Read<Rule> {
  const list = readNamedList(reader, tag, { from, negated });
  if (list === null) return null;
  const rule: Rule = { type: 'tagged', match: list.match, tags: list.ids };
  return list.none ? { type: 'not', rule } : rule;
}
