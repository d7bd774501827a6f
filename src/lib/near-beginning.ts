import { nearest } from './words.ts';

/** No name has more words. */
const MOST_WORDS = 20;

/**
 * The longest beginning of a text that is nearly a name, with the names that it is near; undefined if none is.
 *
 * @example nearBeginning('beta usr ada@x.org', ['beta-user']) // { typed: 'beta usr', names: ['beta-user'] }
 */
export function nearBeginning(
  text: string,
  names: readonly string[],
): { typed: string; names: string[] } | undefined {
  const whole = text.trim();
  const ends = [...whole.matchAll(/\s+/g)].map(({ index }) => index);
  for (const end of [...ends.slice(0, MOST_WORDS), whole.length].toReversed()) {
    const typed = whole.slice(0, end);
    const near = nearest(typed, names);
    if (near.length > 0) return { typed, names: near };
  }
  return undefined;
}
