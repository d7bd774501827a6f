import { unknownWords } from '../words.ts';
import { joinStarts } from './ahead/join.ts';
import { isOver } from './connectors.ts';
import { peek, type Reader, see } from './reader.ts';

/**
 * Consumes `is unknown` and `is not unknown`, which mean "has no" and "has". Undefined if neither is here, or
 * more follows; then nothing was read.
 *
 * @returns whether there is a value
 */
export function takeUnknown(reader: Reader): { has: boolean } | undefined {
  const words = see(reader, [...unknownWords.no, ...unknownWords.some]);
  const length = words?.split(' ').length ?? 0;
  if (words === undefined || !(isOver(peek(reader, length)) || joinStarts(reader, length))) return undefined;
  reader.next += length;
  return { has: (unknownWords.some as readonly string[]).includes(words) };
}
