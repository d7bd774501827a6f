import type pg from 'pg';
import type { Database } from '../database/database.ts';

/** Whoever can run a statement: the pool, one of its connections, or a transaction of Prisma's. */
export type Runs = pg.Pool | pg.PoolClient | Database;

/** Runs a statement by either driver: for what belongs into transactions of both. Cast every parameter (`$1::int`). */
export async function runSql<Row extends pg.QueryResultRow>(
  on: Runs,
  sql: string,
  params: unknown[],
): Promise<Row[]> {
  if ('$queryRawUnsafe' in on) return on.$queryRawUnsafe<Row[]>(sql, ...params);
  const { rows } = await on.query<Row>(sql, params);
  return rows;
}
