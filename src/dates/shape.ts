import { isExact, type Part, type Period, type Timeframe } from './schema.ts';

/**
 * Which periods can contain which. The grammar, which builds them, and the schema, which checks stored ones,
 * share this, so that every stored timeframe can be printed and read again.
 */
export function fits(period: Period): boolean {
  switch (period.kind) {
    case 'part':
      return fitsPart(period.part, period.of);
    case 'nth':
      return fitsNth(period);
    case 'shift':
      return hasDays(period.of) || (isExact(period.amount) && isPoint(period.of));
    case 'nearby':
      return hasDays(period.of);
    case 'within':
      return (
        isPoint(period.of) || (hasDays(period.of) && !(period.direction === 'from' && isExact(period.amount)))
      );
    case 'ending':
      return isExact(period.amount) ? isPoint(period.to) : hasDays(period.to);
    case 'containing':
      if (period.of.kind === 'ago' && isExact(period.of.amount)) return false;
      return hasDays(period.of) && period.of.kind !== 'month' && period.of.kind !== 'year';
    case 'starting':
      return hasDays(period.from) || period.from.kind === 'time' || period.from.kind === 'moment';
    case 'time':
    case 'clock':
    case 'daypart':
      return isDay(period.day);
    case 'weekdays':
      if (period.first.kind !== 'weekday' || period.first.weekday === period.last) return false;
      return 'week' in period.first || period.first.nth === undefined || Math.abs(period.first.nth) <= 1;
    default:
      return true;
  }
}

/** Whether a timeframe's periods make sense as ends. */
export function fitsTimeframe(timeframe: Timeframe): boolean {
  switch (timeframe.kind) {
    // "From the last 30 days to …" is ambiguous: the last 30 days have two ends.
    case 'between':
      return isEnd(timeframe.from) && isEnd(timeframe.to);
    case 'since':
    case 'after':
    case 'before':
    case 'until':
      if (['rolling', 'weekdays', 'within'].includes(timeframe.of.kind)) return false;
      return timeframe.kind !== 'before' || timeframe.of.kind !== 'now';
    default:
      return true;
  }
}

/** What a range can begin or end with. */
export function isEnd({ kind }: Period): boolean {
  return !['rolling', 'weekdays', 'starting', 'ending', 'within', 'clock'].includes(kind);
}

/** A single day, so that it can have a time. */
export function isDay(period: Period): boolean {
  switch (period.kind) {
    case 'date':
    case 'weekday':
    case 'holiday':
      return true;
    case 'ago':
    case 'shift':
      return !isExact(period.amount);
    case 'unit':
      return period.unit === 'day';
    case 'nearby':
      return period.unit !== 'weekend';
    case 'nth':
      return period.count === undefined && (period.unit === 'day' || period.unit.endsWith('day'));
    default:
      return false;
  }
}

/** A moment or a time of day: what hours can be counted from. */
function isPoint({ kind }: Period): boolean {
  return kind === 'time' || kind === 'moment';
}

/** A period with days to count from. */
function hasDays({ kind }: Period): boolean {
  return !['now', 'time', 'clock', 'daypart', 'moment', 'weekdays', 'rolling', 'within'].includes(kind);
}

function fitsPart(part: Part, of: Period): boolean {
  switch (part) {
    case 'to-date':
      if (of.kind === 'fiscal')
        return typeof of.year === 'object' && of.year.offset === 0 && of.quarter === undefined;
      if (of.kind === 'fiscal-quarter') return of.offset === 0;
      return of.kind === 'unit' && of.offset === 0 && of.unit !== 'day';
    case 'earlier':
      return of.kind === 'unit' && of.offset === 0;
    case 'rest':
      return of.kind === 'unit' || of.kind === 'year';
    case 'start':
    case 'middle':
    case 'end':
    case 'early':
    case 'mid':
    case 'late':
      return hasDays(of) && of.kind !== 'part';
    default:
      return part satisfies never;
  }
}

/** Not what has a simpler name: the third quarter of 2016 is a quarter, the third day of March a date. */
function fitsNth({ nth, unit, count, of }: Extract<Period, { kind: 'nth' }>): boolean {
  // A holiday may have several days; any other day has no parts.
  if (!hasDays(of) || (isDay(of) && of.kind !== 'holiday')) return false;
  if (unit === 'decade' || (of.kind === 'unit' && of.unit === unit)) return false;
  if (count !== undefined) return Math.abs(nth) === 1 && inRow.has(unit);
  if (nth < 0) return true;
  if (of.kind === 'month') return unit !== 'day';
  const most = { month: 12, quarter: 4, half: 2 }[unit as string];
  return !(most && nth <= most && (of.kind === 'year' || (of.kind === 'unit' && of.unit === 'year')));
}

/** Units that make one stretch if several follow each other. Three Mondays don't. */
const inRow = new Set<string>(['day', 'workday', 'week', 'month', 'quarter', 'half', 'year']);
