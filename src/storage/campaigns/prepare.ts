import type pg from 'pg';
import { createCompiler } from '../../rules/sql/compile.ts';
import type { Storage } from '../database/client.ts';
import { inTransaction } from '../database/transaction.ts';
import { planning } from '../queries/read-query.ts';
import { begin, holdPreparing, type Preparation } from './begin.ts';
import { leftOutReason } from './left-out.ts';
import { prepareInParts } from './prepare-in-parts.ts';
import type { Prepared } from './sums.ts';
import { targetBits } from './target-bits.ts';

/** Above so many people, the embedded database writes them in parts: it serves nobody else during a statement. */
const MOST_AT_ONCE = 100_000;

/**
 * Writes every recipient, with those left out and why, in one transaction with the change from `preparing` to
 * `sending`: from then on the sum is fixed. Undefined, with nothing written, if the campaign is no longer
 * being prepared.
 *
 * @param match about how many recipients there are
 * @param mostAtOnce more of them are written in parts on the embedded database
 */
export function prepareRecipients(
  storage: Storage,
  preparation: Preparation,
  { match, mostAtOnce = MOST_AT_ONCE }: { match: number; mostAtOnce?: number },
): Promise<Prepared | undefined> {
  return storage.kind === 'embedded' && match > mostAtOnce
    ? prepareInParts(storage, preparation)
    : prepareAtOnce(storage.pool, preparation);
}

function prepareAtOnce(pool: pg.Pool, preparation: Preparation): Promise<Prepared | undefined> {
  const { asked, campaignId, keyMonth, at } = preparation;
  const compiler = createCompiler(asked.workspaceId);
  const { params, param, condition } = compiler;
  const [campaign, moment, month] = [
    param(campaignId, 'int'),
    param(at, 'timestamptz'),
    param(keyMonth, 'smallint'),
  ];
  const sql = `INSERT INTO campaign_recipients (workspace_id, campaign_id, contact_id, state, reason, next_try_at, key_month, targets)
    SELECT $1, ${campaign}, w.id, CASE WHEN w.reason IS NULL THEN 'waiting' ELSE 'left out' END, w.reason, ${moment}, ${month}, w.targets
    FROM (SELECT c.id, ${leftOutReason(asked.limits, param)} AS reason, ${targetBits(preparation.targets, compiler)} AS targets FROM contacts c
      WHERE c.workspace_id = $1 AND ${condition(asked.resolved)} OFFSET 0) w
    ON CONFLICT DO NOTHING`;
  return inTransaction(pool, async (client) => {
    if (!(await holdPreparing(client, preparation))) return undefined;
    await client.query(`DELETE FROM campaign_recipients WHERE workspace_id = $1 AND campaign_id = $2`, [
      asked.workspaceId,
      campaignId,
    ]);
    await client.query(planning);
    await client.query(sql, params);
    return begin(client, preparation);
  });
}
