import type { Database } from './database.ts';

/**
 * Runs a statement that joins whole sets, in a transaction. New sets have no statistics, so the planner
 * assumes one row each and may scan one set for every row of the other. Measured: undoing a merge of 100,000
 * contacts on the embedded database took more than three minutes with nested loops, and 3 s with hashing.
 */
export async function bySets<T>(database: Database, statement: () => PromiseLike<T>): Promise<T> {
  await database.$executeRaw`SET LOCAL enable_nestloop = off`;
  const result = await statement();
  await database.$executeRaw`SET LOCAL enable_nestloop TO DEFAULT`;
  return result;
}

/** How long a transaction that changes a tag on any number of contacts may take, in ms. */
export const setsTimeout = { timeout: 120_000 };
