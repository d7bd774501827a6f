import { numberWords } from '../../words.ts';
import { peek, type Reader, see } from '../reader/reader.ts';
import { seeAttribute } from './named.ts';

const comparing =
  'more fewer less at over under above below exactly between up minimum maximum > >= < <= ≥ ≤ no'.split(' ');
const orMore = ['or more', 'and more', 'or less', 'or fewer', 'or over'];

const limits = ['a minimum', 'a maximum'];

/** Whether "more than 10 seats" or "5+ seats" begins `offset` tokens from here. */
export function quantityStarts(reader: Reader, offset: number): boolean {
  return (
    seeCounted(reader, offset + (see(reader, ['with', 'having'], offset) === undefined ? 0 : 1)) !== undefined
  );
}

/** The number attribute named after a comparison and numbers. */
export function seeCounted(
  reader: Reader,
  offset: number,
): { id: number; name: string; at: number; length: number } | undefined {
  const first = peek(reader, offset)?.lower ?? '';
  if (!isNumber(first) && !comparing.includes(first) && see(reader, limits, offset) === undefined)
    return undefined;
  let hasNumber = false;
  let isSecond = false;
  for (let at = offset; at < offset + 10; at += 1) {
    const token = peek(reader, at);
    if (token === undefined || token.kind === 'quoted') return undefined;
    isSecond ||=
      hasNumber && joiners.has(token.lower) && comparing.includes(peek(reader, at + 1)?.lower ?? '');
    if (
      isSecond &&
      (joiners.has(token.lower) ||
        token.lower === 'than' ||
        token.lower === 'least' ||
        token.lower === 'most' ||
        comparing.includes(token.lower))
    )
      continue;
    const attribute = hasNumber ? seeAttribute(reader, at) : undefined;
    if (attribute?.named.type === 'number' && !attribute.quoted && !units.test(token.lower)) {
      const { id, name } = attribute.named;
      return { id, name, at: reader.next + at, length: attribute.length };
    }
    if (isNumber(token.lower)) hasNumber = true;
    else if (
      hasNumber &&
      !inside.has(token.lower) &&
      see(reader, orMore, at) === undefined &&
      see(reader, orMore, at - 1) === undefined
    )
      return undefined;
  }
  return undefined;
}

/** "More than 60 days ago" is a time, even if an attribute is called "days". */
const units = /^(?:second|minute|hour|day|week|month|quarter|year)s?$/;

/** "More than 5 but fewer than 10 seats". */
export const joiners: ReadonlySet<string> = new Set(['and', 'but']);
/** The words allowed between two numbers. */
const inside = new Set(['and', 'to', ',']);
const isNumber = (word: string): boolean =>
  /^[$€£¥]?\d[\d.+–-]*[$€£¥]?k?$/.test(word) || Object.hasOwn(numberWords, word);
