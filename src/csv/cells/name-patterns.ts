import { foldHeader } from './headers.ts';

/**
 * Makes a test for folded names of columns: whether one of these phrases appears in it, as whole words. A
 * star matches any letters of a word, dots any words, or none.
 *
 * @example anyOf('opt out, unsub*')('email opt out date') // true
 * @example anyOf('opt in')('option') // false
 */
export function anyOf(phrases: string): (name: string) => boolean {
  // Compiled on first use: all of these patterns together take a fifth of a second, and most starts need none.
  let pattern: RegExp | undefined;
  return (name) => {
    pattern ??= patternOf(phrases);
    return pattern.test(name);
  };
}

function patternOf(phrases: string): RegExp {
  const sources = phrases.split(', ').map((phrase) =>
    phrase
      .split(' ... ')
      .map((words) =>
        words
          .replace(/ \.\.\.$/, '')
          .split('*')
          .map(foldedPart)
          .join('[\\p{L}\\p{N}]*'),
      )
      .join('(?: .+)? '),
  );
  return new RegExp(`(?<![\\p{L}\\p{N}])(?:${[...new Set(sources)].join('|')})(?![\\p{L}\\p{N}])`, 'u');
}

/** Folds a piece of a phrase, and keeps the spaces at its ends: they separate it from a star. */
function foldedPart(part: string): string {
  const folded = foldHeader(part);
  if (folded === '') return /\s/.test(part) ? ' ' : '';
  return `${part.startsWith(' ') ? ' ' : ''}${folded}${part.endsWith(' ') ? ' ' : ''}`;
}
