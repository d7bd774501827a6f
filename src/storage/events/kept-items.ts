import type pg from 'pg';
import type { Provider } from '../../lib/providers.ts';
import { writeAudit } from '../audit.ts';
import type { Storage } from '../database/client.ts';
import type { Database } from '../database/database.ts';
import { seal, unseal } from '../database/sealed.ts';
import { inTransaction } from '../database/transaction.ts';

/** What a provider sent and nobody here could make sense of. */
export interface KeptItem {
  /** As it came: JSON. */
  item: unknown;
  /** The provider's id of the delivery that it came in, if it has one. */
  deliveryId: string | undefined;
  /** Why it can't be read. */
  reason: string;
}

/** One that is kept; `item` is undefined if it was encrypted under a secret that is not known any more. */
export interface StoredItem {
  id: number;
  webhookId: number;
  provider: Provider;
  keptAt: Date;
  reason: string;
  kept: Pick<KeptItem, 'item' | 'deliveryId'> | undefined;
}

/** Keeps items, encrypted. One that is kept already, because it was sent again, is left as it is. Returns how many are new. */
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

/** How many are kept, by the number of the webhook that they came in by. */
export async function countKeptItems(database: Database, workspaceId: number): Promise<Map<number, number>> {
  const groups = await database.keptItem.groupBy({
    by: ['webhookId'],
    where: { workspaceId },
    _count: { _all: true },
  });
  return new Map(groups.map(({ webhookId, _count }) => [webhookId, _count._all]));
}

/** Kept items in the order in which they came, at most `limit`, after the one of the number `after`. */
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

/** Puts other content in place of what is kept. */
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

/** Deletes what was kept before a moment, in every workspace, and says so in the audit of each. Returns how many. */
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
