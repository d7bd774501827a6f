import { readText } from '../../../lib/texts.ts';
import type { NamedAttribute } from '../../names.ts';
import type { Rule } from '../../schema.ts';
import { quoteName } from '../quote.ts';
import { emptinessWords, isKeyword } from '../words.ts';
import { operatorWords, seeAttribute } from './ahead/condition.ts';
import { placeStarts } from './place.ts';
import { ask, cited, peek, type Read, type Reader, see, textOf } from './reader.ts';

/** Whether "on the pro plan" begins `offset` tokens from here. */
export const plannedStarts = (reader: Reader, offset: number): boolean =>
  seePlanned(reader, offset, ['on']) !== undefined;

/** The text attribute named after its value, `on the pro plan`, and its position. */
function seePlanned(
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

/**
 * Reads a value before its attribute: `on the pro plan`, `on the pro or team plan`. After "has" and "with" it
 * needs "the": "with an annual plan" may mean something else. Undefined if there is nothing of the kind.
 *
 * @param leads the words before it; none if they were already read
 */
export function readPlanned(reader: Reader, leads: readonly string[]): Read<Rule> | undefined {
  const start = reader.next;
  const seen = seePlanned(reader, 0, leads);
  if (seen === undefined) return undefined;
  const { named, from, at, length, article } = seen;
  const values: string[] = [];
  let words = from;
  for (let next = from; next <= at; next += 1) {
    const token = reader.tokens[next];
    if (next < at && token?.kind !== 'quoted' && token?.lower !== 'or' && token?.lower !== ',') continue;
    if (next < at && token?.kind === 'quoted') continue;
    if (next > words) values.push(valueAt(reader, words, next));
    words = next + 1;
  }
  const end = at + length;
  const list = [...new Set(values)];
  const said = `${quoteName(named.name)} is ${list.map((value) => quoteName(value)).join(' or ')}`;
  if (article === 'a' || article === 'an' || list.some((value) => emptinessWords.has(value.toLowerCase()))) {
    const message = `Is ${cited(list.join(' or '))} a value of ${cited(named.name)}? Then say "${said}".`;
    return ask(reader, start, end, message, [said]);
  }
  reader.next = end;
  return { type: 'attribute', attribute: named.id, test: { is: 'text', operator: 'is', values: list } };
}

function valueAt(reader: Reader, from: number, to: number): string {
  const [only] = reader.tokens.slice(from, to);
  const text = only?.kind === 'quoted' && to === from + 1 ? only.text : textOf(reader, from, to);
  return readText(text) ?? text;
}
