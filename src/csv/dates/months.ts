/**
 * The number of a month by its full or short name, in the languages that contact lists are kept in, ignoring
 * case and accents; undefined for any other word.
 *
 * @example monthOf('août') // 8
 */
export function monthOf(name: string): number | undefined {
  return numbers().get(fold(name));
}

const languages = 'en de fr es pt it ca nl sv da nb is fi et pl cs sk sl ro hu tr ru uk bg el lt lv'.split(
  ' ',
);
/** Forms that people write and the platform doesn't know. */
const written: [name: string, month: number][] = [
  ['sept', 9],
  ['mrz', 3],
  ['set', 9],
];

/**
 * Whether a word is a weekday's full or short name, in these languages.
 *
 * @example isWeekday('ven') // true
 */
export function isWeekday(word: string): boolean {
  weekdays ??= new Set(
    languages.flatMap((language) =>
      (['long', 'short'] as const).flatMap((style) => {
        const format = new Intl.DateTimeFormat(language, { weekday: style, timeZone: 'UTC' });
        return Array.from({ length: 7 }, (_, day) =>
          fold(format.format(new Date(Date.UTC(2024, 0, 1 + day)))),
        );
      }),
    ),
  );
  const folded = fold(word);
  return weekdays.has(folded) || /^(?:tues|thur|thurs)$/.test(folded);
}

/**
 * Whether a text begins with a word that a date may begin with: a month, a weekday, an article. This rules
 * out most texts, so answers are cached by word.
 */
export function beginsLikeDate(text: string): boolean {
  let end = 0;
  while (end < text.length && isLetter(text.charCodeAt(end))) end += 1;
  if (end === 0 || !' .,-/'.includes(text.charAt(end))) return false;
  const word = text.slice(0, end);
  let begins = firstWords.get(word);
  if (begins === undefined) {
    begins = monthOf(word) !== undefined || isWeekday(word) || /^(?:le|den|am|el|il|on)$/i.test(word);
    if (firstWords.size < 5000 && end <= 20) firstWords.set(Array.from(word).join(''), begins);
  }
  return begins;
}

const firstWords = new Map<string, boolean>();
const isLetter = (code: number): boolean =>
  (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || code > 127;

let weekdays: Set<string> | undefined;
let found: Map<string, number> | undefined;

/** Built when the first date with a word in it appears: it takes some milliseconds. */
function numbers(): Map<string, number> {
  if (found !== undefined) return found;
  const all = new Map<string, Set<number>>();
  const add = (name: string, month: number): void => {
    const key = fold(name.replace(/^d(?:e |['’])/, ''));
    if (!/^\p{L}{3,}$/u.test(key)) return;
    all.set(key, (all.get(key) ?? new Set()).add(month));
  };
  for (const language of languages) {
    for (const style of ['long', 'short'] as const) {
      // Alone and after a day: Polish and Czech have two forms of each.
      const alone = new Intl.DateTimeFormat(language, { month: style, timeZone: 'UTC' });
      const behind = new Intl.DateTimeFormat(language, { day: 'numeric', month: style, timeZone: 'UTC' });
      for (let month = 1; month <= 12; month += 1) {
        const date = new Date(Date.UTC(2024, month - 1, 3));
        add(alone.format(date), month);
        add(behind.formatToParts(date).find((part) => part.type === 'month')?.value ?? '', month);
      }
    }
  }
  for (const [name, month] of written) add(name, month);
  // A word that means two months is neither.
  found = new Map(
    [...all].flatMap(([name, [month, ...others]]) => (month && others.length === 0 ? [[name, month]] : [])),
  );
  return found;
}

const fold = (name: string): string =>
  name
    .normalize('NFKD')
    .replace(/[\p{M}.]/gu, '')
    .toLowerCase();
