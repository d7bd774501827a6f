import type pg from 'pg';
import { type RolledUpKind, recentKept, rolledUpKinds } from '../../rules/sql/rollups.ts';
import { inTransaction } from '../database/transaction.ts';

/**
 * Rows of contact_rollups for the events that a query returns as contact_id, kind, occurred_at, machine.
 * Opens by machines are left out.
 */
function rollupRows(events: string): string {
  const sums = rolledUpKinds.map((kind) => {
    const ofKind = `FILTER (WHERE kind = '${kind}')`;
    const recent = `(array_agg(occurred_at ORDER BY occurred_at DESC) ${ofKind})[1:${recentKept}]`;
    return `min(occurred_at) ${ofKind}, max(occurred_at) ${ofKind}, count(*) ${ofKind}, ${recent}`;
  });
  // Ordered, so that two batches with the same contacts lock them in the same order and never deadlock.
  return `SELECT $1::int, contact_id, ${sums.join(', ')} FROM ${events}
    WHERE NOT machine AND kind IN (${rolledUpKinds.map((kind) => `'${kind}'`).join(', ')})
    GROUP BY contact_id ORDER BY contact_id`;
}

/** Adds new events to the rollups, whenever they happened; `$1` is the workspace. */
export function addToRollups(events: string): string {
  return `INSERT INTO contact_rollups AS r (${columns.join(', ')}) ${rollupRows(events)}
    ON CONFLICT (workspace_id, contact_id) DO UPDATE SET ${rolledUpKinds.flatMap(merged).join(', ')}`;
}

/**
 * Rebuilds a workspace's rollups from its events, and dates its campaigns by them: for events that were
 * loaded in another way, such as a bulk load. What the old rollups kept from deleted events is lost.
 */
export async function rebuildRollups(pool: pg.Pool, workspaceId: number): Promise<void> {
  await inTransaction(pool, async (client) => {
    // Waits for event batches under way and blocks new ones: one that this statement doesn't see would be
    // lost.
    await client.query('LOCK TABLE contact_rollups IN SHARE ROW EXCLUSIVE MODE');
    // These rows start at their final size: pages need room for changes, not for growth.
    await client.query('ALTER TABLE contact_rollups SET (fillfactor = 75)');
    const made = columns
      .slice(2)
      .map((column) => (column.endsWith('_total') ? `COALESCE(${column}, 0)` : column));
    await client.query(
      `INSERT INTO contact_rollups (${columns.join(', ')})
       SELECT $1::int, c.id, ${made.join(', ')}
       FROM contacts c LEFT JOIN (${rollupRows('(SELECT * FROM events WHERE workspace_id = $1) e')})
         AS made (${['made_in', 'made_for', ...columns.slice(2)].join(', ')}) ON made_for = c.id
       WHERE c.workspace_id = $1 ORDER BY c.id
       ON CONFLICT (workspace_id, contact_id) DO UPDATE SET
         ${columns.slice(2).map((column) => `${column} = excluded.${column}`)}`,
      [workspaceId],
    );
    await client.query('ALTER TABLE contact_rollups SET (fillfactor = 20)');
    await client.query(
      `UPDATE campaigns c SET first_received_at = least(c.first_received_at, received.at)
       FROM (
         SELECT campaign_id, min(occurred_at) AS at FROM events
         WHERE workspace_id = $1 AND kind = 'received' AND campaign_id IS NOT NULL GROUP BY campaign_id) received
       WHERE c.workspace_id = $1 AND c.id = received.campaign_id`,
      [workspaceId],
    );
  });
}

const columns = [
  'workspace_id',
  'contact_id',
  ...rolledUpKinds.flatMap((kind) => ['first', 'last', 'total', 'recent'].map((part) => `${kind}_${part}`)),
];

function merged(kind: RolledUpKind): string[] {
  const [first, last, total, recent] = ['first', 'last', 'total', 'recent'].map((part) => `${kind}_${part}`);
  return [
    `${first} = least(r.${first}, excluded.${first})`,
    `${last} = greatest(r.${last}, excluded.${last})`,
    `${total} = r.${total} + excluded.${total}`,
    // New events are usually more recent than the stored ones.
    `${recent} = CASE
       WHEN excluded.${total} = 0 THEN r.${recent}
       WHEN r.${total} = 0 OR excluded.${first} >= r.${last} THEN (excluded.${recent} || r.${recent})[1:${recentKept}]
       ELSE ARRAY(SELECT at FROM unnest(excluded.${recent} || r.${recent}) at ORDER BY at DESC LIMIT ${recentKept}) END`,
  ];
}
