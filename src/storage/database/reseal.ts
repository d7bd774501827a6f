import type { Storage } from './client.ts';
import { seal, unseal } from './sealed.ts';
import { inTransaction } from './transaction.ts';

/** Every column that holds something sealed. */
const sealedColumns = [
  { table: 'webhooks', column: 'secret' },
  { table: 'kept_items', column: 'sealed' },
] as const;

/** What came of encrypting again. */
export interface Resealed {
  resealed: number;
  /** Sealed under the current secret already. */
  current: number;
  /** Sealed under a secret that is not known here. */
  unreadable: number;
}

/** Encrypts again what is stored under earlier secrets, under the current one, in every workspace. */
export async function resealAll(storage: Pick<Storage, 'pool' | 'hash' | 'hashes'>): Promise<Resealed> {
  const done: Resealed = { resealed: 0, current: 0, unreadable: 0 };
  const current = { hashes: (text: string) => [storage.hash(text)] };
  for (const { table, column } of sealedColumns) {
    await inTransaction(storage.pool, async (client) => {
      const { rows: workspaces } = await client.query<{ id: number }>(
        'SELECT id FROM workspaces ORDER BY id',
      );
      for (const { id: workspaceId } of workspaces) {
        const { rows } = await client.query<{ id: number; sealed: string }>(
          `SELECT id, ${column} AS sealed FROM ${table} WHERE workspace_id = $1 FOR UPDATE`,
          [workspaceId],
        );
        for (const { id, sealed } of rows) {
          const text = unseal(sealed, storage);
          if (text === undefined) done.unreadable += 1;
          else if (unseal(sealed, current) !== undefined) done.current += 1;
          else {
            const values = [workspaceId, id, seal(text, storage)];
            await client.query(
              `UPDATE ${table} SET ${column} = $3 WHERE workspace_id = $1 AND id = $2`,
              values,
            );
            done.resealed += 1;
          }
        }
      }
    });
  }
  return done;
}
