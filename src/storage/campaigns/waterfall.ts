import type { LeftOutReason } from '../../lib/campaigns/recipients.ts';
import type { ResolvedRule } from '../../rules/schema.ts';
import { createCompiler } from '../../rules/sql/compile.ts';
import { type AskedStorage, ask } from '../queries/read-query.ts';
import type { Member } from '../queries/run-rule.ts';
import { leftOutReason, type MailLimits } from './left-out.ts';

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

/** Counts everyone in an audience by the reason for which they are left out, in one statement. */
export async function countWaterfall(storage: AskedStorage, asked: Asked): Promise<Waterfall> {
  const { workspaceId, resolved, limits } = asked;
  const { params, param, condition } = createCompiler(workspaceId);
  const rows = await ask<{ reason: LeftOutReason | null; people: number }>(
    storage,
    `SELECT reason, count(*)::int AS people
     FROM (SELECT ${leftOutReason(limits, param)} AS reason FROM contacts c WHERE c.workspace_id = $1 AND ${condition(resolved)}) w
     GROUP BY reason`,
    params,
  );
  const sum = rows.reduce((total, { people }) => total + people, 0);
  const leftOut = Object.fromEntries(
    rows.flatMap(({ reason, people }) => (reason === null ? [] : [[reason, people]])),
  );
  return { match: sum, getIt: rows.find(({ reason }) => reason === null)?.people ?? 0, leftOut };
}

/**
 * A page of the people behind one of the numbers, by id.
 *
 * @param page.reason null: those who get it
 */
export function listWaterfall(
  storage: AskedStorage,
  { workspaceId, resolved, limits }: Asked,
  page: { reason: LeftOutReason | null; after: number; limit: number },
): Promise<Member[]> {
  const { params, param, condition } = createCompiler(workspaceId);
  return ask<Member>(
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
  storage: AskedStorage,
  { workspaceId, limits }: Omit<Asked, 'resolved'>,
  contactId: number,
): Promise<LeftOutReason | null> {
  const { params, param } = createCompiler(workspaceId);
  const [row] = await ask<{ reason: LeftOutReason | null }>(
    storage,
    `SELECT ${leftOutReason(limits, param)} AS reason FROM contacts c WHERE c.workspace_id = $1 AND c.id = ${param(contactId, 'int')}`,
    params,
  );
  return row?.reason ?? null;
}
