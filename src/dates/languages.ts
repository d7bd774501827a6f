import { foreignWords } from './foreign-words.ts';

/**
 * We read timeframes in English. We refuse a phrase in another language and suggest the same phrase in
 * English, as far as we know its words.
 */
const english = new Map<string, string[]>();
for (const [meaning, words] of Object.entries(foreignWords)) {
  for (const each of new Set(words.split(' '))) {
    const key = plain(each);
    english.set(key, [...(english.get(key) ?? []), meaning]);
  }
}

const months = 'january february march april may june july august september october november december'.split(
  ' ',
);
const weekdays = 'monday tuesday wednesday thursday friday saturday sunday'.split(' ');
const units = ['day', 'week', 'month', 'quarter', 'year', 'weekend', 'hour', 'minute'];
const names = new Set([...months, ...weekdays, ...units]);
/** Meanings of words that identify another language, because English speakers don't type those words. */
const telling = new Set([
  ...names,
  ...['last', 'next', 'this', 'today', 'yesterday', 'tomorrow', 'since', 'Christmas', 'Easter'],
]);
/** Words that English has too, so they don't identify another language. */
const alsoEnglish = new Set(
  'an ans ten man mars hier fire to do hour dies week weekend fra per on no minute ma dos ore lat dit ce ta hora'.split(
    ' ',
  ),
);

/** Lower case without accents, so that "März" and "marz", "år" and "ar" are the same. */
function plain(word: string): string {
  return word
    .toLowerCase()
    .replace(/ß/g, 'ss')
    .replace(/ø/g, 'o')
    .replace(/æ/g, 'ae')
    .replace(/ł/g, 'l')
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/’/g, "'");
}

/**
 * Whether a word belongs to another language and to no English phrase. We don't read it as a typo of an
 * English word.
 *
 * @example isForeign('Dezember') // true
 */
export function isForeign(word: string): boolean {
  const key = plain(word);
  return !alsoEnglish.has(key) && (english.get(key) ?? []).some((meaning) => telling.has(meaning));
}

/**
 * The same phrase in English, word by word and in English order. '' if the text is in another language but
 * has words that we don't know; undefined if it isn't in another language.
 *
 * @example inEnglish('les 30 derniers jours') // 'last 30 days'
 * @example inEnglish('vor zwei Wochen') // '2 weeks ago'
 */
export function inEnglish(text: string): string | undefined {
  const letters = text.match(/\p{L}/gu) ?? [];
  if (letters.length > 0 && letters.every((letter) => !/\p{Script=Latin}/u.test(letter))) return '';
  const words = plain(text)
    .replace(/\bil y a\b/, 'hace')
    .replace(/\bi (gar|dag|morgon|morgen)\b/, 'i$1')
    .match(/\p{L}+(?:'\p{L}+)*|\d+(?:[./-]\d+)*/gu);
  if (words === null) return undefined;
  const isCertain = words.some((word) => isForeign(word) || (backwards.test(word) && words.length > 2));
  // "3 mars 2026" and "hier" have no other word that identifies the language.
  const isShort =
    words.every((word) => /^(?:\d+|mars|hier)$/.test(word)) && words.some((word) => /^[mh]/.test(word));
  if (!isCertain && !isShort) return undefined;
  const said = meanings(words.flatMap((word) => (english.has(word) ? [word] : word.split("'"))));
  return said === undefined ? '' : arrange(said).join(' ');
}

const backwards = /^(?:hace|fa|geleden|temu)$/;

/** The English words, without those that mean nothing by themselves; undefined if any word is unknown. */
function meanings(words: string[]): string[] | undefined {
  const found: string[] = [];
  for (const [i, word] of words.entries()) {
    const meant = /^\d/.test(word)
      ? [word]
      : (english.get(word) ?? (isPlainEnglish(word) ? [word] : undefined));
    if (meant === undefined) return undefined;
    found.push(chosen(word, meant, words, i));
  }
  return found.filter((each) => each !== '');
}

const isPlainEnglish = (word: string) => word !== '' && Object.hasOwn(foreignWords, word);

/** The meaning of an ambiguous word that fits its place. */
function chosen(word: string, meant: string[], words: string[], at: number): string {
  const after = words[at + 1];
  const next = after === undefined ? [] : (english.get(after) ?? [after]);
  const isCount = next.some((each) => /^\d/.test(each));
  // "vor 30 Tagen" is "30 days ago", "vor Weihnachten" is "before Christmas".
  if (word === 'vor') return isCount ? 'ago' : 'before';
  // "för 2 veckor sedan", "siden i går"
  if (word === 'sedan' || word === 'siden') return after === undefined ? 'ago' : 'since';
  // "da ieri", but "da semana passada"
  if (word === 'da') return next.some((each) => telling.has(each) && !units.includes(each)) ? 'since' : '';
  const isBetween = words.some((each) => english.get(each)?.includes('between'));
  if (isBetween && meant.includes('and')) return 'and';
  const useful = meant.filter((each) => each !== '');
  // "i" is "and" in Polish and "in" in Scandinavian languages; "do" is "until" in Polish and "of the" in
  // Portuguese.
  if (useful.length < meant.length && (word.length < 3 || after === undefined))
    return isCount && meant.includes('until') ? 'until' : '';
  return useful[0] ?? '';
}

/** Puts English words into English order: "month last" → "last month", "30 last day" → "last 30 days". */
function arrange(said: string[]): string[] {
  const words = [...said];
  const isNumber = (word: string | undefined) => word !== undefined && /^\d+$/.test(word);
  for (const which of ['last', 'next', 'this']) {
    const at = words.indexOf(which);
    const before = words[at - 1];
    if (at > 0 && before !== undefined && (names.has(before) || isNumber(before))) {
      words.splice(at, 1);
      words.splice(isNumber(words[at - 2]) && names.has(before) ? at - 2 : at - 1, 0, which);
    }
  }
  const ago = words.indexOf('ago');
  if (ago >= 0) {
    words.splice(ago, 1);
    const unit = words.findIndex((word) => units.includes(word));
    if (unit === 0 || (unit > 0 && !isNumber(words[unit - 1]))) words.splice(unit, 0, '1');
    words.push('ago');
  }
  // From … to …
  const to = words.findIndex((word) => word === 'until' || word === 'to');
  if (to > 0 && words[0] === 'since') {
    words[0] = 'from';
    words[to] = 'to';
  }
  return words.map((word, i) => {
    const count = words[i - 1];
    if (units.includes(word) && isNumber(count) && count !== '1') return `${word}s`;
    return months.includes(word) || weekdays.includes(word) ? word[0]?.toUpperCase() + word.slice(1) : word;
  });
}
