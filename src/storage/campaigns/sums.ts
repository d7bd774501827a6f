import type { RecipientState } from '../../lib/campaigns/recipients.ts';
import type { Cell } from '../../lib/campaigns/report-numbers.ts';
import { type Runs, runSql } from '../queries/run-sql.ts';

/** A campaign of any workspace. */
interface CampaignKey {
  workspaceId: number;
  campaignId: number;
}

/** How many recipients of a campaign are in a state, for a reason; erased people are counted too. */
export interface Sum {
  /** `waiting` includes those that are claimed, and those being handed over. */
  state: RecipientState;
  /** Of those left out, why; of bounces, hard or soft. Empty for the rest. */
  reason: string;
  people: number;
}

/** More rows than this are merged when they are read: sending adds two for each note. */
const MOST_ROWS = 500;

/** Everyone of a campaign, once it was prepared: together always the number that was prepared. */
export async function cellsOf(on: Runs, { workspaceId, campaignId }: CampaignKey): Promise<Cell[]> {
  const rows = await runSql<Cell & { rows: number } & Record<string, unknown>>(
    on,
    `SELECT state, reason, targets, opened, clicked, "left", machine_opened AS "machineOpened", machine_clicked AS "machineClicked",
       sum(people)::int AS people, count(*)::int AS rows
     FROM campaign_counts WHERE workspace_id = $1::int AND campaign_id = $2::int GROUP BY ${cell} ORDER BY ${cell}`,
    [workspaceId, campaignId],
  );
  const read = rows.reduce((sum, { rows: each }) => sum + each, 0);
  if (read > rows.length + MOST_ROWS) await mergeCounts(on, { workspaceId, campaignId });
  return rows.flatMap(({ rows: _, ...each }) => (each.people === 0 ? [] : [each]));
}

const cell = `state, reason, targets, opened, clicked, "left", machine_opened, machine_clicked`;

/** All sums of a campaign by state and reason: together always the number that was prepared. */
export async function sumsOf(on: Runs, workspaceId: number, campaignId: number): Promise<Sum[]> {
  return sumsFrom(await cellsOf(on, { workspaceId, campaignId }));
}

/** The same people by state and reason alone. */
export function sumsFrom(cells: readonly Sum[]): Sum[] {
  const sums = new Map<string, Sum>();
  for (const { state, reason, people } of cells) {
    const key = `${state} ${reason}`;
    sums.set(key, { state, reason, people: people + (sums.get(key)?.people ?? 0) });
  }
  return [...sums.values()];
}

/**
 * Replaces the rows of a campaign's counts by one for each cell. Safe while others write: their rows are added
 * later, or merged next time. Rows that someone else is merging are left alone.
 */
export async function mergeCounts(on: Runs, { workspaceId, campaignId }: CampaignKey): Promise<void> {
  await runSql(
    on,
    `WITH held AS MATERIALIZED (
       SELECT id FROM campaign_counts WHERE workspace_id = $1::int AND campaign_id = $2::int ORDER BY id FOR UPDATE SKIP LOCKED),
     merged AS (
       DELETE FROM campaign_counts c USING held h
       WHERE c.workspace_id = $1::int AND c.campaign_id = $2::int AND c.id = h.id RETURNING c.*)
     INSERT INTO campaign_counts (workspace_id, campaign_id, ${cell}, people)
     SELECT workspace_id, campaign_id, ${cell}, sum(people) FROM merged
     GROUP BY workspace_id, campaign_id, ${cell} HAVING sum(people) <> 0`,
    [workspaceId, campaignId],
  );
}

/** Merges the counts of campaigns that nobody looked at for a while. */
export async function mergeLongCounts(on: Runs, workspaceId: number): Promise<void> {
  const long = await runSql<{ campaignId: number }>(
    on,
    `SELECT campaign_id AS "campaignId" FROM campaign_counts WHERE workspace_id = $1::int
     GROUP BY campaign_id HAVING count(*) > ${MOST_ROWS}`,
    [workspaceId],
  );
  for (const { campaignId } of long) await mergeCounts(on, { workspaceId, campaignId });
}

/** How many recipients were written, and how many of them get the mail. */
export interface Prepared {
  recipients: number;
  getIt: number;
}

/**
 * Counts the recipients of a campaign that begins. What others noted about its rows before this statement is
 * in the rows, and what they note later is added to it.
 */
export async function firstCounts(on: Runs, { workspaceId, campaignId }: CampaignKey): Promise<Prepared> {
  const [sums] = await runSql<Prepared & Record<string, unknown>>(
    on,
    `WITH cleared AS (DELETE FROM campaign_counts WHERE workspace_id = $1::int AND campaign_id = $2::int),
     counted AS (
       INSERT INTO campaign_counts (workspace_id, campaign_id, ${cell}, people)
       SELECT $1::int, $2::int, CASE WHEN state IN ('claimed', 'handing over') THEN 'waiting' ELSE state END, coalesce(reason, ''), targets,
         opened_at IS NOT NULL, clicked_at IS NOT NULL, left_at IS NOT NULL, machine_opened, machine_clicked, count(*)
       FROM campaign_recipients WHERE workspace_id = $1::int AND campaign_id = $2::int GROUP BY 3, 4, 5, 6, 7, 8, 9, 10
       RETURNING state, people)
     SELECT coalesce(sum(people), 0)::int AS recipients, coalesce(sum(people) FILTER (WHERE state = 'waiting'), 0)::int AS "getIt"
     FROM counted`,
    [workspaceId, campaignId],
  );
  return sums ?? { recipients: 0, getIt: 0 };
}
