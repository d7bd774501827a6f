import { holidayName } from './holidays/find.ts';
import type { Amount, CalendarUnit, NthUnit, Period, Timeframe, Weekday, Year } from './schema.ts';
import { amountUnits, isExact } from './schema.ts';

export const monthNames = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
] as const;

/**
 * The canonical words of a timeframe. Reading them again, in any context of the same workspace, gives the
 * same timeframe.
 *
 * @example printTimeframe({ kind: 'rolling', direction: 'past', amount: { days: 30 } }) // 'last 30 days'
 * @example printTimeframe({ kind: 'since', of: { kind: 'date', year: 2026, month: 3, day: 1 } }) // 'since 1 March 2026'
 */
export function printTimeframe(timeframe: Timeframe): string {
  switch (timeframe.kind) {
    case 'between':
      return (
        printDistances(timeframe.from, timeframe.to) ??
        `from ${inner(timeframe.from)} to ${inner(timeframe.to)}`
      );
    case 'since':
    case 'after':
    case 'before':
    case 'until':
      return printOpen(timeframe.kind, timeframe.of);
    case 'nearer':
      return `less than ${distance(timeframe)}`;
    default:
      return printPeriod(timeframe);
  }
}

/** "More than 30 days ago but less than 60 days ago", which excludes both ends. */
function printDistances(from: Period, to: Period): string | undefined {
  const [first, last] = [beside(from, 'after'), beside(to, 'before')];
  if (first === undefined || first.direction !== last?.direction) return undefined;
  const [near, far] = first.direction === 'past' ? [last, first] : [first, last];
  return `more than ${distance(near)} but less than ${distance(far)}`;
}

/** The distance from now, for a day right next to that distance. */
function beside(day: Period, side: 'before' | 'after'): Extract<Period, { kind: 'ago' }> | undefined {
  if (day.kind !== 'shift' || day.direction !== side || day.of.kind !== 'ago') return undefined;
  return JSON.stringify(day.amount) === '{"days":1}' ? day.of : undefined;
}

function printOpen(kind: 'since' | 'after' | 'before' | 'until', of: Period): string {
  if (of.kind === 'ago') {
    const past = of.direction === 'past';
    if (kind === (past ? 'before' : 'after')) return `more than ${distance(of)}`;
    if (kind === (past ? 'until' : 'since')) return `at least ${distance(of)}`;
  }
  if (of.kind === 'shift') {
    const before = of.direction === 'before';
    if (kind === (before ? 'before' : 'after')) return `more than ${inner(of)}`;
    if (kind === (before ? 'until' : 'since')) return `at least ${inner(of)}`;
  }
  // "Since 9:00 to 17:00" says two ends, so it is refused.
  if (kind === 'since' && of.kind === 'clock') return `from ${inner(of)} onwards`;
  return `${kind} ${inner(of)}`;
}

/** A period inside another one or after a word. */
function inner(period: Period): string {
  return printPeriod(period);
}

function printPeriod(period: Period): string {
  switch (period.kind) {
    case 'now':
      return 'now';
    case 'unit':
      return printUnit(period.unit, period.offset);
    case 'rolling': {
      const side = period.direction === 'past' ? 'last' : 'next';
      const [[unit, n] = [], more] = Object.entries(period.amount);
      // "The past week" rolls; "last week" is a calendar week.
      if (side === 'last' && n === 1 && !more && unit !== 'workdays' && unit !== 'days')
        return `past ${unit?.slice(0, -1)}`;
      return `${side} ${printAmount(period.amount)}`;
    }
    case 'ago':
      return distance(period);
    case 'weekday':
      return printWeekday(period);
    case 'weekdays':
      return printWeekdays(period.first, period.last);
    case 'date':
      return `${period.day} ${monthNames[period.month - 1]}${printYear(period.year)}`;
    case 'month':
      return `${monthNames[period.month - 1]}${printYear(period.year)}`;
    case 'quarter':
      return `Q${period.quarter}${printYear(period.year)}`;
    case 'half':
      return `H${period.half}${printYear(period.year)}`;
    case 'season':
      return `${period.season}${printYear(period.year)}${nextYear(period)}`;
    case 'week':
      return `week ${period.week}${printYear(period.year, 'of ')}`;
    case 'holiday':
      return `${holidayName(period.holiday)}${printYear(period.year)}`;
    case 'year':
      return String(period.year);
    case 'decade':
      return `the ${period.year}s`;
    case 'fiscal':
      return printFiscal(period);
    case 'fiscal-quarter':
      return printOffset('fiscal quarter', 'quarter', period.offset);
    case 'part':
      return printPart(period);
    case 'nth':
      return `${printPlace(period.nth, period.count, period.unit)} of ${inner(period.of)}`;
    case 'shift':
      return `${printAmount(period.amount)} ${period.direction} ${inner(period.of)}`;
    case 'containing':
      return `the ${period.unit} of ${inner(period.of)}`;
    case 'starting':
      return (
        printBeside(period.amount, 'after', period.from) ??
        `${printAmount(period.amount)} starting ${inner(period.from)}`
      );
    case 'ending':
      return (
        printBeside(period.amount, 'before', period.to) ??
        `${printAmount(period.amount)} ending ${inner(period.to)}`
      );
    case 'within':
      return `${period.less ? 'less than' : 'within'} ${printAmount(period.amount)} ${period.direction} ${inner(period.of)}`;
    case 'nearby':
      return `the ${period.nth === 1 ? '' : `${suffixed(period.nth)} `}${capitalWeekday(period.unit)} ${period.direction} ${inner(period.of)}`;
    case 'time':
      return `${period.time}${onDay(period.day)}`;
    case 'clock':
      return `${printClock(period.from, period.to)}${onDay(period.day)}`;
    case 'daypart':
      return printDaypart(period);
    case 'moment':
      return period.at;
    default:
      return period satisfies never;
  }
}

/** "the 6 weeks before Christmas 2026", if the stretch ends the day before; otherwise undefined. */
function printBeside(amount: Amount, side: 'before' | 'after', next: Period): string | undefined {
  const [[unit, n] = [], more] = Object.entries(amount);
  const isNext =
    next.kind === 'shift' &&
    next.direction === side &&
    next.amount.days === 1 &&
    Object.keys(next.amount).length === 1;
  if (!isNext || more !== undefined || (unit === 'days' && n === 1) || isExact(amount)) return undefined;
  return `the ${printAmount(amount).replace(/^1 /, '')} ${side} ${inner(next.of)}`;
}

/** Over midnight, a time that could be am or pm has seconds: "11:00:00 to 02:00". */
function printClock(from: string, to: string): string {
  const sure = (time: string) => (to <= from && /^1[0-2]:\d\d$/.test(time) ? `${time}:00` : time);
  return `${sure(from)} to ${sure(to)}`;
}

function onDay(day: Period): string {
  const name = inner(day);
  return /^(?:today|yesterday|tomorrow|the day|last|this|next) /.test(`${name} `)
    ? ` ${name}`
    : ` on ${name}`;
}

function printDaypart({ part, third, day }: Extract<Period, { kind: 'daypart' }>): string {
  const when = third === undefined ? '' : `${third} `;
  const name = `${when}${part}`;
  if (day.kind === 'unit' && day.offset === 0 && part !== 'lunch')
    return `${when}${part === 'night' ? 'tonight' : `this ${part}`}`;
  if (day.kind === 'unit' && day.offset === -1 && part === 'night') return `${when}last night`;
  return day.kind === 'unit' ? `${inner(day)} ${name}` : `${name} of ${inner(day)}`;
}

/** "30 days", "1 month 21 days". */
export function printAmount(amount: Amount): string {
  const parts = amountUnits.flatMap((unit) => {
    const n = amount[unit];
    if (n === undefined) return [];
    const name = unit === 'workdays' ? 'business days' : unit;
    return [`${n} ${n === 1 ? name.slice(0, -1) : name}`];
  });
  return parts.join(' ');
}

function printFiscal({ year, quarter }: Extract<Period, { kind: 'fiscal' }>): string {
  if (typeof year === 'number') return `${quarter === undefined ? '' : `Q${quarter} `}FY${year}`;
  const name = printOffset('fiscal year', 'year', year.offset);
  return quarter === undefined ? name : `Q${quarter} of ${name}`;
}

/** A winter spans two years: "winter 2025/26". */
function nextYear({ season, year }: Extract<Period, { kind: 'season' }>): string {
  return season === 'winter' && typeof year === 'number' ? `/${String(year + 1).slice(-2)}` : '';
}

/** The year after a name: " 2026", " last year", " the year 3 years back"; nothing if there is no year. */
function printYear(year: Year | undefined, before = ''): string {
  if (year === undefined) return '';
  if (typeof year === 'number') return ` ${before}${year}`;
  return ` of ${printUnit('year', year.offset)}`;
}

function printUnit(unit: CalendarUnit, offset: number): string {
  if (unit === 'day' && Math.abs(offset) <= 1)
    return ['yesterday', 'today', 'tomorrow'][offset + 1] as string;
  if (unit === 'day' && offset === -2) return 'the day before yesterday';
  if (unit === 'day' && offset === 2) return 'the day after tomorrow';
  return printOffset(unit, unit, offset);
}

/** "last month", "the fiscal year before last", "the quarter 3 quarters back". */
function printOffset(name: string, unit: string, offset: number): string {
  if (Math.abs(offset) <= 1) return `${['last', 'this', 'next'][offset + 1]} ${name}`;
  if (offset === -2) return `the ${name} before last`;
  if (offset === 2) return `the ${name} after next`;
  return `the ${name} ${Math.abs(offset)} ${plural(unit)} ${offset < 0 ? 'back' : 'ahead'}`;
}

function distance({ direction, amount }: { direction: 'past' | 'future'; amount: Amount }): string {
  return `${printAmount(amount)} ${direction === 'past' ? 'ago' : 'from now'}`;
}

function capital(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}

function printWeekday(period: Extract<Period, { kind: 'weekday' }>): string {
  const name = capital(period.weekday);
  if ('week' in period) {
    if (period.week === 0) return `this ${name}`;
    if (period.week === 1) return `next ${name}`;
    return `${name} of ${printUnit('week', period.week)}`;
  }
  if (period.nth === 0) return `the most recent ${name}`;
  if (period.nth === -1) return `last ${name}`;
  if (period.nth === 1) return `the coming ${name}`;
  return period.nth < 0 ? `${-period.nth} ${name}s ago` : `${period.nth} ${name}s ahead`;
}

function printWeekdays(first: Period, last: Weekday): string {
  return `${inner(first)} to ${capital(last)}`;
}

function printPart({ part, of }: Extract<Period, { kind: 'part' }>): string {
  switch (part) {
    case 'start':
    case 'middle':
    case 'end':
      return `the ${part} of ${inner(of)}`;
    case 'early':
    case 'mid':
    case 'late':
      return `${part} ${/^the /.test(inner(of)) ? 'in ' : ''}${inner(of)}`;
    case 'earlier':
      return `earlier ${inner(of)}`;
    case 'to-date':
      if (of.kind === 'fiscal') return 'fiscal year to date';
      if (of.kind === 'fiscal-quarter') return 'fiscal quarter to date';
      return of.kind === 'unit' && of.offset === 0 ? `${of.unit} to date` : `${inner(of)} to date`;
    case 'rest':
      return `the rest of ${inner(of)}`;
    default:
      return part satisfies never;
  }
}

function printPlace(nth: number, count: number | undefined, unit: NthUnit): string {
  const name = capitalWeekday(unit);
  if (count !== undefined) return `the ${nth > 0 ? 'first' : 'last'} ${count} ${plural(name)}`;
  if (nth === -1) return `the last ${name}`;
  return nth > 0 ? `the ${suffixed(nth)} ${name}` : `the ${suffixed(-nth)} last ${name}`;
}

function plural(unit: string): string {
  return unit === 'half' ? 'halves' : `${unit}s`;
}

function capitalWeekday(unit: NthUnit): string {
  if (unit === 'workday') return 'business day';
  return unit !== 'day' && unit.endsWith('day') ? capital(unit) : unit;
}

function suffixed(n: number): string {
  const last = n % 100 > 10 && n % 100 < 14 ? 0 : n % 10;
  return `${n}${['th', 'st', 'nd', 'rd'][last] ?? 'th'}`;
}
