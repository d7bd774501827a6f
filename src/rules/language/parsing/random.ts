import type { Rule } from '../../schema.ts';
import { isPercent } from '../../sql/random.ts';
import { cited, peek, type Read, type Reader, refuse, take, textOf } from './reader.ts';

/** Reads `10%`, `10 percent`, `share of 2.5 %` behind `random`. */
export function readRandom(reader: Reader): Read<Rule> {
  take(reader, ['share of', 'sample of', 'share', 'sample']);
  const from = reader.next;
  const token = peek(reader);
  const [, digits, sign] = /^([+-]?\d*\.?\d+)(%?)$/.exec(token?.kind === 'word' ? token.lower : '') ?? [];
  if (token === undefined || digits === undefined) {
    const message =
      token === undefined
        ? 'How many percent?'
        : `${cited(token.text)} isn't a share in percent, such as 10%.`;
    return refuse(reader, from, from + (token ? 1 : 0), message);
  }
  reader.next += 1;
  const percentSign = sign === '%' || take(reader, ['%', 'percent', 'per cent', 'pct']) !== undefined;
  const said = textOf(reader, from, reader.next);
  const [comma, decimals] = [peek(reader), peek(reader, 1)];
  if (comma?.lower === ',' && comma.at === token.at + token.length && decimals?.at === comma.at + 1) {
    const all = textOf(reader, from, reader.next + 2);
    const message = `Write ${cited(all)} with a point: a comma joins conditions.`;
    return refuse(reader, from, reader.next + 2, message, [all.replace(',', '.')]);
  }
  const percent = Number(digits);
  if (!isPercent(percent)) {
    const message = `A random share lies over 0% and goes up to 100%, with two decimals at most; ${cited(said)} does not.`;
    return refuse(reader, from, reader.next, message);
  }
  if (!percentSign) {
    const message = `${cited(said)} of a hundred, or ${said} contacts? A random share is said in percent.`;
    return refuse(reader, from, reader.next, message, [`${digits}%`]);
  }
  const all = [
    'of everyone',
    'of everybody',
    'of contacts',
    'of all contacts',
    'of the contacts',
    'of people',
  ];
  const of = take(reader, all);
  if (of === undefined && peek(reader)?.lower === 'of') {
    const message =
      'A random share is one of all contacts; to narrow it down, join another condition with "and".';
    return refuse(reader, reader.next, reader.next + 1, message, ['and']);
  }
  return { type: 'random', percent, seed: reader.seed ?? 0 };
}
