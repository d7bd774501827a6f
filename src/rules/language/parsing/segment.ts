import type { Rule } from '../../schema.ts';
import { refuseCountry, seeInside } from './inside.ts';
import { readNames } from './named.ts';
import { namedConditions } from './named-conditions.ts';
import { placeStarts } from './place.ts';
import type { Read, Reader } from './reader.ts';

/**
 * Reads names of segments behind a bare `in`, where nothing else has the name: `in Lapsed VIPs`. Undefined: nothing of that stands
 * here.
 *
 * @param negated whether a `not` stands before it; the caller turns the result round
 */
export function readInside(reader: Reader, from: number, negated: boolean): Read<Rule> | undefined {
  const inside = seeInside(reader);
  if (inside === undefined) return undefined;
  if (placeStarts(reader)) return refuseCountry(reader, inside);
  reader.next += inside.words;
  return readBareSegments(reader, from, negated);
}

/** The same of names that nothing stands before. */
export function readBareSegments(reader: Reader, from: number, negated: boolean): Read<Rule> {
  return readNames(reader, namedConditions.segment, { from, negated, bare: true });
}
