import type { Rule } from '../../../schema.ts';
import { isPercent } from '../../../sql/random.ts';
import { determiners, nouns } from '../../words.ts';
import { isOver } from '../reader/connectors.ts';
import { cited, peek, type Read, type Reader, refuse, see, take, textOf } from '../reader/reader.ts';
import type { Lead } from '../reader/spoken.ts';

const percents = ['%', 'percent', 'per cent', 'pct'];

/** Whether "10% of vips", "a 10% sample", "10 percent of subscribers" begins `offset` tokens from here. */
export function shareStarts(reader: Reader, offset = 0): boolean {
  const at = offset + (see(reader, ['a', 'the'], offset) === undefined ? 0 : 1);
  const token = peek(reader, at);
  if (token?.kind !== 'word' || !/^\d*\.?\d+%?$/.test(token.lower)) return false;
  const sign = token.lower.endsWith('%') ? 0 : (see(reader, percents, at + 1)?.split(' ').length ?? -1);
  return sign >= 0 && see(reader, ['of', 'sample', 'share', 'random sample'], at + 1 + sign) !== undefined;
}

/**
 * Reads `10%`, `10 percent`, `share of 2.5 %` after `random`, or `10% of`: the condition after "of" says
 * whose share it is.
 */
export function readRandom(reader: Reader, lead: Lead): Read<Rule> {
  take(reader, ['share of', 'sample of', 'share', 'sample', 'a', 'the']);
  const from = reader.next;
  const token = peek(reader);
  const [, digits, sign] = /^([+-]?\d*\.?\d+)(%?)$/.exec(token?.kind === 'word' ? token.lower : '') ?? [];
  if (token === undefined || digits === undefined) {
    const message =
      token === undefined ? 'How many percent?' : `${cited(token.text)} isn’t a percentage, like 10%.`;
    return refuse(reader, from, from + (token ? 1 : 0), message);
  }
  reader.next += 1;
  const percentSign = sign === '%' || take(reader, percents) !== undefined;
  const said = textOf(reader, from, reader.next);
  const [comma, decimals] = [peek(reader), peek(reader, 1)];
  if (comma?.lower === ',' && comma.at === token.at + token.length && decimals?.at === comma.at + 1) {
    const all = textOf(reader, from, reader.next + 2);
    const message = `Write ${cited(all)} with a point: a comma joins conditions.`;
    return refuse(reader, from, reader.next + 2, message, [all.replace(',', '.')]);
  }
  const percent = Number(digits);
  if (!isPercent(percent)) {
    const message = `A random share must be above 0% and up to 100%, with at most two decimals; ${cited(said)} isn’t.`;
    return refuse(reader, from, reader.next, message);
  }
  if (!percentSign) {
    const message = `${cited(said)} of a hundred, or ${said} contacts? A random share is a percentage.`;
    return refuse(reader, from, reader.next, message, [`${digits}%`]);
  }
  take(reader, ['sample', 'share', 'random sample']);
  const all = [
    'of everyone',
    'of everybody',
    'of contacts',
    'of all contacts',
    'of the contacts',
    'of people',
  ];
  const of = take(reader, all) ?? take(reader, ['of']);
  if (of === 'of') {
    if (refuseShares(reader, lead, percent) === null) return null;
    take(reader, determiners);
    take(reader, nouns);
  }
  return { type: 'random', percent, seed: reader.seed ?? 0 };
}

/** Shares of two groups, or a negated group: the reach of "and" and "not" isn't clear. */
function refuseShares(reader: Reader, lead: Lead, percent: number): null | undefined {
  if (peek(reader) === undefined)
    return refuse(reader, reader.next - 1, reader.next, 'A share of which contacts?', ['']);
  if (lead.negation !== undefined) {
    const message = `Does ${cited(lead.negation)} leave out the share, or the people too? Say it with brackets.`;
    return refuse(reader, lead.from, reader.next, message);
  }
  if (!reader.heard.some(({ rule }) => rule.type === 'random')) return undefined;
  const message = 'Shares of two groups: put each in brackets, and "or" between them.';
  return refuse(reader, lead.from, reader.next, message, [`random ${percent}% and`]);
}

/** Whether the share before here is a share of the people that the next words describe: "10% of vips". */
export const isShareOf = (reader: Reader, { type }: Rule): boolean =>
  type === 'random' &&
  !isOver(peek(reader)) &&
  see(reader, ['of', ...determiners, ...nouns], -1) !== undefined;
