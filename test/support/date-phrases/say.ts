/** Randomness that is the same in every run, and the many ways of writing one thing. */
export interface Say {
  int: (least: number, most: number) => number;
  pick: <T>(list: readonly T[]) => T;
  chance: (share: number) => boolean;
}

/** Mulberry32: small, and the same everywhere. */
export function sayer(seed: number): Say {
  let state = seed;
  const next = () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
  return {
    int: (least, most) => least + Math.floor(next() * (most - least + 1)),
    pick: (list) => list[Math.floor(next() * list.length)] as (typeof list)[number],
    chance: (share) => next() < share,
  };
}

const small =
  'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen'.split(
    ' ',
  );
const tens = '- - twenty thirty forty fifty sixty seventy eighty ninety'.split(' ');

/** 1 to 999 in words. */
export function inWords(n: number): string {
  if (n < 20) return small[n] ?? '';
  if (n < 100) return `${tens[Math.floor(n / 10)]}${n % 10 ? `-${small[n % 10]}` : ''}`;
  return `${small[Math.floor(n / 100)]} hundred${n % 100 ? ` and ${inWords(n % 100)}` : ''}`;
}

/** A number in digits, in words, or both. */
export function number(say: Say, n: number): string {
  if (say.chance(0.6)) return String(n);
  const words = say.chance(0.5) ? inWords(n) : inWords(n).replace('-', ' ');
  return say.chance(0.15) ? `${words} (${n})` : words;
}

/** "1st", "22nd", or "the first" in words up to the twelfth. */
export function ordinal(say: Say, n: number): string {
  const words = 'first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth'.split(
    ' ',
  );
  if (n <= 12 && say.chance(0.4)) return words[n - 1] ?? '';
  const last = n % 100 > 10 && n % 100 < 14 ? 0 : n % 10;
  return `${n}${['th', 'st', 'nd', 'rd'][last] ?? 'th'}`;
}

export const weekdayNames = 'Monday Tuesday Wednesday Thursday Friday Saturday Sunday'.split(' ');
const weekdayShort = 'Mon Tue Wed Thu Fri Sat Sun'.split(' ');
export const monthNames =
  'January February March April May June July August September October November December'.split(' ');
const monthShort = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ');

export function weekday(say: Say, n: number): string {
  return (say.chance(0.6) ? weekdayNames : weekdayShort)[n - 1] ?? '';
}

export function month(say: Say, n: number): string {
  return (say.chance(0.6) ? monthNames : monthShort)[n - 1] ?? '';
}

/** "days", "day", "business days"; the plural may be left out or misspelled if it stays certain. */
export function units(say: Say, n: number, unit: string): string {
  const short: Record<string, string[]> = {
    day: ['days', 'dys'],
    week: ['weeks', 'wks', 'wk'],
    month: ['months', 'mths', 'mos', 'moths'],
    quarter: ['quarters', 'qtrs'],
    year: ['years', 'yrs', 'yr'],
    hour: ['hours', 'hrs', 'hr'],
    minute: ['minutes', 'mins', 'min'],
  };
  if (say.chance(0.2)) return say.pick(short[unit] ?? [unit]);
  return n === 1 ? unit : `${unit}s`;
}

/**
 * Words in which two neighboring letters are often swapped or one is missing, and nothing else could be
 * meant.
 */
const slippery =
  /\b(?:january|february|september|october|november|december|monday|tuesday|wednesday|thursday|saturday|quarter|months|yesterday|previous|between|christmas|thanksgiving|halloween)\b/i;

/**
 * A phrase as typed by someone in a hurry: capitals, spaces, marks, small words before it, a slip in a long
 * word.
 */
export function typed(say: Say, phrase: string): string {
  let text = phrase;
  if (say.chance(0.1)) {
    text = text.replace(slippery, (word) => {
      const at = say.int(1, word.length - 3);
      const swapped = word.slice(0, at) + word[at + 1] + word[at] + word.slice(at + 2);
      return say.chance(0.5) ? swapped : word.slice(0, at) + word.slice(at + 1);
    });
  }
  if (say.chance(0.3)) text = say.pick([text.toUpperCase(), text.toLowerCase()]);
  if (say.chance(0.15)) text = say.pick([`  ${text} `, text.replaceAll(' ', '  ')]);
  if (say.chance(0.15) && /[\p{L}]$/u.test(text)) text += say.pick(['!', '.', '?', '!!']);
  return text;
}

/** A small word that forms and habits put before a period. */
export function filled(say: Say, phrase: string): string {
  return say.chance(0.3)
    ? `${say.pick(['in', 'during', 'over', 'within', 'at any time in'])} ${phrase}`
    : phrase;
}
