import { fold } from '../../lib/texts.ts';
/**
 * Whether two tag names are so similar that a person should say which one they mean: they only differ in
 * case, blanks, hyphens and underscores, a plural, or one letter. Digits tell names apart ("plan 1", "plan
 * 2").
 *
 * @example areAlike('VIP-Customers', 'vip customer') // true
 */
export function areAlike(one: string, other: string): boolean {
  const [a, b] = [bare(one), bare(other)];
  return a === b || singular(a) === singular(b) || isOneLetterOff(a, b);
}

/**
 * Whether one of two tag names is the other with words added: both may be wanted, but they are easily mixed up.
 *
 * @example areNear('vip', 'VIP Customer') // true
 */
export function areNear(one: string, other: string): boolean {
  const [a, b] = [wordsOf(one), wordsOf(other)].sort((short, long) => short.length - long.length);
  if (a === undefined || b === undefined || a.length === b.length) return false;
  const isStart = a.every((word, index) => word === b[index]);
  return isStart || a.every((word, index) => word === b[b.length - a.length + index]);
}

const wordsOf = (name: string): string[] =>
  fold(name)
    .split(/[\s_-]+/)
    .filter(Boolean);

/** A name without the parts that people vary unintentionally. */
const bare = (name: string): string => fold(name).replace(/[\s_-]+/g, '');

/** By spelling alone: "news" and "new" count as one word, which costs a question at worst. */
function singular(name: string): string {
  if (name.length < 4) return name;
  return name
    .replace(/ies$/, 'y')
    .replace(/(s|x|z|ch|sh)es$/, '$1')
    .replace(/([^s])s$/, '$1');
}

/** In shorter names, one letter makes another word (US and UK); from this length on, it is a typo. */
const SHORTEST_SLIP = 4;

/** One letter added, removed or replaced, or two neighbors swapped. */
function isOneLetterOff(a: string, b: string): boolean {
  if (Math.min(a.length, b.length) < SHORTEST_SLIP || Math.abs(a.length - b.length) > 1) return false;
  let start = 0;
  while (start < a.length && a[start] === b[start]) start += 1;
  let end = 0;
  const most = Math.min(a.length, b.length) - start;
  while (end < most && a.at(-1 - end) === b.at(-1 - end)) end += 1;
  const [left, right] = [a.slice(start, a.length - end), b.slice(start, b.length - end)];
  if (/\d/.test(left + right)) return false;
  const isSwap = left.length === 2 && right.length === 2 && left[0] === right[1] && left[1] === right[0];
  return isSwap || (left.length <= 1 && right.length <= 1);
}
