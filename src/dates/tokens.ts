import { canonicalWord } from './words.ts';

/** A word, a number written in digits, or a sign. */
export interface Token {
  kind: 'word' | 'number' | 'sign';
  /** The canonical word, the digits, or the sign. */
  text: string;
  /** Numbers: the value. */
  value: number;
  /** Its position in the text, in UTF-16 units. */
  at: number;
  end: number;
  /** Nothing separates it from the token before. */
  glued: boolean;
  /** The word was written in the plural and the canonical word is singular: "weeks". */
  plural: boolean;
}

const pattern =
  /(?<half>[ap]\.\s?m\b\.?)|(?<word>b4(?![\p{L}\d])|\p{L}+(?:['’‘ʼ`]\p{L}+)*['’‘ʼ`]?)|(?<number>\d{1,3}(?:,\d{3})+(?![\d,])|\d+)|(?<sign>[<>]\s*=|=[<>]|[-–—=]>|\.{2,3}|\S)/giu;
const dashes = /^(?:[‐‑‒–—―−~～→…]|[-–—=]>|\.{2,3})$/u;
const same: Record<string, string> = { '>=': '≥', '=>': '≥', '<=': '≤', '=<': '≤' };
/** "lastweek": two words without the space. */
const fused = /^(last|past|this|next)(week|weekend|month|quarter|year)$/i;
/** "last-30-days", "this_month": the sign that joins one of these to the next word means nothing. */
const joined = new Set(['last', 'past', 'previous', 'this', 'current', 'next']);
const quotes = /['’‘ʼ`]/gu;
/** What pasting leaves at the ends of words. Characters that reverse text stay: they display other words. */
const unseen = /^[\u00ad\u200b\u200e\u200f\u2060]$/;

/**
 * Splits a text into words, numbers, and signs. Drops the dot of an abbreviation and a comma that only
 * separates words; every dash becomes the same sign; splits letters from digits (`Q3`, `30d`, `dec31`).
 *
 * @example tokenize('Dec. 31, 1994').map((token) => token.text) // ['december', '31', '1994']
 */
export function tokenize(text: string): Token[] {
  const tokens: Token[] = [];
  let end = 0;
  for (const match of text.matchAll(pattern)) {
    const { half, word, number, sign } = match.groups as Record<string, string | undefined>;
    const at = match.index;
    const next = at + match[0].length;
    const glued = at === end && tokens.length > 0;
    const add = (kind: Token['kind'], words: string, value = 0) =>
      tokens.push({ kind, text: words, value, at, end: next, glued, plural: isPlural(words, word) });
    if (half !== undefined) add('word', half[0]?.toLowerCase() === 'a' ? 'am' : 'pm');
    else if (number !== undefined)
      add('number', number.replaceAll(',', ''), Number(number.replaceAll(',', '')));
    else if (word !== undefined && fused.test(word)) {
      const [, which = '', what = ''] = fused.exec(word) ?? [];
      tokens.push(
        {
          kind: 'word',
          text: canonicalWord(which),
          value: 0,
          at,
          end: at + which.length,
          glued,
          plural: false,
        },
        {
          kind: 'word',
          text: canonicalWord(what),
          value: 0,
          at: at + which.length,
          end: next,
          glued: true,
          plural: false,
        },
      );
    } else if (word !== undefined) add('word', canonicalWord(word.replace(quotes, '')));
    else if (sign === '&') add('word', 'and');
    else if (sign !== undefined && !isSilent(text, sign, at, tokens)) {
      add('sign', dashes.test(sign) ? '-' : (same[sign.replace(/\s+/, '')] ?? sign));
    }
    end = next;
  }
  return tokens;
}

function isPlural(canonical: string, written: string | undefined): boolean {
  return written !== undefined && /[^'’‘ʼ`]s$/i.test(written) && !canonical.endsWith('s');
}

/**
 * A dot after a word, or a comma if one of its neighbors is a word or a space follows. Also an underscore,
 * the hyphen of "last-week", the apostrophe of "'til", an invisible character next to a blank, and whatever
 * ends a sentence ("last 30 days!").
 */
function isSilent(text: string, sign: string, at: number, tokens: Token[]): boolean {
  const before = tokens.at(-1);
  const behind = text.slice(at + 1);
  const rest = behind.trimStart();
  if (/[.!?]/.test(sign) && /^[\s.!?]*$/.test(behind)) return before !== undefined && !isShortDate(tokens);
  if (unseen.test(sign)) return /^\s*$/.test(text.charAt(at - 1)) || /^(?:\s|$)/.test(behind);
  if (sign === '_') return before !== undefined && /^[\p{L}\d]/u.test(behind);
  if (sign === '-') return before?.end === at && joined.has(before.text) && /^[\p{L}\d]/u.test(behind);
  if (sign === "'" || sign === '’' || sign === '‘') return /^till?\b/i.test(behind);
  if (sign === '.') return before?.kind === 'word' && before.end === at && /^(?:[\p{L}\d,(-]|$)/u.test(rest);
  if (sign === ',')
    return (
      before !== undefined &&
      before.kind !== 'sign' &&
      /^[\p{L}\d]/u.test(rest) &&
      (before.kind === 'word' || rest !== behind)
    );
  return false;
}

/** "30.11": a dot after it says that the day comes first. */
function isShortDate(tokens: Token[]): boolean {
  const [before, day, dot, month] =
    tokens.slice(-4).length === 4 ? tokens.slice(-4) : [undefined, ...tokens.slice(-3)];
  return (
    before?.text !== '.' &&
    day?.kind === 'number' &&
    dot?.text === '.' &&
    dot.glued &&
    month?.kind === 'number'
  );
}
