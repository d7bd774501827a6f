import { fold, lowered, tidy } from './texts.ts';

// Finding things by a name that someone typed: the exact spelling wins, then names that people consider the
// same.

/**
 * How names are told apart: by `fold`. Names that were stored while apostrophes still made them different
 * keep the key of their own spelling, so look-ups try both, the spelling first.
 */
export const nameKeys = (name: string): string[] => [...new Set([lowered(tidy(name)), fold(name)])];

/** Finds a thing by its exact name, then in any case, then with any apostrophe, quote or hyphen. */
export const findNamed = <Thing extends { name: string }>(
  things: readonly Thing[],
  name: string,
): Thing | undefined => spelledAlike(things, name)?.[0];

/**
 * The things that a typed name may mean, by the first of these steps that finds any: the exact name; ignoring
 * case; ignoring which apostrophe or hyphen it is; ignoring blanks, hyphens, underscores and apostrophes; all
 * of these without a leading article.
 *
 * @returns the one that is meant, several if it is ambiguous, or none
 * @example namedLike([{ name: 'vip' }], 'the VIP') // [{ name: 'vip' }]
 */
export function namedLike<Thing extends { name: string }>(things: readonly Thing[], name: string): Thing[] {
  const found = spelledLike(things, name);
  return found.length > 0 ? found : spelledLike(things, withoutArticle(tidy(name), indexOf(things).folded));
}

/** The same, but an article is part of the name. */
export function spelledLike<Thing extends { name: string }>(things: readonly Thing[], name: string): Thing[] {
  return spelledAlike(things, name) ?? indexOf(things).bared.get(bare(fold(name))) ?? [];
}

/** The same, but blanks, hyphens, underscores and apostrophes are also part of the name. */
export function spelledAlike<Thing extends { name: string }>(
  things: readonly Thing[],
  name: string,
): Thing[] | undefined {
  const { exact, cased, folded } = indexOf(things);
  const typed = tidy(name);
  return exact.get(typed) ?? cased.get(lowered(typed)) ?? folded.get(fold(typed));
}

/** The number of letters in the longest name, without blanks, hyphens, underscores and apostrophes. */
export const longestName = (things: readonly { name: string }[]): number => indexOf(things).longest;

/** The number of such letters in a text. */
export const lettersOf = (text: string): number => bare(text).length;

/** If "a" is a name of its own, "a b" may be two names. */
function withoutArticle(typed: string, names: ReadonlyMap<string, unknown>): string {
  const [article, word = ''] = /^(an?|the) /i.exec(typed) ?? [''];
  return names.has(lowered(word)) ? '' : typed.slice(article.length);
}

interface NameIndex<Thing> {
  size: number;
  exact: Map<string, Thing[]>;
  cased: Map<string, Thing[]>;
  folded: Map<string, Thing[]>;
  bared: Map<string, Thing[]>;
  longest: number;
}

/**
 * Cached with the list until it grows: a rule may hold a thousand names, and a workspace five thousand tags.
 */
const indexes = new WeakMap<object, NameIndex<never>>();

function indexOf<Thing extends { name: string }>(things: readonly Thing[]): NameIndex<Thing> {
  const known = indexes.get(things);
  if (known?.size === things.length) return known;
  const bared = grouped(things, (name) => bare(fold(name)));
  const index = {
    size: things.length,
    exact: grouped(things, (name) => name),
    cased: grouped(things, (name) => lowered(tidy(name))),
    folded: grouped(things, fold),
    bared,
    longest: [...bared.keys()].reduce((most, key) => Math.max(most, key.length), 0),
  };
  indexes.set(things, index as NameIndex<never>);
  return index;
}

function grouped<Thing extends { name: string }>(
  things: readonly Thing[],
  keyOf: (name: string) => string,
): Map<string, Thing[]> {
  const groups = new Map<string, Thing[]>();
  for (const thing of things) {
    const key = keyOf(thing.name);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [thing]);
    else group.push(thing);
  }
  // A name of only blanks and hyphens is like no other.
  groups.delete('');
  return groups;
}

/** Whether a name contains these letters, ignoring case, apostrophes and hyphens. */
export const nameHas = (name: string, search: string): boolean => fold(name).includes(fold(search));

const bare = (folded: string): string => folded.replace(/['\s_-]+/g, '');
