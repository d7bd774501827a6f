import { basename, dirname } from 'node:path';
import type pg from 'pg';

/** pg makes `<host>/.s.PGSQL.<port>` of these. The embedded database is in UTC, and in no other zone. */
export function atSocket(path: string): pg.PoolConfig {
  const port = Number(basename(path).replace('.s.PGSQL.', ''));
  return { host: dirname(path), port, user: 'postgres', database: 'postgres', password: '' };
}
