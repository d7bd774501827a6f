import { dateVerbs, eventWords } from '../../table-words.ts';
import { auxiliaries } from '../../words.ts';
import { type Reader, see } from '../reader/reader.ts';
import { seeOwnVerb } from './own-form.ts';

const verbs = [...auxiliaries, 'never', 'still', 'also', 'live', 'lives', 'speak', 'speaks', 'work at'];

/** Whether a verb begins `offset` tokens from here that says something of the people before it: "are in Germany". */
export function predicateStarts(reader: Reader, offset = 0): boolean {
  if (see(reader, verbs, offset) !== undefined) return true;
  if (see(reader, [...eventWords, ...dateVerbs], offset) !== undefined) return true;
  const own = seeOwnVerb(reader, offset);
  return own !== undefined && !own.bare;
}
