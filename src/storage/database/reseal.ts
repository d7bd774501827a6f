import type { Storage } from './client.ts';
import { seal, unseal } from './sealed.ts';
import { inTransaction } from './transaction.ts';

/** Every column that holds encrypted values. */
const sealedColumns = [
  { table: 'webhooks', column: 'secret' },
  { table: 'kept_items', column: 'sealed' },
  { table: 'senders', column: 'password' },
  { table: 'senders', column: 'dkim_key' },
] as const;

/** The result of encrypting again. */
export interface Resealed {
  resealed: number;
  /** Already encrypted under the current secret. */
  current: number;
  /** Encrypted under a secret that isn't configured here. */
  unreadable: number;
}

/** Re-encrypts everything that is stored under earlier secrets, in every workspace. */
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
          `SELECT id, ${column} AS sealed FROM ${table} WHERE workspace_id = $1 AND ${column} IS NOT NULL FOR UPDATE`,
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
