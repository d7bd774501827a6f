import type { Count, EventConditionOver } from '../conditions/stored-event.ts';
import { countOperators } from '../operators.ts';
import type { Range } from '../range.ts';
import { notAmong, type Param, valueTest, within } from './compile-values.ts';
import type { Days } from './days.ts';
import { type RolledUpKind, recentKept, rolledUpKinds } from './rollups.ts';

/** Ready to compile: its timeframes are moments. */
export type ResolvedEvent = EventConditionOver<Range, Days>;

/** The condition, or its complement, for a contact `c`, on the events: for what the rollup can't answer. */
export function eventTest(node: ResolvedEvent, negated: boolean, param: Param): string {
  const counting = whichEvents(node, param);
  const of = (time: string) => `${counting}${time}`;
  const some = (time: string) => `EXISTS (SELECT 1 FROM events e WHERE e.contact_id = c.id AND ${of(time)})`;
  const { timeframe, which } = node;
  const inside = timeframe === undefined ? '' : ` AND ${within('e.occurred_at', timeframe, param)}`;
  if (timeframe !== undefined && which !== undefined) {
    const outside = outermost(which, timeframe, param);
    if (outside === undefined) return `${negated ? 'NOT ' : ''}${some(inside)}`;
    const those = `${some(inside)} AND NOT ${some(outside)}`;
    return negated ? notAmong(those) : `(${those})`;
  }
  const range = counted(node.count);
  const turned = range.turned !== negated;
  if (range.least <= 1 && range.most === null) return `${turned ? 'NOT ' : ''}${some(inside)}`;
  const grouped = `SELECT e.contact_id FROM events e WHERE ${of(inside)} GROUP BY e.contact_id HAVING count(*) ${countTest(range, param)}`;
  // Never NOT IN: it can't become an anti-join.
  return turned
    ? `NOT EXISTS (SELECT 1 FROM (${grouped}) n WHERE n.contact_id = c.id)`
    : `c.id IN (${grouped})`;
}

/** The test for events `e` that the condition is about, at any time. */
function whichEvents(condition: ResolvedEvent, param: Param): string {
  const { event, campaigns, properties, machines } = condition;
  const tests = [`e.workspace_id = $1 AND e.kind = ${param(event, 'text')}`];
  if (!machines) tests.push('NOT e.machine');
  if (campaigns !== undefined) {
    const [first, ...others] = campaigns;
    const is = others.length === 0 ? `= ${param(first, 'int')}` : `= ANY(${param(campaigns, 'int[]')})`;
    tests.push(`e.campaign_id ${is}`);
  }
  const holder = isInIndex(condition) ? indexedProperties : 'e.properties';
  for (const { property, test, not } of properties ?? []) {
    const sql = valueTest(holder, property, test, param);
    tests.push(`(${sql})${not ? ' IS NOT TRUE' : ''}`);
  }
  return tests.join(' AND ');
}

/**
 * The properties from an index, which lists the events in the order of contacts. In the table, which is in
 * the order of time, one contact's events are scattered. Long properties are not in the index.
 */
const indexedProperties =
  'coalesce(e.indexed_properties, (SELECT l.properties FROM events l WHERE l.workspace_id = $1 AND l.id = e.id))';

/**
 * Whether that index has everything that the condition needs: it covers kinds without a rollup, which are far
 * fewer, done by people.
 */
function isInIndex({ event, campaigns, machines }: ResolvedEvent): boolean {
  return !isRolledUp(event) && campaigns === undefined && !machines;
}

/** Events that would make another one the first, or the latest; undefined if there can't be any. */
function outermost(which: 'first' | 'last', { from, to }: Range, param: Param): string | undefined {
  const edge = which === 'last' ? to : from;
  if (edge === null) return undefined;
  return ` AND e.occurred_at ${which === 'last' ? '>=' : '<'} ${param(edge, 'timestamptz')}`;
}

/** A range of counts; `most` null: no upper end. `turned`: the test is for the complement. */
export interface Counted {
  least: number;
  most: number | null;
  turned: boolean;
}

/**
 * A range with at least one event. If no events satisfy the count, it becomes the complement: who has more.
 */
export function counted(count: Count | undefined): Counted {
  if (count === undefined) return { least: 1, most: null, turned: false };
  const { least, most } = countOperators[count.operator].range(count.n, count.most);
  return least === 0
    ? { least: most === null ? 0 : most + 1, most: null, turned: true }
    : { least, most, turned: false };
}

/** `= n`, `>= n`, or between two. */
function countTest({ least, most }: Counted, param: Param): string {
  if (most === null) return `>= ${param(least, 'int')}`;
  return least === most
    ? `= ${param(least, 'int')}`
    : `BETWEEN ${param(least, 'int')} AND ${param(most, 'int')}`;
}

/** A test of a row `r` of contact_rollups, or of its complement if `turned`. */
export interface RollupTest {
  sql: string;
  turned: boolean;
  /** The complement of a test for "ever": an index has the rows for which it is true. */
  never?: string;
}

/**
 * The condition as a test of a row `r` of contact_rollups, if the row answers exactly; undefined if only the
 * events can. No event is later than the moment it was recorded, so a timeframe that ends after `now` is
 * open.
 *
 * @param options.withEvents also for a timeframe that is over: the row rules out contacts who can't have done
 * it then, and the test reads the events of the others
 *
 * @example
 * rollupTest(opened at least 3 times since …)
 * // r.opened_last >= $2::timestamptz AND r.opened_recent[$3::int] >= $2::timestamptz
 */
export function rollupTest(
  { event, campaigns, properties, machines, timeframe, which, count }: ResolvedEvent,
  now: Date,
  param: Param,
  { withEvents }: { withEvents: boolean } = { withEvents: false },
): RollupTest | undefined {
  if (!isRolledUp(event) || campaigns || properties || machines) return undefined;
  const column = (part: string) => `r.${event}_${part}`;
  const moment = (at: Date) => param(at, 'timestamptz');
  const ofRow = () =>
    `e.workspace_id = $1 AND e.contact_id = r.contact_id AND e.kind = ${param(event, 'text')} AND NOT e.machine`;
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
  if (from === null && to === null) {
    if (least === 1 && most === null)
      return { sql: `${column('first')} IS NOT NULL`, turned, never: `${column('first')} IS NULL` };
    return { sql: `${column('total')} ${countTest(range, param)}`, turned };
  }
  if (from === null && to !== null) {
    const anyBefore = least === 1 && most === null;
    return anyBefore ? { sql: `${column('first')} < ${moment(to)}`, turned } : undefined;
  }
  if (from === null) return undefined;
  if (to !== null) {
    if (!withEvents || least > 1 || most !== null) return undefined;
    const [start, end] = [moment(from), moment(to)];
    const events = `SELECT 1 FROM events e WHERE ${ofRow()} AND e.occurred_at >= ${start} AND e.occurred_at < ${end}`;
    return {
      sql: `${column('last')} >= ${start} AND ${column('first')} < ${end} AND EXISTS (${events})`,
      turned,
    };
  }
  const since = moment(from);
  if (least > recentKept) {
    // The rollup rules out contacts with too few events; for the few others, the test counts the events.
    const events = `SELECT count(*) FROM events e WHERE ${ofRow()} AND e.occurred_at >= ${since}`;
    const often = `${column('total')} >= ${param(least, 'int')} AND ${column('recent')}[${param(recentKept, 'int')}] >= ${since}`;
    return { sql: `${often} AND (${events}) ${countTest(range, param)}`, turned };
  }
  if ((most ?? 0) >= recentKept) return undefined;
  // If the nth most recent is in an open timeframe, so are at least n. The last one is tested first: it isn't
  // in a list, and leaves few rows.
  const nth = (n: number) => `${column('recent')}[${param(n, 'int')}] >= ${since}`;
  const atLeast = `${column('last')} >= ${since}${least === 1 ? '' : ` AND ${nth(least)}`}`;
  const sql = most === null ? atLeast : `${atLeast} AND (${nth(most + 1)}) IS NOT TRUE`;
  return { sql, turned };
}

/** The times of a contact `c`'s events that the condition is about, as JSON. */
export function eventFact(node: ResolvedEvent, now: Date, param: Param): string {
  const ms = (moment: string) => `(extract(epoch FROM ${moment}) * 1000)::bigint`;
  const times = `(SELECT coalesce(jsonb_agg(x.at ORDER BY x.at DESC), '[]') FROM (
    SELECT ${ms('e.occurred_at')} AS at FROM events e WHERE e.contact_id = c.id AND ${whichEvents(node, param)}
    ORDER BY e.occurred_at DESC LIMIT ${mostTimes}) x)`;
  // Rollups outlive deleted events.
  const rolledUp = rollupTest(node, now, () => '') !== undefined;
  const edge = (part: string) =>
    rolledUp
      ? `(SELECT ${ms(`r.${node.event}_${part}`)} FROM contact_rollups r WHERE r.workspace_id = $1 AND r.contact_id = c.id)`
      : 'null';
  return `jsonb_build_object('times', ${times}, 'first', ${edge('first')}, 'last', ${edge('last')})`;
}

/** How many events we read for one condition, the most recent first. */
const mostTimes = 2000;

function isRolledUp(kind: string): kind is RolledUpKind {
  return (rolledUpKinds as readonly string[]).includes(kind);
}
