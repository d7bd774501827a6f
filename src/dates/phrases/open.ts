import { instantOf } from '../calendar.ts';
import type { Phrase, Rule } from '../grammar.ts';
import { alt, map, opt, refuse, seq, withoutBlank, word, words } from '../grammar.ts';
import { isBare, leafOf } from '../leaf.ts';
import { printAmount } from '../print.ts';
import type { Period, Timeframe } from '../schema.ts';
import { isDay } from '../shape.ts';
import { spanOf } from '../spans.ts';
import { amount } from './amounts.ts';
import { period } from './any.ts';
import { yearNumber } from './numbers.ts';
import type { Side } from './sides.ts';
import { article, behind, side } from './sides.ts';
import { timeOfDay } from './times.ts';

/** One open end: "since 1 March", "before 2025", "no later than May", "from March on". */
const make = (kind: Side, of: Period): Timeframe | undefined => {
  if (of.kind === 'weekdays') return undefined;
  if (of.kind === 'rolling') {
    // "Since" adds nothing to "the last 30 days"; "before the last 30 days" is before they begin.
    if (of.direction === 'future') return undefined;
    if (kind === 'since') return of;
    return kind === 'before'
      ? { kind, of: { kind: 'ago', direction: 'past', amount: of.amount } }
      : undefined;
  }
  if (kind === 'before' && of.kind === 'now') return { kind: 'until', of };
  return { kind, of };
};

/** "Yesterday from 6pm". */
const sinceFrom: Rule<Side> = map(word('from'), () => 'since');

/** "Up to 3 days after Easter" is a distance (see `within.ts`), never all the time before. */
function isDistance({ tokens }: Phrase, from: number): boolean {
  const [first, second, third] = tokens.slice(from, from + 3).map(({ text }) => text);
  if (first === 'up') return second === 'to' && third !== 'and' && third !== 'but';
  // ">= 30d" says how far, not since when.
  return first === '<' || first === '≤' || first === '≥' || first === 'less';
}

/**
 * "Since 3 June for 10 days" and "since 9am until 5pm yesterday" have an end, so they aren't open. "After 3 to
 * 5pm yesterday" is: it begins when that time is over.
 */
function hasEnd(of: Period, kind: Side, phrase: Phrase, from: number, to: number): boolean {
  const { text, tokens } = phrase;
  const at = (index: number) => tokens[index]?.at ?? 0;
  const end = tokens[to - 1]?.end;
  if (of.kind === 'starting') {
    const length = tokens.findIndex((each, index) => index > from + 1 && index < to && each.text === 'for');
    if (length < 0) return false;
    refuse(phrase, from, to, 'Only that long, or with an open end?', [
      `from ${text.slice(at(from + 1), end)}`,
      text.slice(at(from), at(length)).trim(),
    ]);
    return true;
  }
  const isRange = tokens.slice(from, to).some((each) => /^(?:to|-|until|and)$/.test(each.text));
  if (of.kind !== 'clock' || kind !== 'since' || !isRange) return false;
  const range = text.slice(at(from + 1), end);
  refuse(phrase, from, to, 'Until when: the second time, or now?', [range]);
  return true;
}

export const open: Rule<Timeframe> = alt<Timeframe>(
  // "after the 2 days before Christmas" keeps its article, which makes it a stretch; without it, it is a day
  map(seq(side, period), ([kind, of], phrase, from, to) =>
    (of.kind === 'ending' || of.kind === 'starting') && !hasEnd(of, kind, phrase, from, to)
      ? make(kind, of)
      : undefined,
  ),
  map(seq(side, article, period), ([kind, , of], phrase, from, to) =>
    ((of.kind === 'shift' || of.kind === 'rolling') && isDistance(phrase, from)) ||
    hasEnd(of, kind, phrase, from, to)
      ? undefined
      : make(kind, of),
  ),
  map(
    seq(word('from'), opt(word('the')), period, alt<string>(word('on', 'forward'), behind)),
    ([, , of, how]): Timeframe | undefined => (how === 'until' ? undefined : make('since', of)),
  ),
  // "following 3 June", "following last week"; "following Easter" may be the next Easter: see `yearly.ts`
  map(seq(word('following'), opt(word('the')), period), ([, , of]) =>
    of.kind === 'date' || !isBare(leafOf(of)) ? make('after', of) : undefined,
  ),
  // "beginning 1 March": unlike a month, a day has no beginning that this could mean
  map(seq(word('beginning'), period), ([, of], phrase, from, to): Timeframe | undefined => {
    if (isDay(of)) return make('since', of);
    const said = phrase.text.slice(phrase.tokens[from + 1]?.at, phrase.tokens[to - 1]?.end);
    return to === phrase.tokens.length
      ? refuse(phrase, from, to, 'Its beginning, or everything since?', [
          `beginning of ${said}`,
          `since ${said}`,
        ])
      : undefined;
  }),
  // "2025+"
  map(seq(period, withoutBlank(word('+'))), ([of]) =>
    of.kind === 'year' || of.kind === 'date' || of.kind === 'month' ? make('since', of) : undefined,
  ),
  map(
    alt(
      seq(word('from'), period),
      map(seq(word('from'), word('the'), period), ([how, , of]) => [how, of] as [typeof how, Period]),
    ),
    ([, of]) => make('since', of),
  ),
  // "since 2 weeks", as many people say who learned English later
  map(seq(word('since'), amount), ([, value]) =>
    make('since', { kind: 'ago', direction: 'past', amount: value }),
  ),
  // "before 30 days": before they began, or that long before something else?
  map(seq(word('before'), amount), ([, value], phrase, from, to): Timeframe | undefined =>
    to === phrase.tokens.length
      ? refuse(phrase, from, to, `Before what, and counted from when?`, [
          `more than ${printAmount(value)} ago`,
        ])
      : undefined,
  ),
  // "since 9am": today, unless 9am hasn't come yet
  map(seq(side, timeOfDay), ([kind, time], phrase, from, to): Timeframe | undefined => {
    const of: Period = { kind: 'time', time, day: { kind: 'unit', unit: 'day', offset: 0 } };
    const isAhead = kind === 'before' || kind === 'until';
    // The midnight before today, or the one after it?
    if (isAhead && phrase.tokens[to - 1]?.text === 'midnight')
      return refuse(phrase, from, to, 'The midnight before today, or the one after it?', [
        'until yesterday',
        'until today',
      ]);
    const { calendar } = phrase;
    const at = kind === 'since' || kind === 'after' ? spanOf(of, calendar) : null;
    if (at === null || calendar.context.direction === 'future') return { kind, of };
    if (instantOf(at.from, calendar.zone) <= calendar.now.epochMilliseconds) return { kind, of };
    const said = phrase.text.slice(phrase.tokens[from]?.at, phrase.tokens[to - 1]?.end);
    return refuse(phrase, from, to, `It is not ${time} yet today.`, [`${said} yesterday`]);
  }),
  map(seq(period, behind), ([of, kind]) => make(kind, of)),
  // "today before 4pm", "Thursday after 5pm": only within that day, unlike "before 4pm today"
  map(seq(period, opt(word(',')), alt(side, sinceFrom), timeOfDay), ([day, , kind, time]) => {
    if (!isDay(day)) return undefined;
    const upTo = kind === 'before' || kind === 'until';
    return { kind: 'clock', from: upTo ? '00:00' : time, to: upTo ? time : '00:00', day };
  }),
  map(seq(words('year'), side, yearNumber), ([, kind, year]) => ({ kind, of: { kind: 'year', year } })),
);
