import type { Problem } from '../../../../lib/problem.ts';
import type { Token } from '../../tokens.ts';

/** Signs, and a word, that people put between conditions, and their possible meanings. */
const meant: Record<string, readonly string[]> = {
  '&': ['and'],
  '＆': ['and'],
  '&amp;': ['and'],
  '∧': ['and'],
  '∨': ['or'],
  '+': ['and'],
  ';': ['and', 'or'],
  '/': ['or', 'and'],
  '|': ['or'],
  '•': ['and', 'or'],
  '·': ['and', 'or'],
  '->': ['and'],
  '=>': ['and'],
  '→': ['and'],
  '–': ['and', 'or'],
  '—': ['and', 'or'],
  '…': ['and', 'or'],
  plus: ['and', 'or'],
};

interface Sign {
  sign: string;
  at: number;
  length: number;
}

/** Each of more signs could be part of a name: "Procter & Gamble & opened this month". */
const mostAlone = 4;

/**
 * The possible problems of a sentence that joins conditions or names with signs: `tagged vip & opened this
 * month`, `vip/beta`. Their suggestions are not checked yet.
 *
 * @param problem of the sentence as typed
 * @returns those of a sign at the words at fault (`isAlone`: between blanks), and those of signs elsewhere,
 *   which may have been read as part of a value
 */
export function problemsOfSigns(
  text: string,
  tokens: readonly Token[],
  problem: Problem,
  said: (words: string) => string | undefined,
): { beside: Problem[]; elsewhere: Problem[]; isAlone: boolean } {
  const signs = tokens.flatMap((token, index) => signsIn(text, token, tokens[index + 1]));
  const ofNames = problemOfNames(text, signs, said);
  if (ofNames !== undefined) return { beside: [ofNames], elsewhere: [], isAlone: false };
  const alone = signs.length > 1 ? signs.slice(0, mostAlone).map((sign) => [sign]) : [];
  const problems = [signs, ...alone]
    .filter((some) => some.length > 0)
    .map((some) => ({ some, problem: problemOf(text, some, signs) }));
  const isBeside = ({ at, length }: Sign) =>
    at + length >= problem.at && at <= problem.at + problem.length + 1;
  return {
    beside: problems.filter(({ some }) => some.some(isBeside)).map((each) => each.problem),
    elsewhere: problems.filter(({ some }) => !some.some(isBeside)).map((each) => each.problem),
    isAlone: signs.some((each) => each.sign !== 'plus' && isBeside(each) && isBlankAround(text, each)),
  };
}

/**
 * "Vip & lead", "vips plus leads": with nothing but names around it, any sign could mean the people who have
 * both, or those of either group. Undefined for other sentences, and for different signs.
 *
 * @param said how a rule says one name: "tagged vip"
 */
function problemOfNames(
  text: string,
  signs: readonly Sign[],
  said: (words: string) => string | undefined,
): Problem | undefined {
  const [first] = signs;
  const parts = first === undefined ? [] : partsOf(text, signs).map(said);
  if (first === undefined || parts.includes(undefined) || signs.some(({ sign }) => sign !== first.sign))
    return undefined;
  const words = meant[first.sign]?.[0] === 'or' ? ['or', 'and'] : ['and', 'or'];
  return {
    at: 0,
    length: text.length,
    message: `Say ${words.map((word) => `"${word}"`).join(' or ')} instead of "${first.sign}".`,
    suggestions: words.map((word) => parts.join(` ${word} `)),
    asks: true,
  };
}

/** The words before, between and after the signs. */
function partsOf(text: string, signs: readonly Sign[]): string[] {
  const starts = [0, ...signs.map(({ at, length }) => at + length)];
  return starts.map((start, index) => text.slice(start, signs[index]?.at ?? text.length).trim());
}

/** Replaces all of the signs at once. At either end of the sentence they join nothing. */
function problemOf(text: string, signs: readonly Sign[], all: readonly Sign[]): Problem {
  const kinds = [...new Set(signs.map(({ sign }) => sign))];
  const at = Math.min(...signs.map((each) => each.at));
  const end = Math.max(...signs.map((each) => each.at + each.length));
  const isAtEdge =
    signs.length === 1 &&
    signs.every((sign) => isBlankAround(text, sign)) &&
    (text.slice(0, at).trim() === '' || text.slice(end).trim() === '');
  // "a & b; c" is "and" for both, or "and" and "or".
  const readings = isAtEdge
    ? [() => '']
    : [0, 1]
        .filter((index) => index === 0 || kinds.some((sign) => (meant[sign]?.length ?? 0) > 1))
        .map((index) => (sign: string) => meant[sign]?.[index] ?? meant[sign]?.[0] ?? 'and');
  const suggestions = [...new Set(readings.map((word) => replaced(text, signs, word)))];
  const instead = kinds.map((sign) => {
    const words = (meant[sign] ?? []).map((word) => `"${word}"`).join(' or ');
    return `${words} instead of "${sign}"`;
  });
  const message = isAtEdge
    ? `${`"${kinds[0]}"`} joins nothing here; put conditions before and after it, with "${meant[kinds[0] ?? '']?.[0] ?? 'and'}" between them.`
    : `Say ${instead.join(', and ')}.`;
  const [first] = all;
  return {
    at: signs.length === all.length ? at : (signs[0] ?? first ?? { at }).at,
    length: end - at,
    message,
    suggestions,
    asks: true,
  };
}

/** Signs alone, at the end of a word, or between two words. */
function signsIn(text: string, { kind, text: word, at }: Token, next: Token | undefined): Sign[] {
  // "->" and "=>" are split by the tokenizer; "=>" before a number is a comparison.
  const arrow = ['->', '=>'].find((each) => text.startsWith(each, at));
  if (arrow !== undefined && next?.text === '>')
    return /^.{2}\s*[\d$€£]/.test(text.slice(at)) ? [] : [{ sign: arrow, at, length: 2 }];
  if (kind !== 'word') return [];
  if (['–', '—', '…'].includes(word)) return [{ sign: word, at, length: 1 }];
  if (word.toLowerCase() === 'plus' && at > 0 && next !== undefined)
    return [{ sign: 'plus', at, length: word.length }];
  return [...word.matchAll(/&amp;|[&＆∧∨+;/|•·→]/g)]
    .filter(({ index }) => !isDoubled(word, index))
    .map(({ 0: sign, index }) => ({ sign, at: at + index, length: sign.length }));
}

const isBlankAround = (text: string, { at, length }: Sign): boolean =>
  /^\s?$/.test(text.charAt(at - 1)) && /^\s?$/.test(text.charAt(at + length));

/** "&&" and "||" are understood, and "//" is part of a link. */
const isDoubled = (text: string, index: number): boolean =>
  text[index] === text[index + 1] || text[index] === text[index - 1];

function replaced(text: string, signs: readonly Sign[], word: (sign: string) => string): string {
  let result = '';
  let from = 0;
  for (const { at, length, sign } of signs) {
    result += `${text.slice(from, at).trimEnd()} ${word(sign)} `;
    from = at + length + (/^\s*/.exec(text.slice(at + length))?.[0].length ?? 0);
  }
  // "and &" is one "and".
  return (result + text.slice(from)).replace(/,? (and|or|but) (?:and|or) /g, ' $1 ').trim();
}
