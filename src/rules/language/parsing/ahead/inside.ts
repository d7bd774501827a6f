import { parseTimeframe } from '../../../../dates/parse.ts';
import { insideWords } from '../../words.ts';
import { isOver } from '../reader/connectors.ts';
import { peek, type Reader, see, textOf } from '../reader/reader.ts';
import { joinStarts } from './join.ts';
import { type Seen, seeNamed } from './named.ts';
import { predicateStarts } from './predicate.ts';

/** Whether "in Lapsed VIPs" begins `offset` tokens from here. */
export function insideStarts(reader: Reader, offset = 0): boolean {
  return seeInside(reader, offset) !== undefined;
}

/**
 * The segment whose bare name follows "in", and how many tokens come before the name. A name that is also a
 * time needs "segment": "in May".
 */
export function seeInside(
  reader: Reader,
  offset = 0,
): { words: number; seen: Seen<{ name: string }> } | undefined {
  const words = see(reader, insideWords, offset)?.split(' ').length;
  if (words === undefined) return undefined;
  const group = see(reader, ['both', 'either', 'neither'], offset + words) === undefined ? 0 : 1;
  const name = offset + words + group;
  const seen = seeNamed(reader, reader.names.segments, name);
  if (seen === undefined) return undefined;
  const after = name + seen.length;
  if (see(reader, ['segment', 'segments'], after) !== undefined) return { words, seen };
  const ends = isOver(peek(reader, after)) || joinStarts(reader, after) || predicateStarts(reader, after);
  if (!ends) return undefined;
  const from = reader.next + offset;
  const text = textOf(reader, from, from + words + group + seen.length);
  const isTime = parseTimeframe(text, { ...reader.dates, direction: 'any' }).ok;
  return isTime && !seen.quoted ? undefined : { words, seen };
}
