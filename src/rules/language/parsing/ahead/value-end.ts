import { clauseWords, exceptionWords } from '../../words.ts';
import { type Reader, see } from '../reader/reader.ts';
import { seeBare } from './bare.ts';
import { conditionStarts } from './condition.ts';
import { prepositions } from './join.ts';
import { seeOwned } from './owned.ts';
import { quantityStarts } from './quantity.ts';

/** Whether an unquoted text ends before these words, because they can only begin a condition. */
export function valueEnds(reader: Reader, offset: number): boolean {
  if (see(reader, ['who', 'whose', ...exceptionWords], offset) !== undefined) return true;
  if (see(reader, clauseWords, offset) !== undefined) return conditionStarts(reader, offset);
  if (see(reader, prepositions, offset) === undefined) return false;
  return (
    seeOwned(reader, offset + 1) ||
    seeBare(reader, offset + 1) !== undefined ||
    quantityStarts(reader, offset)
  );
}
