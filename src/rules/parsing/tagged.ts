import { parseTimeframe } from '../../dates/parse.ts';
import { nearest } from '../../words.ts';
import { quoteName } from '../quote.ts';
import type { Named, Rule } from '../schema.ts';
import { isKeyword } from '../words.ts';
import { bracketed } from './connectors.ts';
import { cited, peek, type Read, type Reader, refuse, take, textOf } from './reader.ts';
import { conditionStarts } from './starts.ts';
import { listMeaning, readValues, type Values } from './values.ts';

const anyWords = ['any of', 'one of', 'either of', 'either', 'with any of', 'with one of'];
const allWords = ['all of', 'both', 'with all of'];
const noneWords = ['none of', 'with none of'];

/**
 * Reads what follows `tagged`: names, joined by `or` (any of them) or `and` (all of them).
 *
 * @param negated whether a `not` stands before `tagged`; the caller turns the result round
 */
export function readTagged(reader: Reader, from: number, negated: boolean): Read<Rule> {
  const start = reader.next;
  const any = take(reader, anyWords) !== undefined;
  const all = !any && take(reader, allWords) !== undefined;
  const none = !any && !all && take(reader, noneWords) !== undefined;
  const listed = any || all || none;
  if (!listed) take(reader, ['with', 'as']);
  if (none && negated) {
    return refuse(
      reader,
      start,
      reader.next,
      '"not tagged none of" turns round twice; say which tags count.',
      [''],
    );
  }
  const list = readValues(reader, readTag);
  if (list === null) return null;
  if (list.strayNot) return refuseStrayNot(reader, list);
  const said = listMeaning(list.connectors);
  if (!listed && said === 'mixed') return refuseMixed(reader, from, list);
  if (!listed && negated && said === 'all') return refuseNeither(reader, from, list);
  const tags = [...new Set(list.values.map((tag) => tag.id))];
  const match = (listed ? all : said === 'all') && tags.length > 1 ? 'all' : 'any';
  const rule: Rule = { type: 'tagged', match, tags };
  return none ? { type: 'not', rule } : rule;
}

/** A tag by its exact name, in quotes, or bare where one tag bears the words that stand here. */
function readTag(reader: Reader): Read<Named> {
  const from = reader.next;
  const first = peek(reader);
  if (first?.kind === 'quoted') {
    reader.next += 1;
    return find(reader, first.text) ?? unknownTag(reader, from, first.text);
  }
  const words = bareWords(reader);
  if (words === 0) return refuseMissing(reader);
  for (let length = words; length > 0; length -= 1) {
    const tag = find(reader, textOf(reader, from, from + length).replace(/\s+/g, ' '));
    if (tag === undefined) continue;
    // "vip customer" where there is "vip" and "VIP Customer": more likely the longer one, misspelt.
    if (length < words && nearestTags(reader, textOf(reader, from, from + words)).length > 0) break;
    reader.next = from + length;
    return isDate(reader, tag.name) ? refuseDate(reader, from, tag) : tag;
  }
  reader.next = from + words;
  return unknownTag(reader, from, textOf(reader, from, reader.next));
}

const find = (reader: Reader, name: string): Named | undefined =>
  reader.names.tags.find((tag) => tag.name === name);

/** How many words from here may be a name without quotes. */
function bareWords(reader: Reader): number {
  let count = 0;
  for (let token = peek(reader); token?.kind === 'word' && !isKeyword(token); token = peek(reader, count)) {
    if (count > 0 && conditionStarts(reader, count)) break;
    count += 1;
  }
  return count;
}

function isDate(reader: Reader, name: string): boolean {
  return parseTimeframe(name, { ...reader.dates, direction: 'past' }).ok;
}

function nearestTags(reader: Reader, name: string): string[] {
  return nearest(
    name,
    reader.names.tags.map((tag) => tag.name),
  );
}

/** Goes on after the problem, so that all unknown names of a sentence are pointed at. */
function unknownTag(reader: Reader, from: number, name: string): Named {
  const close = nearestTags(reader, name);
  const asked = close.map((tag) => `"${tag}"`).join(' or ');
  const advice =
    close.length > 0 ? `did you mean ${asked}?` : 'make it with `/tags new`, or see all with `/tags`.';
  refuse(
    reader,
    from,
    reader.next,
    `There is no tag ${cited(name)}; ${advice}`,
    close.map((tag) => quoteName(tag)),
  );
  return { id: 1, name };
}

function refuseMissing(reader: Reader): null {
  const token = peek(reader);
  const end = reader.next + (token ? 1 : 0);
  const found = token === undefined ? 'the sentence ends' : `${cited(token.text)} stands there`;
  const quoted = token && find(reader, token.text) ? [quoteName(token.text, { always: true })] : [];
  const advice = quoted.length > 0 ? '; a tag whose name is a word of the language goes in quotes' : '';
  return refuse(reader, reader.next, end, `Here I expected a tag's name, but ${found}${advice}.`, quoted);
}

function refuseDate(reader: Reader, from: number, tag: Named): null {
  const message = `${cited(tag.name)} is a tag and could also be a date; put the tag's name in quotes.`;
  return refuse(reader, from, reader.next, message, [quoteName(tag.name, { always: true })]);
}

function refuseStrayNot(reader: Reader, list: Values<Named>): null {
  const { connector, at } = list.strayNot ?? { connector: undefined, at: list.end };
  const name = textOf(reader, at + 1, at + 2);
  const message = `"${textOf(reader, connector?.from ?? at, at + 1)}" needs its own "tagged" after it.`;
  return refuse(reader, at, at + 2, message, [`not tagged ${name}`]);
}

function refuseMixed(reader: Reader, from: number, list: Values<Named>): null {
  const names = list.starts.map((start, index) =>
    textOf(reader, start, list.connectors[index]?.from ?? list.end).replace(/\)$/, ''),
  );
  const lead = textOf(reader, from, list.starts[0] ?? from);
  const says = list.connectors.map((connector, index) =>
    connector.comma
      ? (list.connectors.slice(index).find((later) => !later.comma)?.says ?? 'or')
      : connector.says,
  );
  const readings = bracketed(
    names.map((name) => `tagged ${name}`),
    says,
  );
  const message = `${cited(textOf(reader, list.starts[0] ?? from, list.end))} has both "and" and "or"; say with brackets which go together.`;
  return refuse(reader, from, list.end, message, /not|n't|never/i.test(lead) ? [] : readings);
}

function refuseNeither(reader: Reader, from: number, list: Values<Named>): null {
  const names = list.values.map((tag) => quoteName(tag.name));
  const message = 'Not tagged any of these, or not tagged with all of them at once? Say "or" for neither.';
  return refuse(reader, from, list.end, message, [
    `not tagged ${names.join(' or ')}`,
    `not (tagged ${names.join(' and ')})`,
  ]);
}
