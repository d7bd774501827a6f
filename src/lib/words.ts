/**
 * The known words that a mistyped one most likely means, nearest first, at most three:
 * `nearest('vpi', ['vip', 'beta'])` is `['vip']`. A third of the letters may differ, at least one; two
 * swapped letters count as one difference. The opposite of a word ("active" for "inactive") never counts as
 * near.
 */
export function nearest(word: string, known: readonly string[]): string[] {
  const typed = word.toLowerCase();
  const bound = typed.length < 2 ? 0 : Math.max(1, Math.floor(typed.length / 3));
  return known
    .map((candidate) => ({ candidate, distance: distance(typed, candidate.toLowerCase(), bound) }))
    .filter(({ candidate, distance }) => distance <= bound && !isOpposite(typed, candidate.toLowerCase()))
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
  if (opposites.some((pair) => pair.includes(one) && pair.includes(other) && one !== other)) return true;
  const digits = (word: string) => word.replace(/\D+/g, ' ').trim();
  return digits(one) !== '' && digits(other) !== '' && digits(one) !== digits(other);
}

const turning = ['non', 'un', 'in', 'im', 'ir', 'il', 'dis', 'de', 'fe', 'ex', 'anti', 'not', 'no', 'never'];
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
 * Optimal string alignment distance; anything over `bound` may be returned as bound + 1, for 10,000 names a
 * second.
 */
function distance(a: string, b: string, bound: number): number {
  if (Math.abs(a.length - b.length) > bound) return bound + 1;
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1];
      let best = Math.min(at(last, j) + 1, at(row, j - 1) + 1, at(last, j - 1) + (same ? 0 : 1));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        best = Math.min(best, at(beforeLast, j - 2) + 1);
      }
      row.push(best);
    }
    // A swap reaches back two rows: if both are over the bound, all later ones are too.
    if (Math.min(...row) > bound && Math.min(...last) >= bound) return bound + 1;
    beforeLast = last;
    last = row;
  }
  return at(last, b.length);
}

const at = (row: number[], index: number): number => row[index] ?? Number.POSITIVE_INFINITY;
