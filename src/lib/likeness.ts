import { isOpposite, nearest } from './words.ts';

/** A word of a text, in lower case, and its position. */
export interface TextWord {
  text: string;
  at: number;
  end: number;
}

/**
 * Words, numbers and comparison signs; letters and digits are split, so that "FY2025" contains the number in
 * it.
 */
export function wordsOf(text: string): TextWord[] {
  const found = text
    .replaceAll('’', "'")
    .matchAll(/\d+(?:[.,]\d+)*|\p{L}[\p{L}\p{M}']*|(?<![^\s("'“])[!-](?=[\p{L}"“])|!=|[<>=≥≤≠]+|[+%&]/gu);
  return [...found].map((match) => ({
    // "-vip" and "!vip" leave vips out.
    text: match[0] === '-' ? '!' : match[0].toLowerCase(),
    at: match.index,
    end: match.index + match[0].length,
  }));
}

const set = (words: string) => new Set(words.split(' '));

/** Words that negate something, or leave something out. */
const negations = set(
  "not no never none nobody noone nor neither without except excluding unless minus but other apart isn't aren't wasn't " +
    "weren't don't doesn't didn't hasn't haven't hadn't can't cannot ! != ≠ <> empty blank missing null nothing unset undefined unknown " +
    'outside false',
);
const upwards = set('more least over above greater exceeding minimum min > >= ≥ + plus');
const downwards = set('fewer less most under below maximum max < <= ≤');
const backwards = set('last past previous prior ago since after yesterday');
const ahead = set('next coming upcoming until before by tomorrow from');

/** Words without a meaning of their own: they may be added or dropped. */
const light = set(
  'a an the of in on at to for by with and or is are was were be been has have had do does did who that whose which they ' +
    'their them it its any some all ever also than then as there s t = == equals times time only during within between from ' +
    'tag tagged status segment member exactly true contacts contact people everyone everybody anyone those',
);

const alike = [
  'time times once twice',
  'nobody noone none everyone',
  'unless except excluding',
  'emails email mails mail links link messages campaigns newsletters times time once twice',
  'purchase purchased bought buy buyer',
].map(set);

const numbers: Record<string, string> = Object.fromEntries(
  'zero one two three four five six seven eight nine ten eleven twelve'
    .split(' ')
    .map((word, n) => [word, String(n)]),
);
Object.assign(numbers, { once: '1', twice: '2', thrice: '3', a: '', an: '' });

/** The value of a word that is a number, or says how often. */
function numberIn(word: string): string | undefined {
  const spelt = Object.hasOwn(numbers, word) ? numbers[word] : undefined;
  if (spelt !== undefined && spelt !== '') return spelt;
  return /^\d/.test(word) ? word.replace(/,(?=\d{3}\b)/g, '').replace(',', '.') : undefined;
}

/**
 * Whether words can replace others without a change of meaning: each meaningful word has a similar one on the
 * other side, numbers are equal, and neither a "not" nor a side ("more", "fewer", "last", "next") is added,
 * lost or reversed.
 *
 * @param known words that may be repeated
 * @example areAlike(['vpi'], ['vip']) // true
 * @example areAlike(['anything'], ['last', '30', 'days']) // false
 */
export function areAlike(
  typed: readonly string[],
  instead: readonly string[],
  known: ReadonlySet<string> = new Set(),
): boolean {
  // "signedup" is "signed up", and "atleast" is "at least".
  if (typed.length > 0 && typed.join('') === instead.join('')) return true;
  const has = (words: readonly string[], some: Set<string>) => words.some((word) => some.has(word));
  if (typed.some(isNegation) !== instead.some(isNegation)) return false;
  for (const [one, other] of [
    [upwards, downwards],
    [backwards, ahead],
  ] as const) {
    if (has(typed, one) && !has(instead, one)) return false;
    if (has(typed, other) && !has(instead, other)) return false;
    if (
      !has(typed, one) &&
      !has(typed, other) &&
      one === upwards &&
      (has(instead, one) || has(instead, other))
    )
      return false;
  }
  const valued = (words: readonly string[]) =>
    [...new Set(words.flatMap((word) => numberIn(word) ?? []))].sort();
  if (valued(typed).join(' ') !== valued(instead).join(' ')) return false;
  const telling = (words: readonly string[]) => words.filter(says);
  const [before, after] = [telling(typed), telling(instead)];
  return (
    before.every((word) => instead.some((other) => isLike(word, other))) &&
    after.every((word) => known.has(word) || before.some((other) => isLike(word, other)))
  );
}

/** "except", and "exept" too. */
const isNegation = (word: string): boolean =>
  negations.has(word) || (!light.has(word) && nearest(word, longNegations).length > 0);
const longNegations = [...negations].filter((word) => word.length > 4);

const says = (word: string): boolean =>
  !light.has(word) &&
  !isNegation(word) &&
  !upwards.has(word) &&
  !downwards.has(word) &&
  !backwards.has(word) &&
  !ahead.has(word) &&
  numberIn(word) === undefined &&
  /\p{L}/u.test(word);

/** Whether one word is a misspelling of another, another form of it, or means the same. */
function isLike(typed: string, other: string): boolean {
  if (typed === other || alike.some((group) => group.has(typed) && group.has(other))) return true;
  if (isOpposite(typed, other)) return false;
  if (nearest(typed, [other]).length > 0) return true;
  const shared = sharedStart(typed, other);
  return shared >= 4 && shared >= 0.6 * Math.min(typed.length, other.length);
}

function sharedStart(a: string, b: string): number {
  let length = 0;
  while (length < a.length && a[length] === b[length]) length += 1;
  return length;
}
