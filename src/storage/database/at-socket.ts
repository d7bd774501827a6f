import { basename, dirname } from 'node:path';
import type pg from 'pg';

/** pg turns these into `<host>/.s.PGSQL.<port>`. The embedded database only knows UTC. */
export function atSocket(path: string): pg.PoolConfig {
  const port = Number(basename(path).replace('.s.PGSQL.', ''));
  return { host: dirname(path), port, user: 'postgres', database: 'postgres', password: '' };
}
