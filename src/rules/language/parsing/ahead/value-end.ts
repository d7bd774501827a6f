import { dateFieldWords } from '../../table-words.ts';
import { articles, clauseWords, exceptionWords } from '../../words.ts';
import { type Reader, see } from '../reader/reader.ts';
import { seeBare } from './bare.ts';
import { conditionStarts } from './condition.ts';
import { prepositions } from './join.ts';
import { seeAttribute, seeTextField } from './named.ts';
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

/** Whether something that contacts have begins here: "a phone". */
export function seeOwned(reader: Reader, offset = 0): boolean {
  const article = see(reader, articles, offset);
  const at = offset + (article?.split(' ').length ?? 0);
  if (see(reader, ['tag', 'tags', ...dateFieldWords], at) !== undefined) return true;
  return seeTextField(reader, at) !== undefined || seeAttribute(reader, at) !== undefined;
}
