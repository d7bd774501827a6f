import type { Period, Timeframe } from './schema.ts';

// The innermost period of a timeframe, and whether it names its year.

/**
 * A name that several stretches of time share. `month` 0: the 18th of any month. `on`: only if it falls on
 * that weekday.
 */
type Bare =
  | Extract<Period, { kind: 'month' | 'quarter' | 'half' | 'season' | 'week' | 'holiday' }>
  | (Extract<Period, { kind: 'date' }> & { on?: number })
  | { kind: 'weekday'; weekday: Extract<Period, { kind: 'weekday' }>['weekday'] };

/** A day of the month without its month and year, a date with its weekday, or a bare weekday. */
export function bare(period: Bare): Period {
  return period as Period;
}

/** Whether it names no year: "May", "Friday". */
export function isBare(leaf: Period): boolean {
  switch (leaf.kind) {
    case 'date':
    case 'month':
    case 'quarter':
    case 'half':
    case 'season':
    case 'week':
    case 'holiday':
      return leaf.year === undefined;
    case 'weekday':
      return !('week' in leaf) && leaf.nth === undefined;
    default:
      return false;
  }
}

/** The innermost period. */
export function leafOf(period: Period): Period {
  const inner = innerOf(period);
  return inner === null ? period : leafOf(inner);
}

function innerOf(period: Period): Period | null {
  if ('of' in period) return period.of;
  if ('day' in period && typeof period.day === 'object') return period.day;
  if (period.kind === 'starting') return period.from;
  if (period.kind === 'ending') return period.to;
  if (period.kind === 'weekdays') return period.first;
  return null;
}

/** The same period with another innermost period. */
export function withLeaf(period: Period, leaf: Period): Period {
  const inner = innerOf(period);
  if (inner === null) return leaf;
  const replaced = withLeaf(inner, leaf);
  if ('of' in period) return { ...period, of: replaced };
  if (period.kind === 'starting') return { ...period, from: replaced };
  if (period.kind === 'ending') return { ...period, to: replaced };
  if (period.kind === 'weekdays') return { ...period, first: replaced };
  return { ...period, day: replaced } as Period;
}

/** Whether a timeframe contains a name that always needs pinning: a bare weekday, a day of any month. */
export function hasDraft(timeframe: Timeframe): boolean {
  return periodsOf(timeframe).some((period) => {
    const leaf = leafOf(period);
    if (leaf.kind === 'date') return leaf.month === 0 || 'on' in leaf;
    return leaf.kind === 'weekday' && isBare(leaf);
  });
}

/** Whether a timeframe recurs every year: "March", "24 December" for a yearly attribute. */
export function namesEveryYear(timeframe: Timeframe): boolean {
  return periodsOf(timeframe).some((period) => isBare(leafOf(period)));
}

/**
 * Whether a timeframe names a year. If it does, a yearly attribute is compared as a plain date; otherwise
 * ("in March", "in the next 7 days") the year is ignored.
 */
export function namesYear(timeframe: Timeframe): boolean {
  return periodsOf(timeframe).some((period) => {
    const leaf = leafOf(period);
    if (leaf.kind === 'year' || leaf.kind === 'decade' || leaf.kind === 'fiscal' || leaf.kind === 'moment')
      return true;
    return 'year' in leaf && typeof leaf.year === 'number';
  });
}

/** The periods that make up a timeframe. */
export function periodsOf(timeframe: Timeframe): Period[] {
  switch (timeframe.kind) {
    case 'between':
      return [timeframe.from, timeframe.to];
    case 'since':
    case 'after':
    case 'before':
    case 'until':
      return [timeframe.of];
    case 'nearer':
      return [];
    default:
      return [timeframe];
  }
}
