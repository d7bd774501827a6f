import type { Database } from './database.ts';

/**
 * Runs a statement that joins whole sets, in a transaction. Sets that were just made have no statistics: the planner takes
 * them for one row each and may go through one for every row of the other. Measured: undoing a merge of 100,000 contacts
 * on the embedded database took more than three minutes by nested loops, and 3 s by hashing.
 */
export async function bySets<T>(database: Database, statement: () => PromiseLike<T>): Promise<T> {
  await database.$executeRaw`SET LOCAL enable_nestloop = off`;
  const result = await statement();
  await database.$executeRaw`SET LOCAL enable_nestloop TO DEFAULT`;
  return result;
}

/** How long a transaction may take that changes a tag on any number of contacts, in ms. */
export const setsTimeout = { timeout: 120_000 };
