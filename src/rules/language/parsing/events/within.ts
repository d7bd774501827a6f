import { ask, cited, type Reader, textOf } from '../reader/reader.ts';

/**
 * "Opened “Spring sale” within 2 days": of now, or of when it was sent?
 *
 * @param from the first token of the timeframe, which ends before the next one
 */
export function refuseWithin(reader: Reader, from: number): null | undefined {
  const said = textOf(reader, from, reader.next);
  const [, amount] = /^within (?!the\b|last\b|past\b)(.+?)$/i.exec(said) ?? [];
  if (amount === undefined || !/^(?:an?|\d+|[a-z]+) [a-z]+$/i.test(amount)) return undefined;
  const message = `Does ${cited(said)} count from now, or from when the campaign was sent? For the latter, give the days.`;
  const ago = /^(?:an?|one) /i.test(amount)
    ? `in the past ${amount.replace(/^\S+ /, '')}`
    : `in the last ${amount}`;
  return ask(reader, from, reader.next, message, [ago]);
}
