import { type LeftOutReason, leftOutOrder } from '../../lib/campaigns/recipients.ts';
import type { ResolvedRule } from '../../rules/schema.ts';
import { createCompiler } from '../../rules/sql/compile.ts';
import { type ReadStorage, readRows } from '../queries/read-query.ts';
import type { Member } from '../queries/run-rule.ts';
import {
  leftOutReason,
  listsOf,
  type MailLimits,
  type OwnReason,
  ownConditions,
  ownReasons,
} from './left-out.ts';

/** Who a campaign would go to. */
export interface Asked {
  workspaceId: number;
  resolved: ResolvedRule;
  limits: MailLimits;
}

/** How many match, how many of them get it, and how many are left out for each reason. */
export interface Waterfall {
  match: number;
  getIt: number;
  leftOut: Partial<Record<LeftOutReason, number>>;
}

/**
 * Counts everyone in an audience by the reason for which they are left out, in one statement: all of them by what
 * their own rows show, which takes hardly longer than counting them, and then only those on each list (suppressed,
 * paused, …). Asking every person for every reason took two to five times as long.
 */
export async function countWaterfall(storage: ReadStorage, asked: Asked): Promise<Waterfall> {
  const { workspaceId, resolved, limits } = asked;
  const { params, param, condition } = createCompiler(workspaceId);
  const lists = listsOf(limits, param);
  const count = (what: string, conditions: readonly string[]) =>
    `SELECT ${what} FROM contacts c WHERE ${['c.workspace_id = $1', condition(resolved), ...conditions].join(' AND ')}`;
  const selected = [
    'count(*)::int AS match',
    `${packed} AS packed`,
    `(SELECT json_object_agg(own, people) FROM (${count(`${ownReason} AS own, count(*) AS people`, [lists.suppressed])} GROUP BY 1) s) AS suppressed`,
  ];
  /** Those for whom no reason was found yet. */
  const left = [`NOT (${shows})`];
  for (const name of listNames) {
    const list = lists[name];
    if (list === null) continue;
    selected.push(`(${count('count(*)::int', [...left, list])}) AS "${name}"`);
    left.push(name === 'chose' && limits.topic?.isOn === false ? list : `NOT ${list}`);
  }
  const [row] = await readRows<CountedRow>(storage, count(selected.join(', '), []), params);
  return row === undefined ? { match: 0, getIt: 0, leftOut: {} } : waterfallOf(row, limits);
}

/** In the order of the reasons that they are. */
const listNames = ['chose', 'paused', 'received', 'maybeMailed'] as const;

interface CountedRow extends Partial<Record<(typeof listNames)[number], number>> {
  match: number;
  packed: string | null;
  /** By what their own rows show. */
  suppressed: Partial<Record<OwnReason, number>> | null;
}

const ownReason = `CASE ${ownReasons.map((own) => `WHEN ${ownConditions[own]} THEN '${own}'`).join(' ')} END`;

/** Whether a contact's own row shows a reason: the others of `ownReasons` imply these. */
const shows = `${ownConditions['never agreed']} OR ${ownConditions['invalid address']}`;

/** Digits of one count within the packed one. */
const DIGITS = 10;

/**
 * The counts of all own reasons in one number: a count for each would take half as long again as counting the
 * segment, a group for each three quarters. Most people have none, which is seen first.
 */
const packed = `sum(CASE ${ownReasons
  .map((own, at) => `WHEN ${ownConditions[own]} THEN 1e${at * DIGITS}::numeric`)
  .join(' ')} END) FILTER (WHERE ${shows})::text`;

function waterfallOf({ match, packed, suppressed, ...on }: CountedRow, { topic }: MailLimits): Waterfall {
  const counts: Partial<Record<LeftOutReason, number>> = {};
  let getIt = match;
  const leaveOut = (reason: LeftOutReason, people: number): void => {
    counts[reason] = (counts[reason] ?? 0) + people;
    getIt -= people;
  };
  const digits = (packed ?? '').padStart(ownReasons.length * DIGITS, '0');
  for (const [at, own] of ownReasons.entries()) {
    const end = digits.length - at * DIGITS;
    const both = suppressed?.[own] ?? 0;
    leaveOut('suppressed', both);
    leaveOut(own, Number(digits.slice(end - DIGITS, end)) - both);
  }
  if (topic !== null) leaveOut('topic off', topic.isOn ? (on.chose ?? 0) : getIt - (on.chose ?? 0));
  leaveOut('paused', on.paused ?? 0);
  leaveOut('mailed lately', (on.received ?? 0) + (on.maybeMailed ?? 0));
  const leftOut = leftOutOrder.flatMap((reason) =>
    counts[reason] ? [[reason, counts[reason]] as const] : [],
  );
  return { match, getIt, leftOut: Object.fromEntries(leftOut) };
}

/**
 * A page of the people behind one of the numbers, by id.
 *
 * @param page.reason null: those who get it
 */
export function listWaterfall(
  storage: ReadStorage,
  { workspaceId, resolved, limits }: Asked,
  page: { reason: LeftOutReason | null; after: number; limit: number },
): Promise<Member[]> {
  const { params, param, condition } = createCompiler(workspaceId);
  return readRows<Member>(
    storage,
    `SELECT c.id, c.email, c.name, c.status FROM contacts c
     WHERE c.workspace_id = $1 AND ${condition(resolved)} AND c.id > ${param(page.after, 'int')}
       AND (${leftOutReason(limits, param)}) IS NOT DISTINCT FROM ${param(page.reason, 'text')}
     ORDER BY c.id LIMIT ${param(page.limit, 'int')}`,
    params,
  );
}

/** Why one contact would be left out, if they would. */
export async function findLeftOutReason(
  storage: ReadStorage,
  { workspaceId, limits }: Omit<Asked, 'resolved'>,
  contactId: number,
): Promise<LeftOutReason | null> {
  const { params, param } = createCompiler(workspaceId);
  const [row] = await readRows<{ reason: LeftOutReason | null }>(
    storage,
    `SELECT ${leftOutReason(limits, param)} AS reason FROM contacts c WHERE c.workspace_id = $1 AND c.id = ${param(contactId, 'int')}`,
    params,
  );
  return row?.reason ?? null;
}
