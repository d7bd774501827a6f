import { nearest } from '../../../../lib/words.ts';
import type { Names } from '../../../names.ts';
import type { Reader } from './reader.ts';

/**
 * After this many problems, similar names help nobody: 400 unknown tags next to 5,000 known ones took half a
 * minute.
 */
const mostProblems = 20;

/** Each suggestion parses the sentence again and looks up the same words. */
const foundIn = new WeakMap<Names, Map<string, string[]>>();
const mostKept = 1000;

/** The known names of a kind that resemble a word, as `nearest` finds them. */
export function nearestNamed(
  { names, problems }: Reader,
  word: string,
  { kind, known }: { kind: string; known: readonly { name: string }[] },
): string[] {
  if (problems.length >= mostProblems) return [];
  const kept = foundIn.get(names) ?? new Map<string, string[]>();
  foundIn.set(names, kept);
  const key = `${kind} ${word}`;
  const before = kept.get(key);
  if (before !== undefined) return before;
  if (kept.size >= mostKept) kept.clear();
  const all = known.map(({ name }) => name);
  const plain = unmarked(word);
  let found = nearest(word, all);
  if (found.length === 0 && plain !== word) found = nearest(plain, all);
  // "launch" for "🎉 launch".
  if (found.length === 0 && lettersOf(word) === word.toLowerCase())
    found = all.filter((name) => lettersOf(name) === word.toLowerCase()).slice(0, 3);
  kept.set(key, found);
  return found;
}

/** Without the marks of bold text and the like around it: "*vip*", "vip!!!". */
const unmarked = (word: string): string =>
  /\s/.test(word) ? word : word.replace(/^[*_~`#@:.…]+/u, '').replace(/[*_~`#@:.…,;?!]+$/u, '');

const lettersOf = (text: string): string => text.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '');
