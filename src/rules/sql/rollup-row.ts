import { type ResolvedEvent, rollupTest } from './compile-events.ts';
import type { Param } from './compile-values.ts';

export interface Around {
  now: Date;
  /** See rollupTest. By default, the row has to answer alone. */
  withEvents?: boolean;
}

/** A test of a row `r` of contact_rollups, null in place of false. Every contact has a row. */
export interface RowTest {
  sql: string;
  /** True of a contact without any events, so probably of most. */
  without: boolean;
  /** An index lists the rows for which this can be true. */
  listed: boolean;
}

/** The condition, or its complement, as such a test; undefined if the row can't answer it. */
export function eventRowTest(
  event: ResolvedEvent,
  negated: boolean,
  { now, param, withEvents = false }: Around & { param: Param },
): RowTest | undefined {
  const test = rollupTest(event, now, param, { withEvents });
  if (test === undefined) return undefined;
  const turned = test.turned !== negated;
  if (!turned) return { sql: test.sql, without: false, listed: false };
  return {
    sql: test.never ?? `(${test.sql}) IS NOT TRUE`,
    without: true,
    listed: test.never !== undefined,
  };
}

/** Whether a contact `c` has a row that passes the test, or its complement. */
export function existsRow(
  test: (negated: boolean, around: Around & { param: Param }) => RowTest | undefined,
  negated: boolean,
  { param, ...around }: Around & { param: Param },
): string | undefined {
  // A dry run: if a test is true for most contacts, searching for its complement is faster.
  const tried = test(negated, { ...around, param: () => '' });
  if (tried === undefined) return undefined;
  const turned = tried.without && !tried.listed;
  const sql = test(negated !== turned, { ...around, param })?.sql;
  const row = 'SELECT 1 FROM contact_rollups r WHERE r.workspace_id = $1 AND r.contact_id = c.id AND';
  return `${turned ? 'NOT ' : ''}EXISTS (${row} ${sql})`;
}

/** An event that a contact's rollup answers, as a test of its row; undefined if it needs the events. */
export const rolledUpEvent = (
  event: ResolvedEvent,
  negated: boolean,
  around: Around & { param: Param },
): string | undefined => existsRow((turned, each) => eventRowTest(event, turned, each), negated, around);

/** Whether an index lists the contacts that the condition, or its complement, can match. */
export const isListedEvent = (event: ResolvedEvent, negated: boolean, now: Date): boolean =>
  eventRowTest(event, negated, { now, param: () => '' })?.listed === true;
