import type { Rule } from '../schema.ts';
import { segmentWords } from '../words.ts';
import { type NamedKind, readNamedList } from './named-list.ts';
import { type Read, type Reader, take } from './reader.ts';

const segment: NamedKind = {
  noun: 'segment',
  lead: 'in segment',
  known: (reader) => reader.names.segments,
  advice: 'make it with `/segments new`, or see all with `/segments`.',
};

/**
 * Reads `in segment` and names, joined by `or` (in any of them) or `and` (in all of them). Undefined: nothing of that stands
 * here.
 *
 * @param negated whether a `not` stands before it; the caller turns the result round
 */
export function readSegment(reader: Reader, from: number, negated: boolean): Read<Rule> | undefined {
  const words = take(reader, segmentWords);
  if (words === undefined) return undefined;
  const group = (['any', 'all', 'none'] as const).find((each) => words.startsWith(`in ${each} `));
  const list = readNamedList(reader, segment, { from, negated, group });
  if (list === null) return null;
  const rule: Rule = { type: 'segment', match: list.match, segments: list.ids };
  return list.none ? { type: 'not', rule } : rule;
}
