import { isLongHoliday } from '../../dates/holidays/find.ts';
import { printTimeframe } from '../../dates/print.ts';
import type { Timeframe } from '../../dates/schema.ts';
import { isDay } from '../../dates/shape.ts';

/**
 * A timeframe with the preposition it takes after a verb. Parsing it gives the same timeframe.
 *
 * @example timeInSentence({ kind: 'rolling', direction: 'past', amount: { days: 30 } }) // 'in the last 30 days'
 * @example timeInSentence({ kind: 'year', year: 2020 }) // 'in 2020'
 */
export function timeInSentence(timeframe: Timeframe): string {
  const words = printTimeframe(timeframe);
  switch (timeframe.kind) {
    case 'rolling':
      return `in the ${words}`;
    case 'month':
    case 'quarter':
    case 'half':
    case 'season':
    case 'week':
    case 'year':
    case 'decade':
    case 'fiscal':
    case 'part':
    case 'containing':
    case 'starting':
    case 'weekdays':
      return `in ${words}`;
    case 'nth':
      return `${isDay(timeframe) ? 'on' : 'in'} ${words}`;
    case 'holiday':
      return isLongHoliday(timeframe.holiday) ? `during ${words}` : `on ${words}`;
    case 'weekday':
    case 'date':
      return /^(?:last|this|next) |^the (?!most recent)/.test(words) ? words : `on ${words}`;
    case 'clock':
      return `from ${words}`;
    case 'daypart':
      return /^(?:this|yesterday|today|tomorrow|last) /.test(words) ? words : `at ${words}`;
    case 'time':
    case 'moment':
      return `at ${words}`;
    default:
      return words;
  }
}
