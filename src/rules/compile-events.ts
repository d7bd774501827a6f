import { type CountOperatorName, countOperators } from './operators.ts';
import { type RolledUpKind, recentKept, rolledUpKinds } from './rollups.ts';
import type { ConditionOver, Range } from './schema.ts';

type EventCondition = Extract<ConditionOver<Range>, { type: 'event' }>;

/** Adds a parameter and says where it stands. */
type Param = (value: unknown, type: string) => string;

/** From so many to so many, `most` null: no upper end. `turned`: it is the complement that is asked for. */
export interface Counted {
  least: number;
  most: number | null;
  turned: boolean;
}

/** A count with at least one event in it: one that none at all satisfies is asked the other way round, who has more. */
export function counted(count: { operator: CountOperatorName; n: number } | undefined): Counted {
  if (count === undefined) return { least: 1, most: null, turned: false };
  const { least, most } = countOperators[count.operator].range(count.n);
  return least === 0
    ? { least: most === null ? 0 : most + 1, most: null, turned: true }
    : { least, most, turned: false };
}

/** `= n`, `>= n`, or between two. */
export function countTest({ least, most }: Counted, param: Param): string {
  if (most === null) return `>= ${param(least, 'int')}`;
  return least === most
    ? `= ${param(least, 'int')}`
    : `BETWEEN ${param(least, 'int')} AND ${param(most, 'int')}`;
}

/**
 * The condition as a test of a row `r` of contact_rollups, where that answers exactly; undefined where only the events
 * can. No event lies after the moment at which it was recorded, so a timeframe that ends after `now` is open.
 *
 * @example rollupTest(opened at least 3 times since …) // r.opened_recent[$2::int] >= $3::timestamptz
 */
export function rollupTest(
  { event, timeframe, which, count }: EventCondition,
  now: Date,
  param: Param,
): { sql: string; turned: boolean } | undefined {
  if (!isRolledUp(event)) return undefined;
  const column = (part: string) => `r.${event}_${part}`;
  const moment = (at: Date) => param(at, 'timestamptz');
  const from = timeframe?.from ?? null;
  const to = timeframe?.to != null && timeframe.to <= now ? timeframe.to : null;
  if (which !== undefined) {
    const tests = [
      ...(from === null ? [] : [`${column(which)} >= ${moment(from)}`]),
      ...(to === null ? [] : [`${column(which)} < ${moment(to)}`]),
    ];
    const sql = tests.length > 0 ? tests.join(' AND ') : `${column(which)} IS NOT NULL`;
    return { sql, turned: false };
  }
  const range = counted(count);
  const { least, most, turned } = range;
  if (from === null && to === null) return { sql: `${column('total')} ${countTest(range, param)}`, turned };
  if (from === null && to !== null) {
    const anyBefore = least === 1 && most === null;
    return anyBefore ? { sql: `${column('first')} < ${moment(to)}`, turned } : undefined;
  }
  if (from === null || to !== null || least > recentKept || (most ?? 0) >= recentKept) return undefined;
  // The nth most recent lies in an open timeframe: so do at least n.
  const since = moment(from);
  const atLeast = (n: number) =>
    `${n === 1 ? column('last') : `${column('recent')}[${param(n, 'int')}]`} >= ${since}`;
  const sql = most === null ? atLeast(least) : `${atLeast(least)} AND (${atLeast(most + 1)}) IS NOT TRUE`;
  return { sql, turned };
}

function isRolledUp(kind: string): kind is RolledUpKind {
  return (rolledUpKinds as readonly string[]).includes(kind);
}
