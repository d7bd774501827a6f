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

/** The number of tokens of a number with commas: "1,000,000.50". One if it could also be two numbers. */
export function thousandsLength(reader: Reader): number {
  if (!/^[$€£¥]?\d{1,3}$/.test(peek(reader)?.lower ?? '')) return 1;
  let length = 1;
  for (;;) {
    const [last, comma, group] = [peek(reader, length - 1), peek(reader, length), peek(reader, length + 1)];
    const isClose =
      comma?.lower === ',' &&
      comma.at === (last?.at ?? 0) + (last?.length ?? 0) &&
      group?.at === comma.at + 1;
    if (!isClose || !/^\d{3}(?:\.\d+)?[$€£¥]?$/.test(group.lower)) return length;
    length += 2;
  }
}

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
