import type { NamedAttribute } from '../../../names.ts';
import { operatorWords } from '../../table-words.ts';
import { isKeyword, timeOpenings } from '../../words.ts';
import { peek, type Reader, see } from '../reader/reader.ts';
import { seeAttribute, seeNamed } from './named.ts';
import { placeStarts } from './place.ts';

/** Words before a value and its attribute: "on the pro plan", "in the SaaS industry". */
export const plannedLeads = ['on', 'in', 'at'];

/** Whether "on the pro plan" begins `offset` tokens from here. */
export const plannedStarts = (reader: Reader, offset: number): boolean =>
  seePlanned(reader, offset, plannedLeads) !== undefined;

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
  if (lead !== undefined && lead !== 'on' && !isIn(reader, article, from)) return undefined;
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

/** "In the SaaS industry": after "in" and "at", "the" and neither a time nor a place nor the name of a thing. */
function isIn(reader: Reader, article: string | undefined, from: number): boolean {
  if (article !== 'the' && article !== 'our') return false;
  if (timeOpenings.has(peek(reader, from)?.lower ?? '') || /^\d/.test(peek(reader, from)?.lower ?? ''))
    return false;
  const { segments, campaigns } = reader.names;
  return [segments, campaigns].every(
    (things) => seeNamed<{ name: string }>(reader, things, from) === undefined,
  );
}
