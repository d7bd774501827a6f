import type pg from 'pg';

/** What a question was answered, and the state of the database in which that is true. */
interface Kept {
  snapshot: string;
  /** When it was answered, in ms. */
  at: number;
  answer: unknown;
}

const kept = new WeakMap<pg.Pool, Map<string, Kept>>();

const most = 500;
/** In ms. A question asks about a minute at most; and should a database be put back to an older state, this bounds what is told of it. */
const longest = 60_000;

/** The state that the database is in: who sees the same one twice knows that nothing was written in between. */
export async function snapshotNow(pool: pg.Pool): Promise<string> {
  const { rows } = await pool.query<{ snapshot: string }>('SELECT pg_current_snapshot()::text AS snapshot');
  const [row] = rows;
  if (row === undefined) throw new Error('the database told no snapshot');
  return row.snapshot;
}

/**
 * Answers a question once for each state of the database. A snapshot (`pg_current_snapshot()`) names the transactions whose
 * writes can be seen: while it stays the same, nothing was written anywhere, and the answer is still exact. Every
 * write, whoever makes it, changes it.
 *
 * @param question.snapshot read before this is called, at the asking: what was written before then is in the answer
 */
export async function recalled<T>(
  pool: pg.Pool,
  { key, snapshot }: { key: string; snapshot: string },
  answer: () => Promise<T>,
): Promise<T> {
  const answers = kept.get(pool) ?? new Map<string, Kept>();
  kept.set(pool, answers);
  const before = answers.get(key);
  if (before?.snapshot === snapshot && performance.now() - before.at < longest) return before.answer as T;
  const made = await answer();
  answers.delete(key);
  answers.set(key, { snapshot, at: performance.now(), answer: made });
  const [oldest] = answers.keys();
  if (answers.size > most && oldest !== undefined) answers.delete(oldest);
  return made;
}
