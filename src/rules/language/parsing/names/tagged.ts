import type { Rule } from '../../../schema.ts';
import { seeNamed } from '../ahead/named.ts';
import { seeYesNo } from '../ahead/yes-no.ts';
import type { Read, Reader } from '../reader/reader.ts';
import { readNamedList } from './named-list.ts';
import type { NamedKind } from './named-list-refusals.ts';

const tag: NamedKind = {
  noun: 'tag',
  lead: 'tagged',
  known: (reader) => reader.names.tags,
  advice: 'create it with /tags new, or see all tags with /tags.',
  isOther: (reader) => isSegmentAlone(reader) || seeYesNo(reader) !== undefined,
};

/**
 * Reads what follows `tagged`: names joined by `or` (any of them) or `and` (all of them).
 *
 * @param negated whether a `not` comes before `tagged`; the caller negates the result
 */
export function readTagged(reader: Reader, from: number, negated: boolean): Read<Rule> {
  return readTags(reader, { from, negated });
}

/** The same for names without "tagged": in "vip and not beta" each is a separate condition. */
export function readBareTags(reader: Reader, from: number, negated: boolean): Read<Rule> {
  return readTags(reader, { from, negated, bare: true });
}

function readTags(reader: Reader, said: { from: number; negated: boolean; bare?: true }): Read<Rule> {
  const list = readNamedList(reader, tag, said);
  if (list === null) return null;
  const rule: Rule = { type: 'tagged', match: list.match, tags: list.ids };
  return list.none ? { type: 'not', rule } : rule;
}

/** The name of a segment that isn't also a tag ends a list of tags. */
function isSegmentAlone(reader: Reader): boolean {
  const segment = seeNamed(reader, reader.names.segments);
  if (segment === undefined) return false;
  const tag = seeNamed(reader, reader.names.tags);
  return (tag?.length ?? 0) < segment.length;
}
