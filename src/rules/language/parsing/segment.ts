import type { Rule } from '../../schema.ts';
import { segmentWords } from '../words.ts';
import { refuseCountry, seeInside } from './inside.ts';
import { type NamedKind, readNamedList } from './named-list.ts';
import { placeStarts } from './place.ts';
import { type Read, type Reader, take } from './reader.ts';
import { seeNamed } from './starts.ts';
import { seeYesNo } from './yes-no.ts';

const segment: NamedKind = {
  noun: 'segment',
  lead: 'in segment',
  known: (reader) => reader.names.segments,
  advice: 'make it with `/segments new`, or see all with `/segments`.',
  isOther: (reader) => isTagAlone(reader) || seeYesNo(reader) !== undefined,
};

/**
 * Reads `in segment` and names, joined by `or` (in any of them) or `and` (in all of them); one of a name that nothing else has
 * needs no "segment": `in Lapsed VIPs`. Undefined: nothing of that stands here.
 *
 * @param negated whether a `not` stands before it; the caller turns the result round
 */
export function readSegment(reader: Reader, from: number, negated: boolean): Read<Rule> | undefined {
  const words = take(reader, segmentWords);
  if (words !== undefined) {
    const group = (['any', 'all', 'none'] as const).find((each) => words.startsWith(`in ${each} `));
    return readNames(reader, { from, negated, group });
  }
  const inside = seeInside(reader);
  if (inside === undefined) return undefined;
  if (placeStarts(reader)) return refuseCountry(reader, inside);
  reader.next += inside.words;
  return readNames(reader, { from, negated, bare: true });
}

/** The same of names that nothing stands before. */
export function readBareSegments(reader: Reader, from: number, negated: boolean): Read<Rule> {
  return readNames(reader, { from, negated, bare: true });
}

function readNames(reader: Reader, said: Parameters<typeof readNamedList>[2]): Read<Rule> {
  const list = readNamedList(reader, segment, said);
  if (list === null) return null;
  const rule: Rule = { type: 'segment', match: list.match, segments: list.ids };
  return list.none ? { type: 'not', rule } : rule;
}

/** A tag's name that is no segment's ends a list of segments. */
function isTagAlone(reader: Reader): boolean {
  const tag = seeNamed(reader, reader.names.tags);
  if (tag === undefined) return false;
  const other = seeNamed(reader, reader.names.segments);
  return (other?.length ?? 0) < tag.length;
}
