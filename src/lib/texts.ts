// How texts are stored, and how they are compared. The database compares by `folded()`, from the migration
// 0021_texts_as_compared; a test checks every letter in Unicode, on both databases.

/**
 * A text as it is stored: NFC, on one line, with ordinary blanks, one at a time and none at the ends.
 * Invisible characters are dropped (soft hyphens, direction marks, zero-width blanks), except the joiners
 * that emoji, Persian and Hindi need. An address or a link stays as typed.
 *
 * @example tidy(' Ada\u00a0 Lovelace\n') // Ada Lovelace
 */
export function tidy(text: string): string {
  if (isTidy(text)) return text;
  if (isVerbatim(text)) return text.trim();
  return text.replace(unseen, '').normalize('NFC').replace(blanks, ' ').trim();
}

/** The same for a text of several lines: each is tidy, with at most one empty line between two of them. */
export const tidyLines = (text: string): string =>
  text
    .split(/\r\n|[\n\r\u2028\u2029]/)
    .map(tidy)
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim();

/** A text as it is stored; null if nothing is left. */
export const readText = (text: string): string | null => tidy(text) || null;

/**
 * The form that two texts share if people would call them the same: case, and which apostrophe, quote or
 * hyphen was typed, don't matter. Only for comparing: it is never stored in place of the text.
 *
 * @example fold('O’HARA') === fold("o'hara") // true
 */
export function fold(text: string): string {
  const lower = lowered(tidy(text));
  return lower.replace(marks, (mark) => plainMarks.get(mark) ?? mark);
}

/** In lower case, with the same result on every machine, however old its Unicode is. */
export function lowered(text: string): string {
  const lower = text.toLowerCase();
  return ascii.test(lower)
    ? lower
    : lower.replace(lateCapitals, (capital) => lateLetters.get(capital) ?? capital);
}

/** Whether a folded text contains a character that others fold to, so that it has other spellings. */
export const hasFolded = (folded: string): boolean => folds.test(folded);

/** A text as a pattern for SQL's LIKE that only matches itself. */
export const likeEscaped = (text: string): string => text.replace(/[\\%_]/g, '\\$&');

/** A pattern for SQL's LIKE that matches every spelling of a folded text, in lower case, and little else. */
export const likeFolded = (folded: string): string =>
  likeEscaped(folded).replace(new RegExp(folds, 'gu'), '_');

/**
 * All lower-case texts that fold to this one, the most common first; undefined if there are more than `most`.
 *
 * @example spellings("o'hara", 100) // ["o'hara", 'o’hara', …]
 */
export function spellings(folded: string, most: number): string[] | undefined {
  const parts = folded.split(new RegExp(`(${folds.source})`, 'gu'));
  let found = [''];
  for (const part of parts) {
    const written = writtenAs.get(part) ?? [part];
    if (found.length * written.length > most) return undefined;
    found = found.flatMap((text) => written.map((each) => text + each));
  }
  return found;
}

/** Addresses and links: their dashes and dots are part of them. */
export const isVerbatim = (text: string): boolean =>
  /^\s*(?:[a-z][a-z\d+.-]*:\/\/|[^\s\p{Cc}@]+@)[^\s\p{Cc}]+\s*$/iu.test(text);

/**
 * Printable ASCII without a blank at its ends or two in a row, like most texts. A pattern takes three times
 * as long.
 */
function isTidy(text: string): boolean {
  let before = 32;
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    if (code < 32 || code > 126 || (code === 32 && before === 32)) return false;
    before = code;
  }
  return before !== 32 || text === '';
}

const ascii = /^[\0-\x7f]*$/;
const unseen = /[\u00ad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]/g;
const blanks = /[\s\p{Cc}]+/gu;

/** What apostrophes, quotes and hyphens fold to; the final sigma folds to the other sigma. */
const others = {
  "'": '\u2019\u2018\u201a\u201b\u2039\u203a\u02b9\u02bb\u02bc\u02bd\u2032\u2035\u0060\u00b4\ua78c\uff07',
  '"': '\u201c\u201d\u201e\u201f\u00ab\u00bb\u02ba\u2033\u2036\u301d\u301e\u301f\uff02',
  '-': '\u2013\u2010\u2011\u2012\u2014\u2015\u2043\u2212\ufe58\ufe63\uff0d',
  σ: 'ς',
};
const plainMarks = new Map(
  Object.entries(others).flatMap(([plain, marks]) => [...marks].map((mark) => [mark, plain] as const)),
);
const marks = new RegExp(`[${Object.values(others).join('')}]`, 'gu');

/**
 * Capitals whose small letters were added after Unicode 10, which servers may still have: first of each, how
 * many, how far apart.
 */
const late: [capital: number, small: number, count: number, step: number][] = [
  [0x1c89, 0x1c8a, 1, 1],
  [0x1c90, 0x10d0, 43, 1],
  [0x1cbd, 0x10fd, 3, 1],
  [0x2c2f, 0x2c5f, 1, 1],
  [0xa7b8, 0xa7b9, 6, 2],
  [0xa7c4, 0xa794, 1, 1],
  [0xa7c5, 0x282, 1, 1],
  [0xa7c6, 0x1d8e, 1, 1],
  [0xa7c7, 0xa7c8, 2, 2],
  [0xa7cb, 0x264, 1, 1],
  [0xa7cc, 0xa7cd, 8, 2],
  [0xa7dc, 0x19b, 1, 1],
  [0xa7f5, 0xa7f6, 1, 1],
  [0x10570, 0x10597, 11, 1],
  [0x1057c, 0x105a3, 15, 1],
  [0x1058c, 0x105b3, 7, 1],
  [0x10594, 0x105bb, 2, 1],
  [0x10d50, 0x10d70, 22, 1],
  [0x16e40, 0x16e60, 32, 1],
  [0x16ea0, 0x16ebb, 25, 1],
];
const lateLetters = new Map(
  late.flatMap(([capital, small, count, step]) =>
    Array.from({ length: count }, (_, index) => [
      String.fromCodePoint(capital + index * step),
      String.fromCodePoint(small + index * step),
    ]),
  ) as [string, string][],
);
const lateCapitals = new RegExp(`[${[...lateLetters.keys()].join('')}]`, 'gu');
const folds = new RegExp(`["'σ-]|[${[...lateLetters.values()].join('')}]`, 'u');

/**
 * A regular expression for SQL: the characters that `folded()` changes and lower case doesn't, at least on
 * old servers.
 */
export const foldable = `[${[...plainMarks.keys(), ...lateLetters.keys()].join('')}]`;

/**
 * The characters that fold to a character: itself first. The capital saltillo stays a capital if the database
 * only knows ASCII case.
 */
const writtenAs = new Map<string, string[]>();
for (const plain of Object.keys(others)) writtenAs.set(plain, [plain]);
for (const [mark, plain] of [...plainMarks, ['\ua78b', "'"] as const]) writtenAs.get(plain)?.push(mark);
for (const [capital, small] of lateLetters) writtenAs.set(small, [small, capital]);
