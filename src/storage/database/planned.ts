import { createHash } from 'node:crypto';
import type pg from 'pg';
import { isDirect } from './session.ts';

/**
 * Runs a statement that is asked so often that planning it each time would cost more than running it: each
 * connection plans it once. Behind a pooler and on the embedded database, where connections share sessions, it is
 * planned each time.
 */
export async function queryPlanned<Row extends pg.QueryResultRow>(
  pool: pg.Pool,
  sql: string,
  params: unknown[],
): Promise<pg.QueryResult<Row>> {
  const client = await pool.connect();
  let broken: Error | undefined;
  try {
    if (!isDirect(client)) return await client.query<Row>(sql, params);
    return await client.query<Row>({ name: nameOf(sql), text: sql, values: params });
  } catch (error) {
    broken = error as Error;
    throw error;
  } finally {
    client.release(broken);
  }
}

const names = new Map<string, string>();

/** The same text has the same name: the driver takes a name for one text only. */
function nameOf(sql: string): string {
  const name = names.get(sql) ?? createHash('sha256').update(sql).digest('base64url').slice(0, 20);
  names.set(sql, name);
  return name;
}
