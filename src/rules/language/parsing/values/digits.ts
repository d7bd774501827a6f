import type { Token } from '../../tokens.ts';
import { numberWords } from '../../words.ts';
import { peek, type Reader } from '../reader/reader.ts';

export const currencies = [
  'dollars',
  'dollar',
  'usd',
  'euros',
  'euro',
  'eur',
  'pounds',
  'pound',
  'gbp',
  'bucks',
];

/** Words for a share: whether 10 or 0.1 is stored for ten percent, nobody but the workspace knows. */
export const percents = ['%', 'percent', 'per cent', 'pct'];

/**
 * The number of tokens of a number with commas, or of two with a hyphen between them: "1,000,000.50",
 * "$500-1,000", "1,000+". One if it could also be two numbers.
 */
export function thousandsLength(reader: Reader): number {
  if (!/^[$€£¥]?(?:\d+[-–][$€£¥]?)?\d{1,3}$/.test(peek(reader)?.lower ?? '')) return 1;
  let length = 1;
  for (;;) {
    const [last, comma, group] = [peek(reader, length - 1), peek(reader, length), peek(reader, length + 1)];
    const isClose =
      comma?.lower === ',' &&
      comma.at === (last?.at ?? 0) + (last?.length ?? 0) &&
      group?.at === comma.at + 1;
    if (!isClose || !thousands.test(group.lower)) return length;
    length += 2;
  }
}

const thousands = /^\d{3}(?:(?:\.\d+)?[$€£¥+%]?|[-–][$€£¥]?\d{1,3})$/;

/** Digits, a sign and a point: without currency and thousands separators, and with "k" as thousands. */
export function plainNumber(typed: string): string {
  const [, sign = '', digits = '', thousands] = /^([+-]?)[$€£¥]?([\d.,]*)[$€£¥+]?(k?)$/i.exec(typed) ?? [];
  if (digits === '' || (digits.includes(',') && !/^\d{1,3}(?:,\d{3})+(?:\.\d+)?$/.test(digits))) return typed;
  const plain = sign + digits.replaceAll(',', '');
  return thousands === '' || thousands === undefined ? plain : String(Number(plain) * 1000);
}

export const isNumeric = (token: Token | undefined): boolean =>
  token !== undefined &&
  token.kind !== 'sign' &&
  (/^[+-]?[$€£¥]?\d/.test(token.lower) || Object.hasOwn(numberWords, token.lower));
