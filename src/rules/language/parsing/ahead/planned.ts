import type { NamedAttribute } from '../../../names.ts';
import { operatorWords } from '../../table-words.ts';
import { isKeyword } from '../../words.ts';
import { peek, type Reader, see } from '../reader.ts';
import { seeAttribute } from './named.ts';
import { placeStarts } from './place.ts';

/** Whether "on the pro plan" begins `offset` tokens from here. */
export const plannedStarts = (reader: Reader, offset: number): boolean =>
  seePlanned(reader, offset, ['on']) !== undefined;

/** The text attribute named after its value, `on the pro plan`, and its position. */
export function seePlanned(
  reader: Reader,
  offset: number,
  leads: readonly string[],
):
  | { named: NamedAttribute; from: number; at: number; length: number; article: string | undefined }
  | undefined {
  const lead = see(reader, leads, offset);
  if (lead === undefined && leads.length > 0) return undefined;
  const start = offset + (lead?.split(' ').length ?? 0);
  const article = see(reader, ['the', 'a', 'an', 'our'], start);
  const from = start + (article === undefined ? 0 : 1);
  for (let at = from; at < from + 8; at += 1) {
    const token = peek(reader, at);
    if (
      token === undefined ||
      (token.kind !== 'quoted' && isKeyword(token) && !['or', ','].includes(token.lower))
    )
      return undefined;
    const attribute = at === from ? undefined : seeAttribute(reader, at);
    const isJoined = ['or', ','].includes(peek(reader, at - 1)?.lower ?? '');
    if (attribute?.named.type === 'text' && !attribute.quoted && !isJoined)
      return see(reader, operatorWords, at + attribute.length) === undefined ||
        placeStarts(reader, at + attribute.length)
        ? {
            named: attribute.named,
            from: reader.next + from,
            at: reader.next + at,
            length: attribute.length,
            article,
          }
        : undefined;
  }
  return undefined;
}
