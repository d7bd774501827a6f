import type { Problem } from '../../../lib/problem.ts';
import type { Token } from '../tokens.ts';

/** Signs that people put between conditions, and their possible meanings. */
const meant: Record<string, readonly string[]> = {
  '&': ['and'],
  '+': ['and'],
  ';': ['and', 'or'],
  '/': ['or', 'and'],
  '|': ['or'],
};

/**
 * The problem of a sentence that joins conditions or names with signs: `tagged vip & opened this month`,
 * `vip/beta`. Undefined if the refusal isn't about a sign.
 *
 * @param problem of the sentence as typed
 */
export function problemOfSign(text: string, tokens: readonly Token[], problem: Problem): Problem | undefined {
  const signs = tokens.flatMap(signsIn);
  const first = signs.find(({ at }) => at >= problem.at - 1 && at <= problem.at + problem.length + 1);
  if (first === undefined) return undefined;
  const { sign, at } = first;
  const words = meant[sign] ?? [];
  const all = signs.filter((each) => each.sign === sign);
  const suggestions = words.map((word) => replaced(text, all, word));
  const said = words.map((word) => `"${word}"`).join(' or ');
  // Replaces all of them at once.
  const start = Math.min(at, ...all.map((each) => each.at));
  const length = Math.max(...all.map((each) => each.at)) + 1 - start;
  return { at: start, length, message: `Say ${said} instead of "${sign}".`, suggestions, asks: true };
}

/** Signs alone, at the end of a word, or between two words. */
function signsIn({ kind, text, at }: Token): { sign: string; at: number }[] {
  if (kind !== 'word') return [];
  return [...text.matchAll(/[&+;/|]/g)]
    .filter(({ index }) => !isDoubled(text, index))
    .map(({ 0: sign, index }) => ({ sign, at: at + index }));
}

/** "&&" and "||" are understood, and "//" is part of a link. */
const isDoubled = (text: string, index: number): boolean =>
  text[index] === text[index + 1] || text[index] === text[index - 1];

function replaced(text: string, signs: readonly { at: number }[], word: string): string {
  let result = '';
  let from = 0;
  for (const { at } of signs) {
    result += `${text.slice(from, at).trimEnd()} ${word} `;
    from = at + 1 + (/^\s*/.exec(text.slice(at + 1))?.[0].length ?? 0);
  }
  return (result + text.slice(from)).trim();
}
