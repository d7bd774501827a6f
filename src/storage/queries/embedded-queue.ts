import type pg from 'pg';

/** A question that waits for its turn, or has it. */
export interface Turn<T> {
  answer: Promise<T>;
  /** Gives the turn up; false where the question is being worked on already, which goes on. `answer` then never comes. */
  leave(): boolean;
}

interface Waiting {
  /** By when it would like to be answered, in ms. */
  due: number;
  begin: () => Promise<void>;
}

interface Line {
  waiting: Waiting[];
  busy: boolean;
  /** How long each statement took last, in ms; the ones asked last at the end. */
  took: Map<string, number>;
}

const lines = new WeakMap<pg.Pool, Line>();

/** What a statement is thought to take that was not asked before, in ms. */
const unknown = 30;
/** Whoever asks for a thing that takes long is content to wait for so many times as long. */
const stretch = 8;
const remembered = 1000;

/**
 * Lets questions about rules take turns on the embedded database, which answers one at a time anyhow. Those that were quick
 * before go ahead of those that were slow: each is due after eight times what it took last, and the one that is due
 * first comes next, so that nobody waits for ever. What is no question (names, settings, tagging) waits for one of them at
 * most, for the rest of them take up no session.
 */
export function inTurn<T>(pool: pg.Pool, statement: string, ask: () => Promise<T>): Turn<T> {
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
