import fc from 'fast-check';

/** Ways to get a word of a sentence wrong. */
const slips: ((word: string, at: number) => string)[] = [
  (word, at) => word.slice(0, at) + word.slice(at + 1),
  (word, at) => word.slice(0, at) + word.charAt(at) + word.slice(at),
  (word, at) => word.slice(0, at) + word.charAt(at + 1) + word.charAt(at) + word.slice(at + 2),
  (word, at) => `${word.slice(0, at)}x${word.slice(at + 1)}`,
];
/** Ways to get whole words of a sentence wrong. */
const blunders: ((words: string[], at: number) => string[])[] = [
  (words, at) => [...words.slice(0, at), ...words.slice(at + 1)],
  (words, at) => [...words.slice(0, at), 'foo', ...words.slice(at)],
  (words, at) => [...words.slice(0, at), words[at] ?? '', ...words.slice(at)],
  (words, at) => [...words.slice(0, at), 'anything', ...words.slice(at + 1)],
];

/** A text with one letter of one word wrong. */
export function misspelt(text: string): fc.Arbitrary<string> {
  const words = text.split(' ');
  const long = words.flatMap((word, index) => (/^\p{L}{4,}$/u.test(word) ? [index] : []));
  if (long.length === 0) return fc.constant(text);
  return fc
    .record({ index: fc.constantFrom(...long), slip: fc.constantFrom(...slips), at: fc.nat({ max: 20 }) })
    .map(({ index, slip, at }) => {
      const word = words[index] ?? '';
      return words.with(index, slip(word, at % (word.length - 1))).join(' ');
    });
}

/** A text with two letters swapped, one missing or one twice, in any word that isn't a value. */
export function slipped(text: string): fc.Arbitrary<string> {
  const words = text.split(' ');
  const any = words.flatMap((word, index) =>
    /^\p{Ll}{3,}$/u.test(word) && !values.has(word) ? [index] : [],
  );
  if (any.length === 0) return fc.constant(text);
  return fc
    .record({
      index: fc.constantFrom(...any),
      slip: fc.constantFrom(...slips.slice(0, 3)),
      at: fc.nat({ max: 20 }),
    })
    .map(({ index, slip, at }) => {
      const word = words[index] ?? '';
      return words.with(index, slip(word, at % (word.length - 1))).join(' ');
    });
}

/** Words that a person chose, which nothing can correct. */
const values = new Set(['pro', 'acme']);

/** A text with a word missing, twice, strange or too much. */
export function blundered(text: string): fc.Arbitrary<string> {
  const words = text.split(' ');
  return fc
    .record({ at: fc.nat({ max: words.length - 1 }), blunder: fc.constantFrom(...blunders) })
    .map(({ at, blunder }) => blunder(words, at).join(' '));
}
