import type pg from 'pg';

/** A question, and the state of everything that its answer depends on: see stateOf in write-counters.ts. */
export interface Question {
  key: string;
  /** Read before the question is asked: the answer includes everything written before then. */
  state: string;
}

interface Kept {
  state: string;
  /** When it was answered, in ms. */
  at: number;
  answer: unknown;
}

const kept = new WeakMap<pg.Pool, Map<string, Kept>>();

const most = 2_000;
/**
 * In ms. A question covers a minute at most; and if a database is restored to an older state, this limits how
 * long old answers are used.
 */
const longest = 60_000;

/**
 * Answers a question once per state: while the state stays the same, nothing that the answer depends on was
 * written, so the answer is still exact.
 */
export async function cachedAnswer<T>(
  pool: pg.Pool,
  question: Question,
  answer: () => Promise<T>,
): Promise<T> {
  const [made] = await cachedAnswers(pool, [question], async () => [await answer()]);
  return made as T;
}

/**
 * The same for several questions.
 *
 * @param answer called for the questions that were not yet answered in their state, if any: returns their
 *   answers in the same order
 */
export async function cachedAnswers<Q extends Question, T>(
  pool: pg.Pool,
  questions: Q[],
  answer: (missing: Q[]) => Promise<T[]>,
): Promise<T[]> {
  const answers = kept.get(pool) ?? new Map<string, Kept>();
  kept.set(pool, answers);
  const known = new Map<string, unknown>();
  for (const { key, state } of questions) {
    const before = answers.get(key);
    if (before?.state === state && performance.now() - before.at < longest) known.set(key, before.answer);
  }
  const missing = questions.filter(({ key }) => !known.has(key));
  const made = missing.length === 0 ? [] : await answer(missing);
  for (const [index, { key, state }] of missing.entries()) {
    known.set(key, made[index]);
    answers.delete(key);
    answers.set(key, { state, at: performance.now(), answer: made[index] });
  }
  for (const key of [...answers.keys()].slice(0, Math.max(0, answers.size - most))) answers.delete(key);
  return questions.map(({ key }) => known.get(key) as T);
}
