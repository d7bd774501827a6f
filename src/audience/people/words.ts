import { RollcallError } from '../../errors.ts';
import { findNamed } from '../../lib/names.ts';
import { halvesAt, partsAt, unquote } from '../../lib/quotes.ts';
import type { BreakdownKey } from '../../rules/breakdown/key.ts';
import { breakdownKeyNamed, breakdownKeys, keysNear } from '../../rules/breakdown/keys.ts';
import type { AudienceDeps, Caller } from '../caller.ts';
import { requireRole } from '../permissions.ts';
import { type Known, knownTo } from '../segments/segments.ts';
import { isSource, readSource } from './named.ts';
import type { PeopleSource } from './source.ts';

/** The people, and what they are broken down by. */
export interface AskedBreakdown {
  source: PeopleSource;
  /** The id of a key; undefined if only the people were named. */
  by?: string;
}

/**
 * `Recent VIPs by country`, `tagged vip and never opened by sign-up month`, `by plan` alone for everyone.
 *
 * @throws RollcallError `invalid-input` if the people or the word after "by" are not understood
 */
export async function askedBreakdown(
  deps: AudienceDeps,
  caller: Caller,
  text: string,
): Promise<AskedBreakdown> {
  requireRole(caller, 'viewer', 'count contacts');
  return readBreakdown(text, await knownTo(deps, caller));
}

/** The same for names that are known already. */
export function readBreakdown(text: string, known: Known): AskedBreakdown {
  const alone = /^by\s+(.+)$/is.exec(text.trim())?.[1] ?? text;
  const key = breakdownKeyNamed(unquote(alone), known.names);
  if (key !== undefined) return { source: { of: 'everyone' }, by: key.id };
  const halves = halvesAt(text, 'by').map(([left, right]) => ({ left, right: withoutEnd(right) }));
  const named = halves.flatMap(({ left, right }) => {
    const by = breakdownKeyNamed(right, known.names);
    return by === undefined ? [] : [{ left, by }];
  });
  const source = (words: string) => readSource(words, known);
  const last = named.findLast(({ left }) => isSource(left, known));
  if (last !== undefined) return { source: source(last.left), by: last.by.id };
  // A segment called "Left by train" is one name.
  const withoutBy = text.replace(/\s+by[?.!\s]*$/i, '');
  for (const words of [text, withoutBy]) if (isSource(words, known)) return { source: source(words) };
  const unread = named.at(-1);
  // Throws what is wrong with the people.
  if (unread !== undefined) return { source: source(unread.left), by: unread.by.id };
  throw noKey(text, halves.at(-1)?.right ?? (alone === text ? undefined : alone), known);
}

const withoutEnd = (text: string): string => text.replace(/[?.!\s]+$/, '');

function noKey(text: string, word: string | undefined, { names }: Known): RollcallError {
  const near = keysNear(word ?? text, names);
  const examples = breakdownKeys(names)
    .slice(0, 8)
    .map(({ words }) => words[0]);
  return new RollcallError(
    'invalid-input',
    word === undefined ? 'Break down whom, by what?' : `Nothing to break down by is called "${word}".`,
    {
      hint:
        near[0] === undefined
          ? `For example: /segments breakdown Recent VIPs by country. You can use ${examples.join(', ')} or any attribute.`
          : `Did you mean ${near.map((name) => `"${name}"`).join(' or ')}?`,
      meant: { typed: word ?? text, names: near },
    },
  );
}

/** What people say between two groups that they compare; "and" may also belong to a rule. */
const between = [
  ['with', 'vs', 'vs\\.', 'versus', 'against'],
  ['and', 'to'],
];

/** The two groups; the second is undefined if only one was named. */
export interface AskedComparison {
  one: PeopleSource;
  other?: PeopleSource;
}

/**
 * `Lapsed VIPs with Beta testers`, `tagged vip vs tagged beta`.
 *
 * @throws RollcallError `invalid-input` if one of them is not understood, or it can be read in several ways
 */
export async function askedComparison(
  deps: AudienceDeps,
  caller: Caller,
  text: string,
): Promise<AskedComparison> {
  requireRole(caller, 'viewer', 'count contacts');
  return readComparison(text, await knownTo(deps, caller));
}

/** The same for names that are known already. */
export function readComparison(text: string, known: Known): AskedComparison {
  const all = between.map((words) => words.flatMap((word) => halvesAt(text, word)));
  const isRead = ([one, other]: [string, string]) => isSource(one, known) && isSource(other, known);
  const read = all.map((pairs) => pairs.filter(isRead)).find((pairs) => pairs.length > 0) ?? [];
  const [first] = read;
  if (first === undefined) {
    if (isSource(text, known)) return { one: readSource(text, known) };
    const single = between
      .flat()
      .flatMap((word) => partsAt(text, word))
      .flatMap(([left, right]) => (left === '' ? [right] : right === '' ? [left] : []))
      .find((words) => isSource(words, known));
    if (single !== undefined) return { one: readSource(single, known) };
    const [one, other] = all.flat()[0] ?? [];
    if (one === undefined || other === undefined) {
      throw new RollcallError('invalid-input', 'Which two groups do you want to compare?', {
        hint: 'For example: /segments compare Lapsed VIPs with Beta testers. Segments, tags and rules work.',
        instead: namesBeside(text, known).map(([left, right]) => `"${left}" with "${right}"`),
      });
    }
    // Throws what is wrong with one of them.
    return { one: readSource(one, known), other: readSource(other, known) };
  }
  // A name wins over a rule: "Friends with benefits" may be a segment.
  const sources = read.map(([one, other]) => ({
    one: readSource(one, known),
    other: readSource(other, known),
  }));
  const names = ({ one, other }: (typeof sources)[number]) =>
    [one, other].filter(({ of }) => of === 'segment' || of === 'tag').length;
  const most = Math.max(...sources.map(names));
  const best = sources.filter((each) => names(each) === most);
  const different = new Set(best.map((each) => JSON.stringify(each)));
  if (different.size > 1) {
    throw new RollcallError('invalid-input', `"${text}" can be read in ${different.size} ways.`, {
      hint: 'Put the names in quotes, or each rule in brackets.',
    });
  }
  return best[0] ?? { one: readSource(first[0], known), other: readSource(first[1], known) };
}

/** Two names without a word between them: "Lapsed VIPs Beta testers". */
function namesBeside(text: string, { names }: Known): [string, string][] {
  const things = [...names.segments, ...names.tags];
  return [...text.matchAll(/,?\s+/g)]
    .map(({ index, 0: { length } }): [string, string] => [
      unquote(text.slice(0, index)),
      unquote(text.slice(index + length)),
    ])
    .filter((pair) => pair.every((name) => findNamed<{ name: string }>(things, name) !== undefined));
}

/** What a breakdown may be by, for a picker: those whose name has these letters. */
export async function suggestBreakdowns(
  deps: AudienceDeps,
  caller: Caller,
  { search }: { search: string },
): Promise<{ value: string; words: string }[]> {
  requireRole(caller, 'viewer', 'count contacts');
  const { names } = await knownTo(deps, caller);
  const wanted = search.trim().toLowerCase();
  const fits = ({ words }: BreakdownKey) => words.some((word) => word.toLowerCase().includes(wanted));
  return breakdownKeys(names)
    .filter(fits)
    .map(({ id, label }) => ({ value: id, words: label }));
}
