import { statedWords, unknownWords } from '../../missing-words.ts';
import { conditionStarts } from '../ahead/condition.ts';
import { joinStarts } from '../ahead/join.ts';
import { isOver } from './connectors.ts';
import { peek, type Reader, see } from './reader.ts';

const said = {
  some: [...unknownWords.some, ...statedWords.some],
  all: [...unknownWords.no, ...unknownWords.some, ...statedWords.no, ...statedWords.some],
};
const stated = new Set([...statedWords.no, ...statedWords.some]);

/**
 * Consumes `is unknown`, `is not set` and their opposites, which mean "has no" and "has". Undefined if neither
 * is here, or more follows; then nothing was read.
 *
 * @returns whether there is a value
 */
export function takeUnknown(reader: Reader): { has: boolean } | undefined {
  const words = see(reader, said.all);
  const length = words?.split(' ').length ?? 0;
  if (words === undefined || !(isOver(peek(reader, length)) || joinStarts(reader, length))) return undefined;
  // "Plan is set or pro" lists values.
  const isListed = ['or', ','].includes(peek(reader, length)?.lower ?? '');
  if (stated.has(words) && isListed && !conditionStarts(reader, length + 1)) return undefined;
  reader.next += length;
  return { has: said.some.includes(words) };
}
