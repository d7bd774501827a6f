import type pg from 'pg';
import type { Provider } from '../../lib/providers.ts';
import { writeAudit } from '../audit.ts';
import type { Storage } from '../database/client.ts';
import type { Database } from '../database/database.ts';
import { seal, unseal } from '../database/sealed.ts';
import { inTransaction } from '../database/transaction.ts';

/** An item from a provider that Rollcall could not understand. */
export interface KeptItem {
  /** As received: JSON. */
  item: unknown;
  /** The provider's id of the delivery that contained it, if any. */
  deliveryId: string | undefined;
  /** Why it can't be read. */
  reason: string;
}

/** A stored item; `item` is undefined if it was encrypted under a secret that is no longer configured. */
export interface StoredItem {
  id: number;
  webhookId: number;
  provider: Provider;
  keptAt: Date;
  reason: string;
  kept: Pick<KeptItem, 'item' | 'deliveryId'> | undefined;
}

/** Stores items, encrypted. An item that was sent again is left as it is. Returns how many are new. */
export async function keepItems(
  database: Database,
  keyed: Pick<Storage, 'hash'>,
  given: { workspaceId: number; webhookId: number; provider: Provider; at: Date; items: readonly KeptItem[] },
): Promise<number> {
  const { items, at: keptAt, ...where } = given;
  if (items.length === 0) return 0;
  const { count } = await database.keptItem.createMany({
    data: items.map(({ item, deliveryId, reason }) => {
      const text = JSON.stringify({ item, deliveryId });
      const fingerprint = keyed.hash(`item of webhook ${given.webhookId}: ${text}`);
      return { ...where, fingerprint, sealed: seal(text, keyed), reason, keptAt };
    }),
    skipDuplicates: true,
  });
  return count;
}

/** How many items are stored for each webhook, by its id. */
export async function countKeptItems(database: Database, workspaceId: number): Promise<Map<number, number>> {
  const groups = await database.keptItem.groupBy({
    by: ['webhookId'],
    where: { workspaceId },
    _count: { _all: true },
  });
  return new Map(groups.map(({ webhookId, _count }) => [webhookId, _count._all]));
}

/** Stored items in order of arrival, at most `limit`, after the one with the id `after`. */
export async function listKeptItems(
  database: Database,
  keyed: Pick<Storage, 'hashes'>,
  { workspaceId, after, limit }: { workspaceId: number; after: number; limit: number },
): Promise<StoredItem[]> {
  const rows = await database.keptItem.findMany({
    where: { workspaceId, id: { gt: after } },
    orderBy: { id: 'asc' },
    take: limit,
  });
  return rows.map(({ id, webhookId, provider, keptAt, reason, sealed }) => {
    const text = unseal(sealed, keyed);
    const kept = text === undefined ? undefined : JSON.parse(text);
    return { id, webhookId, provider: provider as Provider, keptAt, reason, kept };
  });
}

/** Replaces the content of a stored item. */
export async function replaceKeptItem(
  database: Database,
  keyed: Pick<Storage, 'hash'>,
  { workspaceId, id, kept }: { workspaceId: number; id: number; kept: Pick<KeptItem, 'item' | 'deliveryId'> },
): Promise<void> {
  await database.keptItem.updateMany({
    where: { workspaceId, id },
    data: { sealed: seal(JSON.stringify(kept), keyed) },
  });
}

export async function deleteKeptItems(database: Database, workspaceId: number, ids: number[]): Promise<void> {
  await database.keptItem.deleteMany({ where: { workspaceId, id: { in: ids } } });
}

/**
 * Deletes items stored before a moment, in every workspace, and notes it in each one's audit. Returns how
 * many.
 */
export async function deleteOldItems(
  pool: pg.Pool,
  { before, now }: { before: Date; now: Date },
): Promise<number> {
  return inTransaction(pool, async (client) => {
    const { rows } = await client.query<{ workspaceId: number; items: number }>(
      `WITH gone AS (DELETE FROM kept_items WHERE kept_at < $1 RETURNING workspace_id)
       SELECT workspace_id AS "workspaceId", count(*)::int AS items FROM gone GROUP BY workspace_id`,
      [before],
    );
    const said = { actor: 'Rollcall', action: 'kept-items.deleted', subject: 'kept items' } as const;
    for (const { workspaceId, items } of rows)
      await writeAudit(client, { workspaceId, at: now, ...said, details: { items } });
    return rows.reduce((sum, { items }) => sum + items, 0);
  });
}
