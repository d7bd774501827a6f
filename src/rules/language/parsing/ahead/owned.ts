import { dateFieldWords } from '../../table-words.ts';
import { articles } from '../../words.ts';
import { type Reader, see } from '../reader/reader.ts';
import { seeAttribute, seeTextField } from './named.ts';

/** Whether something that contacts have begins here: "a phone". */
export function seeOwned(reader: Reader, offset = 0): boolean {
  const article = see(reader, articles, offset);
  const at = offset + (article?.split(' ').length ?? 0);
  if (see(reader, ['tag', 'tags', ...dateFieldWords], at) !== undefined) return true;
  return seeTextField(reader, at) !== undefined || seeAttribute(reader, at) !== undefined;
}
