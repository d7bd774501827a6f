import type pg from 'pg';
import { RollcallError } from '../../errors.ts';

/** The product's time in this process: the machine's clock plus the offset of the database's clock. */
export interface Clock {
  now: () => Date;
  /** How far ahead of the machine's clock it is, in ms. */
  aheadMs: () => number;
  /**
   * Moves the clock of everyone on this database forward.
   *
   * @throws RollcallError `not-allowed` unless it was opened as `movable`, `invalid-input` for a move back or
   *   beyond ten years
   */
  move: (byMs: number) => Promise<Date>;
  /** Reads the offset that another process set. Skips the query unless the clock may be moved. */
  refresh: () => Promise<void>;
}

/**
 * Who may move the clock. `movable`: this process (the playground, a test). `real`: nobody; a database whose
 * clock was moved is refused. `followed`: this process uses the offset that it finds, as command lines do.
 */
export type ClockUse = 'movable' | 'real' | 'followed';

const MOST_MS = 10 * 366 * 86_400_000;

/**
 * Reads how far the database's clock was moved.
 *
 * @throws RollcallError `misconfigured` if the clock was moved and nobody may move it
 */
export async function openClock(pool: pg.Pool, use: ClockUse): Promise<Clock> {
  let ahead = await readAhead(pool);
  if (use === 'real' && ahead > 0) {
    throw new RollcallError(
      'misconfigured',
      `The clock of this database was moved ${inDays(ahead)} ahead in the playground, so what it holds lies in the future.`,
      { hint: 'Use a database of its own for real work: another DATA_DIR or DATABASE_URL.' },
    );
  }
  const now = () => new Date(Date.now() + ahead);
  return {
    now,
    aheadMs: () => ahead,
    async move(byMs) {
      if (use !== 'movable') {
        throw new RollcallError('not-allowed', 'The clock can be moved in the playground only.');
      }
      if (!Number.isSafeInteger(byMs) || byMs <= 0 || ahead + byMs > MOST_MS) {
        throw new RollcallError('invalid-input', 'The clock moves forward only, and at most ten years.');
      }
      const { rows } = await pool.query<{ ahead: string }>(
        `INSERT INTO clock (id, ahead_ms) VALUES (1, $1)
         ON CONFLICT (id) DO UPDATE SET ahead_ms = clock.ahead_ms + excluded.ahead_ms RETURNING ahead_ms AS ahead`,
        [byMs],
      );
      ahead = Number(rows[0]?.ahead ?? 0);
      return now();
    },
    async refresh() {
      if (use === 'movable') ahead = await readAhead(pool);
    },
  };
}

async function readAhead(pool: pg.Pool): Promise<number> {
  const { rows } = await pool.query<{ ahead: string }>('SELECT ahead_ms AS ahead FROM clock');
  return Number(rows[0]?.ahead ?? 0);
}

const inDays = (ms: number): string => {
  const days = Math.max(1, Math.round(ms / 86_400_000));
  return days === 1 ? '1 day' : `${days} days`;
};
