import { namedLike } from '../../../../lib/names.ts';
import type { Named } from '../../../names.ts';
import { quoteName } from '../../quote.ts';
import { printToldApart, whenForms } from '../../told-apart.ts';
import { isKeyword, peopleWords } from '../../words.ts';
import { conditionStarts } from '../ahead/condition.ts';
import { seeMistyped } from '../ahead/mistyped.ts';
import { seeNamed } from '../ahead/named.ts';
import { namedInPlural } from '../ahead/plural.ts';
import { nearestNamed } from '../reader/near.ts';
import { refuseNor } from '../reader/nor.ts';
import { ask, cited, peek, type Read, type Reader, refuse, see, take, textOf } from '../reader/reader.ts';
import { listMeaning, readValues } from '../values/values.ts';
import { couldBeDate } from './date-names.ts';
import {
  type NamedKind,
  refuseBoth,
  refuseCommas,
  refuseMixed,
  refuseNeither,
  refuseStrayNot,
} from './named-list-refusals.ts';
import { readWhen } from './when.ts';

/** Conditions that begin with the noun: "tag is vip". */
export const tagConditions = [
  ...[
    'tag is',
    'tags are',
    'tags include',
    'tags contain',
    'tag contains',
    'tag includes',
    'tag :',
    'tags :',
    'tag =',
    'tags =',
  ],
  ...[
    'tag is not',
    'tags do not include',
    'tags do not contain',
    'tag does not contain',
    'tag !=',
    'tags !=',
  ],
];

/** Names of a list: any of them, or all; `none`: the list itself negates it. */
export interface NamedList {
  ids: number[];
  match: 'any' | 'all';
  none: boolean;
}

const anyWords = ['any of', 'one of', 'either of', 'either', 'with any of', 'with one of'];
const allWords = ['all of', 'both', 'with all of'];
const noneWords = ['none of', 'with none of', 'neither', 'neither of'];

/**
 * Reads names, joined by `or` (any of them) or `and` (all of them).
 *
 * @param said.from where the condition begins
 * @param said.negated whether a `not` comes before it; the caller negates the result
 * @param said.group what the words before the names already said: "in any of the segments"
 * @param said.bare whether nothing comes before the names: then a "not" begins another condition
 */
export function readNamedList(
  reader: Reader,
  kind: NamedKind,
  said: { from: number; negated: boolean; group?: 'any' | 'all' | 'none' | undefined; bare?: true },
): Read<NamedList> {
  const { from, negated, group, bare } = said;
  const start = reader.next;
  const match = group ?? takeGroup(reader);
  if (match === undefined) take(reader, ['with', 'as']);
  if (match === 'none' && negated) {
    const message = `"not ${kind.lead} none of" is a double negative; say which ${kind.noun}s count.`;
    return refuse(reader, start, reader.next, message, ['']);
  }
  const first = reader.next;
  const readOne = (each: Reader) => readName(each, kind, { isListed: each.next > first, bare });
  const list = readValues(reader, readOne, undefined, kind.isOther);
  if (list === null) return null;
  if (list.nor && !negated && match !== 'none') return refuseNor(reader, list.end);
  if (list.strayNot && !bare && !list.strayNot.connector.but) return refuseStrayNot(reader, kind, list);
  const meaning = match ?? listMeaning(list.connectors);
  if (bare && list.connectors.length > 0 && list.connectors.every(({ comma }) => comma))
    return refuseCommas(reader, list);
  if (meaning === 'mixed') return refuseMixed(reader, kind, from, list);
  const ids = [...new Set(list.values.map((each) => each.id))];
  if (kind.isOne && meaning === 'all' && ids.length > 1) return refuseBoth(reader, kind, list);
  if (match === undefined && negated && meaning === 'all') return refuseNeither(reader, kind, from, list);
  return { ids, match: meaning === 'all' && ids.length > 1 ? 'all' : 'any', none: meaning === 'none' };
}

function takeGroup(reader: Reader): 'any' | 'all' | 'none' | undefined {
  if (take(reader, anyWords) !== undefined) return 'any';
  if (take(reader, allWords) !== undefined) return 'all';
  return take(reader, noneWords) === undefined ? undefined : 'none';
}

/** "tagged vip and opend": a misspelt verb, not the name of a tag. */
function refuseMistyped(reader: Reader, { length, meant }: { length: number; meant: string[] }): null {
  const { next } = reader;
  const asked = meant.map((each) => `"${each}"`).join(' or ');
  const message = `Rollcall doesn’t recognize ${cited(textOf(reader, next, next + length))} here; did you mean ${asked}?`;
  return refuse(reader, next, next + length, message, meant);
}

/** A quoted name, or an unquoted one if exactly one thing has it. */
function readName(
  reader: Reader,
  kind: NamedKind,
  { isListed, bare }: { isListed: boolean; bare: true | undefined },
): Read<Named> {
  const from = reader.next;
  const first = peek(reader);
  if (first?.kind === 'quoted') {
    reader.next += 1;
    takeNoun(reader, kind);
    const found = find(reader, kind, first.text);
    return found === undefined
      ? refuseUnknown(reader, kind, from, first.text)
      : readWhich(reader, kind, { from, found });
  }
  const words = bareWords(reader);
  if (words === 0) return refuseMissing(reader, kind);
  const longer = longerName(reader, kind, words);
  if (longer !== undefined) return longer;
  const last = peek(reader, words - 1)?.lower ?? '';
  const typed = words > 1 && nounsOf(kind).includes(last) ? words - 1 : words;
  for (let length = words; length > 0; length -= 1) {
    const name = textOf(reader, from, from + length).replace(/\s+/g, ' ');
    const found = find(reader, kind, name) ?? (bare && findPlural(reader, kind, name));
    if (found === undefined) continue;
    // "vip customer" while "vip" and "VIP Customer" exist: more likely the longer name, misspelt.
    const closer = length < typed ? nearestNames(reader, kind, textOf(reader, from, from + typed)) : [];
    if (closer.length > 0 && length === typed - 1 && peopleWords.includes(last))
      return refuseOneOf(reader, from + typed, [found.name, ...closer]);
    if (closer.length > 0) break;
    reader.next = from + length;
    takeNoun(reader, kind);
    return couldBeDate(found.name, reader.dates)
      ? refuseDate(reader, kind, from, found)
      : readWhich(reader, kind, { from, found });
  }
  const mistyped = isListed ? seeMistyped(reader) : undefined;
  if (mistyped !== undefined && nearestNames(reader, kind, textOf(reader, from, from + typed)).length === 0)
    return refuseMistyped(reader, mistyped);
  reader.next = from + typed;
  const unknown = refuseUnknown(reader, kind, from, textOf(reader, from, reader.next));
  takeNoun(reader, kind);
  return unknown;
}

/** "Tagged vip customers" if "vip" and "VIP Customer" exist: customers with the one, or with the other? */
function refuseOneOf(reader: Reader, to: number, names: string[]): null {
  const said = textOf(reader, reader.next, to);
  const asked = names.map((name) => cited(name)).join(' or ');
  const meanings = names.map((name) => quoteName(name));
  return ask(reader, reader.next, to, `${cited(said)} could be ${asked}. Which one do you mean?`, meanings);
}

/** A name with words that could begin a condition: "Made in Norway". */
function longerName(reader: Reader, kind: NamedKind, words: number): Named | undefined {
  const seen = seeNamed(reader, kind.known(reader));
  if (seen === undefined || seen.length <= words || seen.alike.length > 1) return undefined;
  reader.next += seen.length;
  takeNoun(reader, kind);
  return kind.known(reader).find((each) => each === seen.named);
}

const nounsOf = ({ noun }: NamedKind): string[] => [noun, `${noun}s`];

/** "The vip tag": the word after the name means nothing, unless it begins the next condition. */
function takeNoun(reader: Reader, kind: NamedKind): void {
  if (!nounsOf(kind).includes(peek(reader)?.lower ?? '') || see(reader, tagConditions) !== undefined) return;
  reader.next += 1;
}

/** By the exact name, or by the only equivalent one; if two are equivalent, none. */
function find(reader: Reader, kind: NamedKind, name: string): Named | undefined {
  const found = namedLike(kind.known(reader), name);
  return found.length === 1 || found[0]?.when !== undefined ? found[0] : undefined;
}

/** "vips" if exactly one thing is called "vip". */
function findPlural(reader: Reader, kind: NamedKind, name: string): Named | undefined {
  const found = namedInPlural(kind.known(reader), name);
  return found.length === 1 ? found[0] : undefined;
}

/**
 * The one of several things with the same name, identified by the day after it: `"new.csv" of 3 Oct 2026`.
 */
function readWhich(
  reader: Reader,
  kind: NamedKind,
  { from, found }: { from: number; found: Named },
): Read<Named> {
  if (found.when === undefined) return found;
  const alike = namedLike(kind.known(reader), found.name);
  const said = readWhen(reader, alike);
  const [only, ...others] = said ?? alike;
  if (only !== undefined && others.length === 0) return only;
  const isNone = only === undefined;
  const meant = (isNone ? alike : [only, ...others]).toReversed();
  const inOrder = [...meant.filter(({ undone }) => !undone), ...meant.filter(({ undone }) => undone)];
  const days = inOrder
    .slice(0, mostNamed)
    .map(({ when = '', undone }) => `${whenForms(when)[1]}${undone ? ', since undone' : ''}`);
  const list = `${days.join('; ')}${inOrder.length > mostNamed ? '; and others' : ''}`;
  const message = isNone
    ? `No ${kind.noun} called ${cited(found.name)} is of that day (there is: ${list}).`
    : `There are ${inOrder.length} ${kind.noun}s called ${cited(found.name)} (${list}). Which one do you mean?`;
  return ask(
    reader,
    from,
    reader.next,
    message,
    inOrder.map((each) => printToldApart(each, alike)),
  );
}

const mostNamed = 3;

/** How many words from here may form an unquoted name. */
function bareWords(reader: Reader): number {
  let count = 0;
  for (let token = peek(reader); token?.kind === 'word' && !isKeyword(token); token = peek(reader, count)) {
    if (count > 0 && conditionStarts(reader, count)) break;
    count += 1;
  }
  return count;
}

function nearestNames(reader: Reader, kind: NamedKind, name: string): string[] {
  return nearestNamed(reader, name, { kind: kind.noun, known: kind.known(reader) });
}

/** Continues after the problem, so that every unknown name of a sentence is reported. */
function refuseUnknown(reader: Reader, kind: NamedKind, from: number, name: string): Named {
  const close = nearestNames(reader, kind, name);
  const asked = close.map((each) => `"${each}"`).join(' or ');
  const advice = close.length > 0 ? `did you mean ${asked}?` : kind.advice;
  const message = `No ${kind.noun} ${cited(name)}; ${advice}`;
  refuse(
    reader,
    from,
    reader.next,
    message,
    close.map((each) => quoteName(each)),
    { noun: kind.noun, name },
  );
  return { id: 1, name };
}

function refuseMissing(reader: Reader, kind: NamedKind): null {
  const token = peek(reader);
  const end = reader.next + (token ? 1 : 0);
  const named = longestNamed(reader, kind);
  if (named !== undefined) {
    const message = `${cited(named.name)} contains words of conditions; put the ${kind.noun}'s name in quotes.`;
    return ask(reader, reader.next, reader.next + named.length, message, [
      quoteName(named.name, { always: true }),
    ]);
  }
  const quoted = token && find(reader, kind, token.text) ? [quoteName(token.text, { always: true })] : [];
  const advice = quoted.length > 0 ? `; put a ${kind.noun} name that’s also a keyword in quotes` : '';
  const message =
    token === undefined
      ? `Which ${kind.noun}?`
      : `Expected the name of a ${kind.noun} instead of ${cited(token.text)}${advice}.`;
  return refuse(reader, reader.next, end, message, quoted);
}

/** The thing whose name of several words begins here with a word of conditions: "do not call". */
function longestNamed(reader: Reader, kind: NamedKind): { name: string; length: number } | undefined {
  for (let length = mostWords; length > 1; length -= 1) {
    if (reader.tokens.length < reader.next + length) continue;
    const found = find(reader, kind, textOf(reader, reader.next, reader.next + length));
    if (found !== undefined) return { name: found.name, length };
  }
  return undefined;
}

const mostWords = 8;

function refuseDate(reader: Reader, kind: NamedKind, from: number, { name }: Named): null {
  const message = `${cited(name)} is a ${kind.noun} and could also be a date; put the ${kind.noun}'s name in quotes.`;
  return refuse(reader, from, reader.next, message, [quoteName(name, { always: true })]);
}
