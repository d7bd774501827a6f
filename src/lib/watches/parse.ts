import { quotedStretches } from '../quotes.ts';
import { LONGEST_SPAN, MOST_PEOPLE, type WatchCondition } from './condition.ts';

/** The place a watch writes to: the channel it was typed in, its owner, or a channel by its id. */
export type WatchPlace = 'here' | 'owner' | { channel: string };

/** A watch as someone typed it: whom, when, and in which place. */
export type ParsedWatch =
  | { ok: true; whom: string; condition: WatchCondition; place: WatchPlace | undefined }
  /** Without a condition, the form opens. */
  | { ok: false; missing: true; whom: string; place: WatchPlace | undefined }
  | { ok: false; missing: false; problem: string; hint: string };

const HINT =
  'For example: above 500, below 100, changes by 20% in a week, changes by 50 in a day, every time someone joins.';

type Read = { condition: WatchCondition } | { problem: string; hint?: string };

/**
 * Splits what follows `/segments watch`. The condition is the last one that the words end with, so a name may
 * contain "above": `Way above 10 above 500`. Words in quotes are never a condition.
 *
 * @example parseWatch('"Lapsed VIPs" above 500 here')
 * // { ok: true, whom: '"Lapsed VIPs"', condition: { when: 'above', n: 500 }, place: 'here' }
 */
export function parseWatch(text: string): ParsedWatch {
  const { rest, place } = withoutPlace(text.trim());
  const stretches = quotedStretches(rest);
  const isOutside = (at: number) => !stretches.some(([from, to]) => from < at && at <= to);
  for (const at of starts(rest).filter(isOutside).toReversed()) {
    const whom = rest
      .slice(0, at)
      .trim()
      .replace(/\s+(?:is|are|goes|gets|rises|falls|drops|grows|shrinks|if|when|,)$/i, '')
      .trim();
    const read = readCondition(rest.slice(at).trim());
    if (read === undefined) continue;
    if ('problem' in read) return { ok: false, missing: false, hint: HINT, ...read };
    return { ok: true, whom, condition: read.condition, place };
  }
  return { ok: false, missing: true, whom: rest, place };
}

/** The places at which a condition may start: a word that begins one, after a blank or at the beginning. */
const starts = (text: string): number[] =>
  [
    ...text.matchAll(
      /(?<=^|\s)(?:above|over|more than|at least|exceeds|below|under|fewer than|less than|changes?|moves?|every time|each time|whenever|when|if)(?=\s|$)/gi,
    ),
  ].map(({ index }) => index);

function withoutPlace(text: string): { rest: string; place: WatchPlace | undefined } {
  const [, , id] = /^(.*?)\s*(?:in|into|to)\s+<#([A-Z0-9]+)(?:\|[^>]*)?>$/is.exec(text) ?? [];
  if (id !== undefined)
    return { rest: text.replace(/\s*(?:in|into|to)\s+<#[^>]*>$/i, ''), place: { channel: id } };
  const here = /(?<=^|\s)(?:in\s+)?(?:here|this channel)$/i.exec(text);
  if (here !== null) return { rest: text.slice(0, here.index).trim(), place: 'here' };
  const owner = /(?<=^|\s)(?:to me|tell me|in my messages)$/i.exec(text);
  if (owner !== null) return { rest: text.slice(0, owner.index).trim(), place: 'owner' };
  return { rest: text, place: undefined };
}

/** Reads words that begin like a condition; undefined if they are something else, such as part of a name. */
export function readCondition(words: string): Read | undefined {
  if (
    /^(?:every time|each time|whenever|when|if)\s+(?:someone|somebody|anyone|people|a person|they)\s+joins?$/i.test(
      words,
    )
  )
    return { condition: { when: 'joins' } };
  const change =
    /^(?:changes?|moves?)\s+by\s+(?:more than\s+|at least\s+)?(\S+?)\s*(%|percent|per cent)?(?:\s+(?:people|contacts))?(?:\s+(?:in|within|over|per)\s+(.+?)|\s+(daily|weekly))?$/i.exec(
      words,
    );
  if (change !== null) {
    const [, by = '', percent, span, often] = change;
    return readChange({ by, isPercent: percent !== undefined || by.endsWith('%'), span: span ?? often });
  }
  const limit =
    /^(above|over|more than|at least|exceeds|below|under|fewer than|less than)\s+(\S+?)(?:\s+(?:people|contacts|members))?$/i.exec(
      words,
    );
  if (limit === null) return undefined;
  const [, word = '', typed = ''] = limit;
  return readLimit(word.toLowerCase(), typed);
}

function readLimit(word: string, typed: string): Read | undefined {
  const isBelow = ['below', 'under', 'fewer than', 'less than'].includes(word);
  const when = isBelow ? 'below' : 'above';
  if (typed.endsWith('%')) {
    return {
      problem: `"${word} ${typed}" is a share, and a size is a number of people.`,
      hint: 'To watch a share, use a change: changes by 20% in a week.',
    };
  }
  const n = numberOf(typed);
  if (n === undefined) return isLikeNumber(typed) ? notWhole(typed) : undefined;
  if (n < 0) return { problem: `A size is never below 0, so "${word} ${typed}" can’t happen.` };
  if (n > MOST_PEOPLE) return tooMany(typed);
  if (isBelow && n === 0)
    return { problem: 'A size is never below 0.', hint: 'To hear when a segment is empty: below 1.' };
  if (word === 'at least') {
    if (n === 0) return { problem: 'Every size is at least 0.', hint: HINT };
    return { condition: { when, n: n - 1 } };
  }
  return { condition: { when, n } };
}

function readChange({
  by,
  isPercent,
  span,
}: {
  by: string;
  isPercent: boolean;
  span: string | undefined;
}): Read {
  const n = numberOf(by.replace(/%$/, ''));
  if (n === undefined) return notWhole(by);
  if (n <= 0)
    return {
      problem: `A change by ${by}${isPercent && !by.endsWith('%') ? '%' : ''} is no change: use 1 or more.`,
      hint: 'It counts in both directions, so there’s no minus.',
    };
  if (isPercent && n > 100)
    return {
      problem: `A change can be watched up to 100%, not ${by.replace(/%$/, '')}%.`,
      hint: 'For more, use a number of people: changes by 500 in a week.',
    };
  if (n > MOST_PEOPLE) return tooMany(by);
  const days = span === undefined ? undefined : daysOf(span);
  if (days === undefined) {
    return span === undefined
      ? { problem: 'A change needs a span: in a day, in a week, in 10 days.' }
      : { problem: `"${span}" isn’t a span of whole days: use a day, a week, or 10 days.` };
  }
  if (days < 1 || days > LONGEST_SPAN)
    return { problem: `A change can be watched over 1 to ${LONGEST_SPAN} days, not ${days}.` };
  return { condition: { when: 'changes', by: n, unit: isPercent ? 'percent' : 'people', days } };
}

function daysOf(span: string): number | undefined {
  const words = span
    .toLowerCase()
    .replace(/^(?:the|a|an|one)\s+/, '1 ')
    .trim();
  if (words === 'daily' || words === 'day') return 1;
  if (words === 'weekly' || words === 'week') return 7;
  const [, number, unit] = /^(\d{1,4})\s*(day|week|month)s?$/.exec(words) ?? [];
  if (number === undefined) return undefined;
  return Number(number) * { day: 1, week: 7, month: 30 }[unit as 'day' | 'week' | 'month'];
}

/** `1,000`, `5k`, `-3` */
function numberOf(typed: string): number | undefined {
  const [, sign, digits, thousand] = /^([-−–]?)(\d{1,3}(?:,\d{3})+|\d+)(k?)$/i.exec(typed) ?? [];
  if (digits === undefined) return undefined;
  const value = Number(digits.replaceAll(',', '')) * (thousand ? 1000 : 1);
  return sign ? -value : value;
}

const isLikeNumber = (typed: string): boolean => /^[-−–+]?[\d.,]+\S*$/.test(typed);

const notWhole = (typed: string): Read => ({ problem: `"${typed}" isn’t a whole number of people.` });

const tooMany = (typed: string): Read => ({
  problem: `${typed} people are more than Rollcall counts: use ${MOST_PEOPLE.toLocaleString('en-US')} or fewer.`,
});
