/**
 * The known words that a mistyped one most likely means, nearest first, at most three:
 * `nearest('vpi', ['vip', 'beta'])` is `['vip']`. A third of the letters may differ, at least one; two
 * swapped letters count as one difference. The opposite of a word ("active" for "inactive") never counts as
 * near.
 *
 * @param options.most how many letters may differ in a long word
 */
export function nearest(
  word: string,
  known: readonly string[],
  { most = Number.POSITIVE_INFINITY }: { most?: number } = {},
): string[] {
  const typed = word.toLowerCase();
  const bound = typed.length < 2 ? 0 : Math.min(most, Math.max(1, Math.floor(typed.length / 3)));
  const found: { candidate: string; distance: number }[] = [];
  for (const candidate of known) {
    // Lower case rarely changes a length; most candidates are too short or too long.
    if (Math.abs(candidate.length - typed.length) > bound + 2) continue;
    const lower = candidate.toLowerCase();
    // Any two letters are one away from a single one.
    const limit = lower.length < 2 ? 0 : bound;
    const apart = distance(typed, lower, limit);
    if (apart <= limit && !isOpposite(typed, lower) && !isTurned(typed, lower, apart))
      found.push({ candidate, distance: apart });
  }
  return found
    .sort((a, b) => a.distance - b.distance || a.candidate.localeCompare(b.candidate, 'en'))
    .slice(0, 3)
    .map(({ candidate }) => candidate);
}

/**
 * Whether two words differ by something that reverses the meaning: "active" and "inactive", "subscribd" and
 * "unsubscribed", "before" and "after" are only a few letters apart, and so are names with different numbers:
 * "wave 1" and "wave 2".
 */
export function isOpposite(one: string, other: string): boolean {
  const [short, long] = one.length <= other.length ? [one, other] : [other, one];
  const prefix = turning.find((each) => long.startsWith(each) && !short.startsWith(each));
  if (prefix !== undefined) {
    const rest = long.slice(prefix.length).replace(/^[-_ ]/, '');
    if (rest.length >= 3 && distance(rest, short, 1) <= 1) return true;
  }
  if (isTurnedOtherwise(one, other)) return true;
  if (opposites.some((pair) => pair.includes(one) && pair.includes(other) && one !== other)) return true;
  const digits = (word: string) => word.replace(/\D+/g, ' ').trim();
  return digits(one) !== '' && digits(other) !== '' && digits(one) !== digits(other);
}

/** "Ureachable" is as near to "unreachable" as to "reachable". */
function isTurned(typed: string, known: string, apart: number): boolean {
  if (apart === 0 || known.length < 3) return false;
  return turning.some((prefix) => !known.startsWith(prefix) && distance(typed, prefix + known, 1) <= 1);
}

/** "Resubscribed" and "unsubscribed". */
function isTurnedOtherwise(one: string, other: string): boolean {
  return turning.some((prefix) => {
    const rest = one.startsWith(prefix) ? one.slice(prefix.length) : '';
    if (rest.length < 5 || !other.endsWith(rest) || one === other) return false;
    return turning.includes(other.slice(0, other.length - rest.length));
  });
}

const turning = [
  'non',
  'un',
  'in',
  'im',
  'ir',
  'il',
  'dis',
  'de',
  'fe',
  'ex',
  're',
  'anti',
  'not',
  'no',
  'never',
];
const opposites = [
  ['pre', 'post'],
  ['before', 'after'],
  ['more', 'fewer'],
  ['more', 'less'],
  ['most', 'least'],
  ['with', 'without'],
];

/**
 * A text cut to this many UTF-16 units, with an ellipsis if something is missing: `clip('abcdef', 4)` is
 * `abc…`.
 */
export function clip(text: string, limit: number): string {
  return text.length <= limit ? text : `${cut(text, limit - 1).trimEnd()}…`;
}

/**
 * The beginning of a text, at most this many UTF-16 units long (Slack's limits and our own count these),
 * without cutting a character in half: the database refuses a lone surrogate, and Slack garbles it. What
 * people see as one character also stays whole: a family of emoji, or a letter with its accent.
 */
export function cut(text: string, limit: number): string {
  if (text.length <= limit) return text;
  const from = Math.max(0, limit - longestCharacter);
  const seen = characters.segment(text.slice(from, limit + longestCharacter)).containing(limit - from);
  // Even if the accents never end, something must be kept.
  const end = seen === undefined || seen.index === 0 ? limit : from + seen.index;
  return text.slice(0, end).replace(/[\ud800-\udbff]$/, '');
}

const characters = new Intl.Segmenter('en');
const longestCharacter = 40;

/**
 * Optimal string alignment distance; anything over `bound` may be returned as bound + 1. Only cells within
 * `bound` of the diagonal can matter; the three rows are reused, because a workspace has thousands of names.
 */
function distance(a: string, b: string, bound: number): number {
  if (Math.abs(a.length - b.length) > bound) return bound + 1;
  const size = b.length + 2;
  if (rows[0].length < size)
    rows = [new Uint16Array(size * 2), new Uint16Array(size * 2), new Uint16Array(size * 2)];
  let [beforeLast, last, row] = rows;
  const far = bound + 1;
  for (let j = 0; j < size; j++) last[j] = Math.min(j, far);
  let lastLeast = 0;
  for (let i = 1; i <= a.length; i++) {
    const from = Math.max(1, i - bound);
    const to = Math.min(b.length, i + bound);
    row[from - 1] = from === 1 ? Math.min(i, far) : far;
    row[to + 1] = far;
    let least = row[from - 1] ?? far;
    for (let j = from; j <= to; j++) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1;
      let best = Math.min((last[j] ?? far) + 1, (row[j - 1] ?? far) + 1, (last[j - 1] ?? far) + same);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        best = Math.min(best, (beforeLast[j - 2] ?? far) + 1);
      row[j] = Math.min(best, far);
      least = Math.min(least, best);
    }
    // A swap reaches back two rows: if both are over the bound, all later ones are too.
    if (least > bound && lastLeast >= bound) return far;
    lastLeast = least;
    [beforeLast, last, row] = [last, row, beforeLast];
  }
  return last[b.length] ?? far;
}

let rows: [Uint16Array, Uint16Array, Uint16Array] = [
  new Uint16Array(256),
  new Uint16Array(256),
  new Uint16Array(256),
];
