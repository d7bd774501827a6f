import { readText } from '../../../../lib/texts.ts';
import type { Rule } from '../../../schema.ts';
import { emptinessWords } from '../../missing-words.ts';
import { quoteName } from '../../quote.ts';
import { seePlanned } from '../ahead/planned.ts';
import { ask, cited, type Read, type Reader, textOf } from '../reader/reader.ts';

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
