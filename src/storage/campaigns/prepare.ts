import type pg from 'pg';
import { createCompiler } from '../../rules/sql/compile.ts';
import { inTransaction } from '../database/transaction.ts';
import { planning } from '../queries/read-query.ts';
import { updateCampaign } from './campaigns.ts';
import { beatAgain } from './going-out.ts';
import { leftOutReason } from './left-out.ts';
import type { Asked } from './waterfall.ts';

/** What is written with the recipients. */
export interface Preparation {
  asked: Asked;
  campaignId: number;
  /** The month in the keys of the mails. */
  keyMonth: number;
  at: Date;
  /** Runs in the same transaction, last. */
  alsoNote: (client: pg.PoolClient, sums: Prepared) => Promise<void>;
}

/** How many recipients were written, and how many of them get the mail. */
export interface Prepared {
  recipients: number;
  getIt: number;
}

/**
 * Writes every recipient, with those left out and why, in one transaction with the change from `preparing` to
 * `sending`: from then on the sum is fixed. Undefined, with nothing written, if the campaign is no longer
 * being prepared.
 */
export async function prepareRecipients(
  pool: pg.Pool,
  preparation: Preparation,
): Promise<Prepared | undefined> {
  const { asked, campaignId, keyMonth, at } = preparation;
  const { params, param, condition } = createCompiler(asked.workspaceId);
  const [campaign, moment, month] = [
    param(campaignId, 'int'),
    param(at, 'timestamptz'),
    param(keyMonth, 'smallint'),
  ];
  const sql = `INSERT INTO campaign_recipients (workspace_id, campaign_id, contact_id, state, reason, next_try_at, key_month)
    SELECT $1, ${campaign}, w.id, CASE WHEN w.reason IS NULL THEN 'waiting' ELSE 'left out' END, w.reason, ${moment}, ${month}
    FROM (SELECT c.id, ${leftOutReason(asked.limits, param)} AS reason FROM contacts c
      WHERE c.workspace_id = $1 AND ${condition(asked.resolved)} OFFSET 0) w
    ON CONFLICT DO NOTHING`;
  return inTransaction(pool, async (client) => {
    if (!(await holdPreparing(client, preparation))) return undefined;
    await client.query(planning);
    const { rowCount } = await client.query(sql, params);
    const sums = await begin(client, preparation, rowCount ?? 0);
    await preparation.alsoNote(client, sums);
    return sums;
  });
}

/** Locks the campaign: nobody pauses or stops it meanwhile. False if it isn't being prepared. */
export async function holdPreparing(
  client: pg.PoolClient,
  { asked: { workspaceId }, campaignId }: Pick<Preparation, 'asked' | 'campaignId'>,
): Promise<boolean> {
  const { rowCount } = await client.query(
    `SELECT 1 FROM campaign_mails WHERE workspace_id = $1 AND campaign_id = $2 AND state = 'preparing' FOR UPDATE`,
    [workspaceId, campaignId],
  );
  return rowCount === 1;
}

/** The change to `sending`, with the first sign of life. */
async function begin(
  client: pg.PoolClient,
  { asked: { workspaceId }, campaignId, at }: Preparation,
  recipients: number,
): Promise<Prepared> {
  const { rows } = await client.query<{ waiting: number }>(
    `SELECT count(*)::int AS waiting FROM campaign_recipients
     WHERE workspace_id = $1 AND campaign_id = $2 AND state = 'waiting'`,
    [workspaceId, campaignId],
  );
  const change = { state: 'sending', prepared: recipients, startedAt: at, trouble: null } as const;
  await updateCampaign(client, workspaceId, campaignId, change);
  await beatAgain(client, { workspaceId, campaignId });
  return { recipients, getIt: rows[0]?.waiting ?? 0 };
}
