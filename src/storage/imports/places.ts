import type pg from 'pg';

/**
 * Takes a place in a row of transactions: held until this one ends, and waited for by whoever comes after it. The waiting is
 * the database's own, so that it finds out when somebody else waits for the one and the other for them.
 */
export async function takePlace(client: pg.PoolClient, row: number, place: number): Promise<void> {
  await client.query('SELECT pg_advisory_xact_lock($1, $2)', [row, place]);
}

/** Waits until the transaction that took this place has ended. */
export async function afterPlace(client: pg.PoolClient, row: number, place: number): Promise<void> {
  await client.query('SELECT pg_advisory_xact_lock_shared($1, $2)', [row, place]);
}
