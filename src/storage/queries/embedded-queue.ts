import type pg from 'pg';

/** A question that waits for its turn, or has it. */
export interface Turn<T> {
  answer: Promise<T>;
  /**
   * Gives up the turn; false if the question is already running, which it continues to do. If true, `answer`
   * never settles.
   */
  leave(): boolean;
}

interface Waiting {
  /** By when it should be answered, in ms. */
  due: number;
  begin: () => Promise<void>;
}

interface Line {
  waiting: Waiting[];
  busy: boolean;
  /** How long each statement took last time, in ms; the most recent ones at the end. */
  took: Map<string, number>;
}

const lines = new WeakMap<pg.Pool, Line>();

/** The assumed time of a statement that was never asked before, in ms. */
const unknown = 30;
/** A question may wait for this many times as long as it takes. */
const stretch = 8;
const remembered = 1000;

/**
 * Lets questions about rules take turns on the embedded database, which answers one at a time anyway. Those
 * that were quick last time go ahead of slow ones: each is due after eight times what it took last, and the
 * one that is due first is next, so nobody waits forever. Everything else (names, settings, tagging) waits
 * for one question at most, because the waiting ones don't occupy the session.
 */
export function runInQueue<T>(pool: pg.Pool, statement: string, ask: () => Promise<T>): Turn<T> {
  const line: Line = lines.get(pool) ?? { waiting: [], busy: false, took: new Map() };
  lines.set(pool, line);
  const { promise: answer, resolve, reject } = deferred<T>();
  const waiting: Waiting = {
    due: performance.now() + stretch * (line.took.get(statement) ?? unknown),
    async begin() {
      const begun = performance.now();
      try {
        resolve(await ask());
      } catch (error) {
        reject(error);
      }
      note(line.took, statement, performance.now() - begun);
    },
  };
  line.waiting.push(waiting);
  if (!line.busy) void work(line);
  return {
    answer,
    leave() {
      const at = line.waiting.indexOf(waiting);
      if (at < 0) return false;
      line.waiting.splice(at, 1);
      return true;
    },
  };
}

async function work(line: Line): Promise<void> {
  line.busy = true;
  while (line.waiting.length > 0) {
    const next = line.waiting.reduce((first, each) => (each.due < first.due ? each : first));
    line.waiting.splice(line.waiting.indexOf(next), 1);
    await next.begin();
  }
  line.busy = false;
}

function note(took: Map<string, number>, statement: string, ms: number): void {
  took.delete(statement);
  took.set(statement, ms);
  const [oldest] = took.keys();
  if (took.size > remembered && oldest !== undefined) took.delete(oldest);
}

function deferred<T>(): {
  promise: Promise<T>;
  resolve: (value: T) => void;
  reject: (error: unknown) => void;
} {
  let resolve!: (value: T) => void;
  let reject!: (error: unknown) => void;
  const promise = new Promise<T>((yes, no) => {
    resolve = yes;
    reject = no;
  });
  return { promise, resolve, reject };
}
