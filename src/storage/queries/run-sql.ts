import type pg from 'pg';
import type { Database } from '../database/database.ts';

/** Anything that runs statements: the pool, one of its connections, or a Prisma transaction. */
export type Runs = pg.Pool | pg.PoolClient | Database;

/**
 * Runs a statement with either driver, for code that takes part in transactions of both. Cast every parameter
 * (`$1::int`).
 */
export async function runSql<Row extends pg.QueryResultRow>(
  on: Runs,
  sql: string,
  params: unknown[],
): Promise<Row[]> {
  if ('$queryRawUnsafe' in on) return on.$queryRawUnsafe<Row[]>(sql, ...params);
  const { rows } = await on.query<Row>(sql, params);
  return rows;
}
