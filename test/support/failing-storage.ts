import type pg from 'pg';
import type { Storage } from '../../src/storage/database/client.ts';

/** Storage whose pool fails the n-th time that a statement beginning like this is sent, counted from 1. */
export function failing(storage: Storage, faults: { statement: string; times: number[] }[]): Storage {
  const seen = new Map<string, number>();
  const check = (sql: unknown): void => {
    for (const { statement, times } of faults) {
      if (typeof sql !== 'string' || !sql.trimStart().startsWith(statement)) continue;
      const count = (seen.get(statement) ?? 0) + 1;
      seen.set(statement, count);
      if (times.includes(count)) throw new Error('the connection is gone');
    }
  };
  const guarded = <T extends pg.Pool | pg.PoolClient>(target: T): T =>
    new Proxy(target, {
      get(object, key) {
        if (key === 'query') {
          return async (...args: [string, unknown[]]) => {
            check(args[0]);
            return object.query(...args);
          };
        }
        if (key === 'connect') return async () => guarded((await object.connect()) as pg.PoolClient);
        const value = Reflect.get(object, key);
        return typeof value === 'function' ? value.bind(object) : value;
      },
    });
  return { ...storage, pool: guarded(storage.pool) };
}
