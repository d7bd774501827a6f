import type { Problem } from '../../../../lib/problem.ts';
import type { Token } from '../../tokens.ts';

/** A second "not" could be meant, and so could a second number. */
const negations = new Set(['not', 'never', 'no', 'nor', 'neither', 'without', 'none']);

const isDoubled = (token: Token, next: Token | undefined): boolean =>
  token.lower === next?.lower && /^(?:\p{L}+|,)$/u.test(token.lower);

/**
 * The problem of a sentence with a word typed twice: `tagged vip or or lead`, `tagged tagged vip`. Its
 * suggestion, which is not checked yet, has each of them once.
 */
export function problemOfDoubles(text: string, tokens: readonly Token[]): Problem | undefined {
  const doubled = tokens.filter(
    (token, index) => isDoubled(token, tokens[index + 1]) && !negations.has(token.lower),
  );
  const [first, last] = [doubled[0], doubled.at(-1)];
  if (first === undefined || last === undefined) return undefined;
  const following = (token: Token) => tokens[tokens.indexOf(token) + 1] ?? token;
  const end = following(last).at + following(last).length;
  const once = doubled.reduceRight(
    (left, token) => left.slice(0, token.at) + left.slice(following(token).at),
    text,
  );
  const words = [...new Set(doubled.map(({ lower }) => `"${lower}"`))];
  const message = `${words.join(' and ')} ${words.length > 1 ? 'are' : 'is'} repeated here; say ${words.length > 1 ? 'each' : 'it'} once.`;
  return { at: first.at, length: end - first.at, message, suggestions: [once], asks: true };
}
