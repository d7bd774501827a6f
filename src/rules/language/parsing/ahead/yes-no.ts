import { namedLike } from '../../../../lib/names.ts';
import type { NamedAttribute } from '../../../names.ts';
import { peopleWords } from '../../words.ts';
import { isOver } from '../reader/connectors.ts';
import { peek, type Reader, see, textOf } from '../reader/reader.ts';
import { joinStarts } from './join.ts';
import { type Seen, seeAttribute } from './named.ts';
import { seeOwnAttribute } from './own-attribute.ts';

/** A yes-or-no attribute given by its name alone, "active", if no tag or segment has that name. */
export function seeYesNo(reader: Reader): Seen<NamedAttribute> | undefined {
  const attribute = seeAttribute(reader)?.named.type === 'boolean' ? seeOwnAttribute(reader) : undefined;
  if (attribute?.named.type !== 'boolean' || attribute.quoted) return undefined;
  const { tags, segments } = reader.names;
  const { length } = attribute;
  const name = textOf(reader, reader.next, reader.next + length);
  if (namedLike(tags, name).length + namedLike(segments, name).length > 0) return undefined;
  const after = length + (see(reader, peopleWords, length) === undefined ? 0 : 1);
  return isOver(peek(reader, after)) || joinStarts(reader, after) ? attribute : undefined;
}
