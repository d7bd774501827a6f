import { unknownWords } from '../words.ts';
import { isOver } from './connectors.ts';
import { joinStarts } from './joins.ts';
import { peek, type Reader, see } from './reader.ts';

/**
 * Moves over `is unknown` and `is not unknown`, which are "has no" and "has". Undefined: neither stands here alone, and
 * nothing was read.
 *
 * @returns whether a value is there
 */
export function takeUnknown(reader: Reader): { has: boolean } | undefined {
  const words = see(reader, [...unknownWords.no, ...unknownWords.some]);
  const length = words?.split(' ').length ?? 0;
  if (words === undefined || !(isOver(peek(reader, length)) || joinStarts(reader, length))) return undefined;
  reader.next += length;
  return { has: (unknownWords.some as readonly string[]).includes(words) };
}
