import type { Rule } from '../../schema.ts';
import { refuseCountry, seeInside } from './ahead/inside.ts';
import { readNames } from './named.ts';
import { namedConditions } from './named-conditions.ts';
import { placeStarts } from './place.ts';
import type { Read, Reader } from './reader.ts';

/**
 * Reads names of segments after a bare `in`, if nothing else has the name: `in Lapsed VIPs`. Undefined if
 * there are none.
 *
 * @param negated whether a `not` comes before it; the caller negates the result
 */
export function readInside(reader: Reader, from: number, negated: boolean): Read<Rule> | undefined {
  const inside = seeInside(reader);
  if (inside === undefined) return undefined;
  if (placeStarts(reader)) return refuseCountry(reader, inside);
  reader.next += inside.words;
  return readBareSegments(reader, from, negated);
}

/** The same for names without words before them. */
export function readBareSegments(reader: Reader, from: number, negated: boolean): Read<Rule> {
  return readNames(reader, namedConditions.segment, { from, negated, bare: true });
}
