import { setTimeout as sleep } from 'node:timers/promises';
import { openStorage, type Storage, type StorageOptions } from '../../src/storage/database/client.ts';

/** A look into the database of an app that runs, as a command has that joins it. */
export interface Beside {
  /** Asks; while there is nobody to answer, again. */
  ask<T>(work: (storage: Storage) => Promise<T>): Promise<T>;
  /** Asks until this holds. */
  until(holds: (storage: Storage) => Promise<boolean>, timeout?: number): Promise<void>;
  leave(): Promise<void>;
}

/** It stays connected from one question to the next, because to open a database anew takes longer than most questions. */
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
        // Without an app the database was started here: kept, it would keep the next app out.
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

/** What a test says of an answer does not change if it asks again. */
const isOfTest = (error: unknown): boolean => error instanceof Error && error.name === 'AssertionError';
