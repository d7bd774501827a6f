import { nearest } from '../../../lib/words.ts';
import type { Names } from '../../names.ts';
import type { Reader } from './reader.ts';

/**
 * After this many problems, similar names help nobody: 400 unknown tags next to 5,000 known ones took half a
 * minute.
 */
const mostProblems = 20;

/** Each suggestion parses the sentence again and looks up the same words. */
const found = new WeakMap<Names, Map<string, string[]>>();
const mostKept = 1000;

/** The known names of a kind that resemble a word, as `nearest` finds them. */
export function nearestNamed(
  { names, problems }: Reader,
  word: string,
  { kind, known }: { kind: string; known: readonly { name: string }[] },
): string[] {
  if (problems.length >= mostProblems) return [];
  const kept = found.get(names) ?? new Map<string, string[]>();
  found.set(names, kept);
  const key = `${kind} ${word}`;
  const before = kept.get(key);
  if (before !== undefined) return before;
  if (kept.size >= mostKept) kept.clear();
  const near = nearest(
    word,
    known.map(({ name }) => name),
  );
  kept.set(key, near);
  return near;
}
