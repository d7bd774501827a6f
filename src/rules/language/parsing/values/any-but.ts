import { namedLike } from '../../../../lib/names.ts';
import type { Problem } from '../../../../lib/problem.ts';
import { peopleWords } from '../../words.ts';
import { conditionStarts } from '../ahead/condition.ts';
import { seeAttribute, seeTextField } from '../ahead/named.ts';
import { isJoiner } from '../reader/connectors.ts';
import { ask, cited, peek, type Reader, see, textOf } from '../reader/reader.ts';

const but = ['but', 'except', 'except for', 'other than', 'apart from', 'besides', 'but not'];
const phrases = (before: readonly string[]) => before.flatMap((each) => but.map((word) => `${each} ${word}`));
const led = (any: string) =>
  ['', 'on ', 'with ', 'has ', 'have ', 'is on ', 'are on '].map((lead) => lead + any);
const anyPlan = ['any', 'any other', 'every', 'every other', 'all', 'all other'].flatMap(led);
const isAnything = phrases(
  ['is', 'are', ':', '='].flatMap((is) =>
    ['anything', 'any', 'everything', 'any value'].map((any) => `${is} ${any}`),
  ),
);
const everything = phrases(['everything', 'anything', 'all']);
const anywhere = phrases(['anywhere', 'everywhere', 'anywhere else', 'from anywhere', 'in any country']);
const inWords = ['in', 'from'];
const everyone = phrases(['everyone', 'everybody', 'anyone', 'anybody']);

/**
 * The problem of "any plan but free", "plan is anything but free" and "everything but the free plan". "Plan is
 * not free" includes people without a plan, and it isn't clear whether they are meant: both are suggested.
 */
export function problemOfAnyBut(reader: Reader): Problem | undefined {
  for (let next = 0; next < reader.tokens.length; next += 1) {
    const found = problemAt({ ...reader, next, problems: [] });
    if (found !== undefined) return found;
  }
  return undefined;
}

function problemAt(reader: Reader): Problem | undefined {
  const from = reader.next;
  const first = see(reader, anyPlan);
  const before = first === undefined ? 0 : first.split(' ').length;
  const name = fieldAt(reader, before);
  if (name !== undefined) {
    const after = before + name.length;
    const words = see(reader, first === undefined ? isAnything : [...but, ...isAnything], after);
    if (words === undefined) return undefined;
    const behind = from + after + words.split(' ').length;
    const to = valueEnd(reader, behind);
    const isOne = isSameThing(reader, to - 1, name.text);
    if (!isOne) return problemOf(reader, { from, name: name.text, start: behind, end: to });
    // "Any plan but the free one".
    const isTheOne = to === behind + 3 && reader.tokens[behind]?.lower === 'the';
    return isTheOne
      ? problemOf(reader, { from, name: name.text, start: behind + 1, end: to - 1, to })
      : undefined;
  }
  const place = see(reader, anywhere);
  if (place !== undefined) {
    const word = from + place.split(' ').length;
    const start = word + (see(reader, inWords, word - from) === undefined ? 0 : 1);
    return problemOf(reader, { from, name: 'country', start, end: valueEnd(reader, start) });
  }
  const all = see(reader, everything) ?? see(reader, everyone);
  if (all === undefined) return undefined;
  const start = from + all.split(' ').length;
  const article = ['the', 'a', 'an', 'those', 'people', 'on', 'on the', 'those on the', 'people on the'];
  const value = start + (see(reader, article, start - from)?.split(' ').length ?? 0);
  for (const length of [1, 2]) {
    const behind = fieldAt(reader, value + length - from);
    if (behind === undefined || value + length > reader.tokens.length) continue;
    const last = value + length + behind.length;
    const to = last + (see(reader, peopleWords, last - from) === undefined ? 0 : 1);
    const named = { from, name: behind.text, start: value, end: value + length, to };
    return problemOf(reader, { ...named, isEveryone: everyone.includes(all) });
  }
  return undefined;
}

/** The field whose name begins `offset` tokens from here; for a plural ("plans"), in the singular. */
function fieldAt(reader: Reader, offset: number): { text: string; length: number } | undefined {
  const attribute = seeAttribute(reader, offset);
  const field = attribute === undefined ? seeTextField(reader, offset) : undefined;
  const length = attribute?.length ?? field?.words.split(' ').length;
  const from = reader.next + offset;
  if (attribute?.state) return undefined;
  if (length !== undefined) return { text: textOf(reader, from, from + length), length };
  const [, singular] = /^(\p{L}{3,})s$/u.exec(peek(reader, offset)?.text ?? '') ?? [];
  const isPlural = singular !== undefined && namedLike(reader.names.attributes, singular).length > 0;
  return isPlural ? { text: singular, length: 1 } : undefined;
}

const isSameThing = (reader: Reader, at: number, name: string): boolean =>
  ['one', 'ones', name.toLowerCase(), `${name.toLowerCase()}s`].includes(reader.tokens[at]?.lower ?? '');

/** Where the values end: "or" continues them until a condition begins. */
function valueEnd(reader: Reader, start: number): number {
  let end = start;
  for (; end < reader.tokens.length; end += 1) {
    const ahead = { ...reader, next: end };
    const token = peek(ahead);
    if (token?.lower === ')') break;
    const isOr = token?.lower === 'or' || token?.lower === 'nor';
    if (isOr ? conditionStarts(ahead, 1) : isJoiner(token) || (end > start && conditionStarts(ahead))) break;
  }
  return end;
}

/** "Not any plan but free" may turn all of it. */
const negations = new Set(['not', 'never', 'no', 'nor', 'neither', 'without', 'none']);

interface Found {
  from: number;
  name: string;
  /** The values. */
  start: number;
  end: number;
  /** The end of all of it, if the name comes after the values. */
  to?: number;
  isEveryone?: boolean;
}

function problemOf(reader: Reader, { from, name, start, end, to = end, isEveryone = false }: Found) {
  const before = reader.tokens[from - 1];
  if (end <= start || negations.has(before?.lower ?? '')) return undefined;
  const isNot = `${name} is not ${textOf(reader, start, end)}`;
  const said = cited(textOf(reader, from, to));
  const message = isEveryone
    ? `Say "${isNot}" instead of ${said}.`
    : `Does ${said} include people without ${name}? "${isNot}" does.`;
  // "Vips on any plan but free": more about the people before.
  const isMore = before !== undefined && !isJoiner(before) && before.lower !== '(';
  const isAlone = from === 0 && to === reader.tokens.length;
  const has = isAlone ? `has ${name} and ${isNot}` : `(has ${name} and ${isNot})`;
  const meanings = isMore ? [`whose ${isNot}`, `with ${name} and ${isNot}`] : [isNot, has];
  ask(reader, from, to, message, isEveryone ? meanings.slice(0, 1) : meanings);
  return reader.problems.pop();
}
