import { printTimeframe } from '../../dates/print.ts';
import type { Timeframe } from '../../dates/schema.ts';
import { timeInSentence } from './time-in-sentence.ts';

/** A timeframe's dates from its parser, and how they were chosen. */
interface Resolved {
  dates: string;
  notes: readonly string[];
  /** The time zone, shown if hours matter. */
  zone: string;
}

/**
 * A timeframe in a read-back, with its dates in brackets. For distances from a named day the dates come
 * first, and the words follow in brackets.
 *
 * @example 'in the last 30 days (since Sat 24 Oct 2026)'
 * @example 'on Mon 1 Dec 2025 (3 days after Black Friday 2025)'
 * @example 'from 1 March to 31 May 2026'
 */
export function timeInReadBack(timeframe: Timeframe, { dates, notes, zone }: Resolved): string {
  const hours = /\d:\d\d/.test(dates) ? [zone] : [];
  if (isDistance(timeframe)) {
    const words = printTimeframe(timeframe);
    return `${datesSaid(dates)} (${[words, ...notes, ...hours].join(', ')})`;
  }
  const said = timeSaid(timeframe);
  const shown = saysItsDates(timeframe) ? [] : [dates];
  const bracket = [...shown, ...notes, ...(shown.length > 0 ? hours : [])];
  return bracket.length === 0 ? said : `${said} (${bracket.join(', ')})`;
}

/** A timeframe in words, without dates. */
export function timeSaid(timeframe: Timeframe): string {
  const words = printTimeframe(timeframe);
  switch (timeframe.kind) {
    case 'between':
      return rangeSaid(words);
    case 'weekdays':
      return `from ${words}`;
    case 'nearby':
      return `on ${words}`;
    case 'ending':
    case 'starting':
      return `in the ${words.replace(/^the /, '').replace(/^1 /, '')}`;
    case 'daypart':
      return / of /.test(words) ? `in the ${words}` : words;
    case 'nth':
      return `${isDay(timeframe) ? 'on' : 'in'} ${words}`;
    case 'fiscal':
    case 'part':
      if (/^(?:last|this|next|earlier) |^(?:early|mid|late) (?:last|this|next|to|yes)/.test(words))
        return words;
      if (/^the (?:start|end) /.test(words)) return `at ${words}`;
      return `in ${/^(?:the|Q\d|FY\d|early|mid|late)/.test(words) ? '' : 'the '}${words}`;
    default:
      return timeInSentence(timeframe);
  }
}

/** Days counted from other days, which nobody knows by heart: "3 days after Black Friday". */
function isDistance(timeframe: Timeframe): boolean {
  switch (timeframe.kind) {
    case 'shift':
    case 'nearby':
      return true;
    case 'since':
    case 'after':
    case 'before':
    case 'until':
      return timeframe.of.kind === 'shift' || timeframe.of.kind === 'nearby';
    default:
      return false;
  }
}

/** Whether the words are dates already. */
function saysItsDates(timeframe: Timeframe): boolean {
  const isDated = (period: { kind: string; year?: unknown }) =>
    period.kind === 'date' && typeof period.year === 'number';
  if (timeframe.kind === 'between') return isDated(timeframe.from) && isDated(timeframe.to);
  return isDated(timeframe.kind === 'since' || timeframe.kind === 'before' ? timeframe.of : timeframe);
}

/** "from 1 March 2026 to 31 May 2026" names the year only once, and a single period isn't a range. */
function rangeSaid(words: string): string {
  const [, from = '', to = ''] = /^from (.*) to (.*)$/.exec(words) ?? [];
  if (from === to) return `in ${from}`;
  const year = / \d{4}$/.exec(from)?.[0];
  const isOnce =
    year !== undefined && to.endsWith(year) && /[a-z]/i.test(to.slice(0, -5)) && !/ of \d{4}$/.test(from);
  return isOnce ? `from ${from.slice(0, -year.length)} to ${to}` : words;
}

/** "Mon 1 Dec 2025" with the preposition it needs; an open timeframe already has one. */
function datesSaid(dates: string): string {
  if (/^(?:since|before|any) /.test(dates)) return dates;
  return / to /.test(dates) ? `from ${dates}` : `on ${dates}`;
}

function isDay({ unit, count }: Extract<Timeframe, { kind: 'nth' }>): boolean {
  return count === undefined && unit.endsWith('day');
}
