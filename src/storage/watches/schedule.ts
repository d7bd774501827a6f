import type pg from 'pg';
import { addJob, cancelJob } from '../jobs/jobs.ts';
import type { Runs } from '../queries/run-sql.ts';

/** Which workspaces need such a job, if not all. */
const needs = {
  sizes: '',
  watches: "AND EXISTS (SELECT 1 FROM watches a WHERE a.workspace_id = w.id AND a.state = 'on')",
} as const;

/**
 * Workspaces without an unfinished job of a kind that they should have, a few at a time. Read without
 * a lock: each job is then added by its workspace and key, so two processes add one.
 */
export async function workspacesWithout(pool: pg.Pool, kind: 'sizes' | 'watches'): Promise<number[]> {
  const { rows } = await pool.query<{ id: number }>(
    `SELECT w.id FROM workspaces w WHERE NOT EXISTS (
       SELECT 1 FROM jobs j WHERE j.workspace_id = w.id AND j.kind = $1 AND j.state IN ('waiting', 'running'))
       ${needs[kind]} ORDER BY w.id LIMIT 200`,
    [kind],
  );
  return rows.map(({ id }) => id);
}

/** Whether sizes are being read, or watches looked at, in a workspace, or should be by now. */
export async function isCatchingUp(pool: pg.Pool, workspaceId: number): Promise<boolean> {
  const { rowCount } = await pool.query(
    `SELECT 1 FROM jobs WHERE workspace_id = $1 AND kind IN ('sizes', 'watches')
       AND (state = 'running' OR state = 'waiting' AND due_at <= rollcall_now()) LIMIT 1`,
    [workspaceId],
  );
  return rowCount === 1;
}

/** Lets the next round of looks begin now: a watch is new, or another one. */
export async function lookSoon(on: Runs, workspaceId: number, at: Date): Promise<void> {
  const job = { workspaceId, kind: 'watches', key: 'watches' } as const;
  await cancelJob(on, job);
  await addJob(on, { ...job, payload: {}, createdAt: at });
}

/**
 * Jobs that are due later than they ever are: a clock that was ahead planned them. A few at a time, without a lock:
 * each is then planned again by its workspace and key.
 */
export async function plannedTooFar(
  pool: pg.Pool,
): Promise<{ workspaceId: number; kind: 'sizes' | 'watches' | 'digest'; key: string }[]> {
  const { rows } = await pool.query(
    `SELECT workspace_id AS "workspaceId", kind, key FROM jobs WHERE state = 'waiting' AND key IS NOT NULL
       AND (kind IN ('sizes', 'watches') AND due_at > rollcall_now() + interval '3 days'
         OR kind = 'digest' AND due_at > rollcall_now() + interval '10 days') ORDER BY jobs.id LIMIT 200`,
  );
  return rows;
}
