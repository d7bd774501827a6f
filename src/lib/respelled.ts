import { nearest } from './words.ts';

/** How many texts are tried, and how many words may be wrong. */
const most = { tried: 30, wrong: 3, offers: 3 };
/** Too many words are near a shorter one. */
const SHORTEST = 3;

/**
 * A refused text with its mistyped words spelled as known ones, if that is understood: best first, at most three. All
 * other words stay.
 *
 * @param known lower case
 * @example respelled('abve 500', ['above', 'below'], isCondition) // ['above 500']
 */
export function respelled(
  text: string,
  known: readonly string[],
  isUnderstood: (text: string) => boolean,
): string[] {
  const words = [...text.matchAll(/\p{L}+/gu)]
    .filter(([word]) => word.length >= SHORTEST && !known.includes(word.toLowerCase()))
    .map(({ index, 0: word }) => ({ at: index, end: index + word.length, near: nearest(word, known) }))
    .filter(({ near }) => near.length > 0);
  if (words.length === 0 || words.length > most.wrong) return [];
  // From the last one, so that the positions of the others stay.
  const texts = words
    .toReversed()
    .reduce<string[]>(
      (all, { at, end, near }) =>
        near.flatMap((each) => all.map((before) => before.slice(0, at) + each + before.slice(end))),
      [text],
    );
  return texts.slice(0, most.tried).filter(isUnderstood).slice(0, most.offers);
}
