import type pg from 'pg';

/**
 * Takes a place in a queue of transactions: held until this one ends, while the next one waits. The database
 * itself does the waiting, so it detects deadlocks.
 */
export async function takePlace(client: pg.PoolClient, row: number, place: number): Promise<void> {
  await client.query('SELECT pg_advisory_xact_lock($1, $2)', [row, place]);
}

/** Waits until the transaction that took this place has ended. */
export async function afterPlace(client: pg.PoolClient, row: number, place: number): Promise<void> {
  await client.query('SELECT pg_advisory_xact_lock_shared($1, $2)', [row, place]);
}
