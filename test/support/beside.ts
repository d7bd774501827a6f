import { setTimeout as sleep } from 'node:timers/promises';
import { openStorage, type Storage, type StorageOptions } from '../../src/storage/database/client.ts';

/** A connection to the database of a running app, as a command that joins it has. */
export interface Beside {
  /** Queries; while no one answers, tries again. */
  ask<T>(work: (storage: Storage) => Promise<T>): Promise<T>;
  /** Queries until this is true. */
  until(holds: (storage: Storage) => Promise<boolean>, timeout?: number): Promise<void>;
  leave(): Promise<void>;
}

/**
 * It stays connected from one query to the next, because opening a database again takes longer than most
 * queries.
 */
export function lookBeside(options: StorageOptions): Beside {
  let storage: Storage | undefined;
  const leave = async (): Promise<void> => {
    const left = storage;
    storage = undefined;
    await left?.close();
  };
  const ask = async <T>(work: (storage: Storage) => Promise<T>): Promise<T> => {
    for (const end = Date.now() + 60_000; ; await sleep(200)) {
      try {
        storage ??= await openStorage({ ...options, join: true, poolSize: 1 });
        const answer = await work(storage);
        // Without an app, the database was started here: if it were kept, it would lock the next app out.
        if (storage.restart !== undefined) await leave();
        return answer;
      } catch (error) {
        await leave();
        if (isOfTest(error) || Date.now() > end) throw error;
      }
    }
  };
  return {
    ask,
    leave,
    async until(holds, timeout = 120_000) {
      for (const end = Date.now() + timeout; !(await ask(holds)); await sleep(50))
        if (Date.now() > end) throw new Error(`not within ${timeout} ms: ${holds}`);
    },
  };
}

/** A test's statement about an answer doesn't change if it asks again. */
const isOfTest = (error: unknown): boolean => error instanceof Error && error.name === 'AssertionError';
