import type pg from 'pg';
import { inTransaction } from '../database/transaction.ts';

/**
 * After a restore: nobody knows what was sent since the backup was made, nor who unsubscribed. Holds every
 * campaign that was not finished then; people who still waited are uncertain, and nothing is sent to them again
 * by itself. Returns how many campaigns are held.
 */
export async function holdRestoredCampaigns(
  pool: pg.Pool,
  { madeAt, now }: { madeAt: Date; now: Date },
): Promise<number> {
  return inTransaction(pool, async (client) => {
    const trouble = { why: 'restored', from: madeAt.toISOString(), to: now.toISOString() };
    const { rows } = await client.query<{ id: number }>('SELECT id FROM workspaces ORDER BY id');
    let held = 0;
    for (const { id } of rows) {
      const done = await client.query(
        `UPDATE campaign_mails SET state = 'held', trouble = $2::jsonb, updated_at = $3
         WHERE workspace_id = $1 AND state IN ('scheduled', 'preparing', 'sending', 'paused')`,
        [id, JSON.stringify(trouble), now],
      );
      held += done.rowCount ?? 0;
      await client.query(
        `UPDATE campaign_recipients SET state = 'uncertain', runner = NULL, leased_until = NULL
         WHERE workspace_id = $1 AND state IN ('waiting', 'claimed', 'handing over')`,
        [id],
      );
    }
    return held;
  });
}
