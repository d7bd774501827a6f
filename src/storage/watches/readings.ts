import { type Runs, runSql } from '../queries/run-sql.ts';

/** The segment number under which the whole audience is read. */
export const EVERYONE = 0;

/** The size of a segment on a day, or of the whole audience. */
export interface SizeReading {
  /** `2026-11-23`, in the workspace's zone. */
  day: string;
  members: number;
  /** Null if estimated. */
  reachable: number | null;
  /** Worked out later from sign-up dates and tags. */
  estimated: boolean;
}

export interface NewReading extends SizeReading {
  segmentId: number;
  /** A hash of all that it depends on; empty for estimates. */
  state: string;
  at: Date;
}

/** Stores readings. The first one of a day counts; an estimate makes way for it. */
export async function putReadings(on: Runs, workspaceId: number, readings: NewReading[]): Promise<void> {
  if (readings.length === 0) return;
  const column = <Key extends keyof NewReading>(key: Key) => readings.map((each) => each[key]);
  await runSql(
    on,
    `INSERT INTO size_readings (workspace_id, segment_id, day, members, reachable, estimated, state, read_at)
     SELECT $1::int, * FROM unnest($2::int[], $3::date[], $4::int[], $5::int[], $6::bool[], $7::text[], $8::timestamptz[])
     ON CONFLICT (workspace_id, segment_id, day) DO UPDATE SET members = excluded.members, reachable = excluded.reachable,
       estimated = excluded.estimated, state = excluded.state, read_at = excluded.read_at
     WHERE size_readings.estimated AND NOT excluded.estimated`,
    [
      workspaceId,
      column('segmentId'),
      column('day'),
      column('members'),
      column('reachable'),
      column('estimated'),
      column('state'),
      column('at'),
    ],
  );
}

/** The latest reading of each of these segments, with its state. */
export async function latestReadings(
  on: Runs,
  workspaceId: number,
  segmentIds: readonly number[],
): Promise<Map<number, SizeReading & { state: string }>> {
  const rows = await runSql<SizeReading & { segmentId: number; state: string }>(
    on,
    `SELECT r.* FROM unnest($2::int[]) AS s (id) CROSS JOIN LATERAL (
       SELECT segment_id AS "segmentId", day::text, members, reachable, estimated, state FROM size_readings
       WHERE workspace_id = $1::int AND segment_id = s.id AND NOT estimated ORDER BY day DESC LIMIT 1) r`,
    [workspaceId, segmentIds],
  );
  return new Map(rows.map(({ segmentId, ...rest }) => [segmentId, rest]));
}

/** The readings of a segment by day, those of the first and the last day included. */
export function readingsBetween(
  on: Runs,
  given: { workspaceId: number; segmentId: number; from: string; to: string },
): Promise<SizeReading[]> {
  return runSql(
    on,
    `SELECT day::text, members, reachable, estimated FROM size_readings
     WHERE workspace_id = $1::int AND segment_id = $2::int AND day BETWEEN $3::date AND $4::date ORDER BY size_readings.day`,
    [given.workspaceId, given.segmentId, given.from, given.to],
  );
}

/**
 * For each of these segments the reading to compare today with: the latest one of `day` or of the three days
 * before, else the oldest one before `today`. Estimates don't count.
 */
export async function readingsToCompare(
  on: Runs,
  given: { workspaceId: number; segmentIds: readonly number[]; day: string; today: string },
): Promise<Map<number, SizeReading & { readAt: Date }>> {
  const rows = await runSql<SizeReading & { segmentId: number; readAt: Date }>(
    on,
    `SELECT r.* FROM unnest($2::int[]) AS s (id) CROSS JOIN LATERAL (
       SELECT segment_id AS "segmentId", day::text, members, reachable, estimated, read_at AS "readAt" FROM size_readings
       WHERE workspace_id = $1::int AND segment_id = s.id AND NOT estimated AND day >= $3::date - 3 AND day < $4::date
       ORDER BY day <= $3::date DESC, abs(day - $3::date) LIMIT 1) r`,
    [given.workspaceId, given.segmentIds, given.day, given.today],
  );
  return new Map(rows.map(({ segmentId, ...rest }) => [segmentId, rest]));
}

/** Deletes all but the first reading of each week before a day. Returns how many. */
export async function thinReadings(on: Runs, workspaceId: number, before: string): Promise<number> {
  const gone = await runSql(
    on,
    `DELETE FROM size_readings r WHERE r.workspace_id = $1::int AND r.day < $2::date AND EXISTS (
       SELECT 1 FROM size_readings o WHERE o.workspace_id = $1::int AND o.segment_id = r.segment_id
         AND o.day < r.day AND o.day >= date_trunc('week', r.day)::date) RETURNING day`,
    [workspaceId, before],
  );
  return gone.length;
}

/** Deletes the readings of segments that were deleted, once their deletion can’t be undone anymore. */
export async function dropOrphanReadings(on: Runs, workspaceId: number, before: string): Promise<void> {
  await runSql(
    on,
    `DELETE FROM size_readings r WHERE r.workspace_id = $1::int AND r.segment_id <> ${EVERYONE}
       AND NOT EXISTS (SELECT 1 FROM segments s WHERE s.workspace_id = $1::int AND s.id = r.segment_id)
       AND NOT EXISTS (SELECT 1 FROM size_readings o WHERE o.workspace_id = $1::int AND o.segment_id = r.segment_id
         AND o.day >= $2::date)`,
    [workspaceId, before],
  );
}
