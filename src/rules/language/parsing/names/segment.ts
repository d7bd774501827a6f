import type { Rule } from '../../../schema.ts';
import { quoteName } from '../../quote.ts';
import { insideWords } from '../../words.ts';
import { seeInside } from '../ahead/inside.ts';
import { type Seen, seeNamed } from '../ahead/named.ts';
import { placeStarts } from '../ahead/place.ts';
import { ask, cited, type Read, type Reader, see, textOf } from '../reader/reader.ts';
import { readNames } from './named.ts';
import { namedConditions } from './named-conditions.ts';

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

/** "In Germany" if a segment has that name. */
function refuseCountry(
  reader: Reader,
  { seen, words }: { words: number; seen: Seen<{ name: string }> },
): null {
  const end = reader.next + words + seen.length;
  const name = textOf(reader, reader.next + words, end);
  const message = `Is ${cited(name)} the country, or the segment?`;
  return ask(reader, reader.next, end, message, [
    `country is ${name}`,
    `in segment ${quoteName(seen.named.name, { always: true })}`,
  ]);
}

/** "In Onam" if a segment has that name, which is also a time. */
export function refuseSegmentOrTime(reader: Reader, from: number): null | undefined {
  const words = see(reader, insideWords)?.split(' ').length;
  const seen = words === undefined ? undefined : seeNamed(reader, reader.names.segments, words);
  if (words === undefined || seen === undefined || seen.quoted) return undefined;
  const end = from + words + seen.length;
  const message = `Is ${cited(textOf(reader, from + words, end))} the segment, or the time?`;
  const segment = `in segment ${quoteName(seen.named.name, { always: true })}`;
  return ask(reader, from, end, message, [segment, `signed up ${textOf(reader, from, end)}`]);
}
