import { type Runs, runSql } from '../queries/run-sql.ts';

/** A stored watch, without the people that it saw. */
export interface StoredWatch {
  id: number;
  segmentId: number | null;
  rule: unknown;
  name: string;
  condition: unknown;
  owner: string;
  channel: string;
  createdAt: Date;
  state: string;
  snoozedUntil: Date | null;
  trouble: string | null;
  broken: string | null;
  armed: boolean | null;
  look: number;
  lookedAt: Date | null;
  lookState: string;
  ruleHash: string;
  members: number | null;
  reachable: number | null;
  tracks: boolean;
  toldAt: Date | null;
}

const columns = `id, segment_id AS "segmentId", rule, name, condition, owner, channel, created_at AS "createdAt", state,
  snoozed_until AS "snoozedUntil", failing AS trouble, broken, armed, look, looked_at AS "lookedAt", look_state AS "lookState",
  rule_hash AS "ruleHash", members, reachable, tracks, told_at AS "toldAt"`;

/** All watches of a workspace, the oldest first. */
export const listWatches = (on: Runs, workspaceId: number): Promise<StoredWatch[]> =>
  runSql(on, `SELECT ${columns} FROM watches WHERE workspace_id = $1::int ORDER BY watches.id`, [
    workspaceId,
  ]);

/** One of them, locked until the transaction ends if `hold`. */
export async function findWatch(
  on: Runs,
  workspaceId: number,
  id: number,
  { hold = false } = {},
): Promise<StoredWatch | undefined> {
  const [found] = await runSql<StoredWatch>(
    on,
    `SELECT ${columns} FROM watches WHERE workspace_id = $1::int AND id = $2::int${hold ? ' FOR UPDATE' : ''}`,
    [workspaceId, id],
  );
  return found;
}

/** What a person decides about a watch. */
export interface WatchSettings {
  segmentId: number | null;
  rule: object | null;
  name: string;
  condition: object;
  channel: string;
}

/** Adds a watch, to be looked at at once. */
export async function insertWatch(
  on: Runs,
  watch: WatchSettings & { workspaceId: number; owner: string; at: Date },
): Promise<number> {
  const [row] = await runSql<{ id: number }>(
    on,
    `INSERT INTO watches (workspace_id, segment_id, rule, name, condition, owner, channel, created_at)
     VALUES ($1::int, $2::int, $3::jsonb, $4::text, $5::jsonb, $6::text, $7::text, $8::timestamptz) RETURNING id`,
    [
      watch.workspaceId,
      watch.segmentId,
      watch.rule === null ? null : JSON.stringify(watch.rule),
      watch.name,
      JSON.stringify(watch.condition),
      watch.owner,
      watch.channel,
      watch.at,
    ],
  );
  if (row === undefined) throw new Error('a watch was not stored');
  return row.id;
}

/** Changes its condition and its place. It begins again with a silent first look. */
export async function updateWatch(
  on: Runs,
  workspaceId: number,
  { id, condition, channel, owner }: { id: number; condition: object; channel: string; owner: string },
): Promise<void> {
  await runSql(
    on,
    `UPDATE watches SET condition = $3::jsonb, channel = $4::text, owner = $5::text, armed = NULL, look_state = '', joined = '{}',
       failing = NULL, snoozed_until = NULL, look = look + 1
     WHERE workspace_id = $1::int AND id = $2::int RETURNING id`,
    [workspaceId, id, JSON.stringify(condition), channel, owner],
  );
}

/** Holds a watch until a moment; null ends that. */
export async function snoozeWatch(
  on: Runs,
  workspaceId: number,
  { id, until }: { id: number; until: Date | null },
): Promise<void> {
  await runSql(
    on,
    `UPDATE watches SET snoozed_until = $3::timestamptz WHERE workspace_id = $1::int AND id = $2::int RETURNING id`,
    [workspaceId, id, until],
  );
}

export async function removeWatch(on: Runs, workspaceId: number, id: number): Promise<void> {
  await runSql(on, 'DELETE FROM watches WHERE workspace_id = $1::int AND id = $2::int RETURNING id', [
    workspaceId,
    id,
  ]);
}

/** Ends a watch whose segment was deleted. False if another process did, or someone changed it. */
export async function endWatch(
  on: Runs,
  workspaceId: number,
  { id, look }: { id: number; look: number },
): Promise<boolean> {
  const rows = await runSql(
    on,
    `UPDATE watches SET state = 'ended', contacts = '{}', joined = '{}', look = look + 1
     WHERE workspace_id = $1::int AND id = $2::int AND look = $3::int AND state = 'on' RETURNING id`,
    [workspaceId, id, look],
  );
  return rows.length > 0;
}

/** Notes why a rule can't be counted, or null. False if that is known, or another process looked. */
export async function noteBroken(
  on: Runs,
  workspaceId: number,
  { id, look, broken }: { id: number; look: number; broken: string | null },
): Promise<boolean> {
  const rows = await runSql(
    on,
    `UPDATE watches SET broken = $4::text, look = look + 1
     WHERE workspace_id = $1::int AND id = $2::int AND look = $3::int AND (broken IS NULL) <> ($4::text IS NULL) RETURNING id`,
    [workspaceId, id, look, broken],
  );
  return rows.length > 0;
}

/** The rule of a watch that isn't on a segment. */
export interface WatchedRule {
  id: number;
  rule: unknown;
}

/** The rules of the watches that are on no segment, locked until the transaction ends. */
export const holdWatchRules = (on: Runs, workspaceId: number): Promise<WatchedRule[]> =>
  runSql(
    on,
    'SELECT id, rule FROM watches WHERE workspace_id = $1::int AND rule IS NOT NULL ORDER BY watches.id FOR UPDATE',
    [workspaceId],
  );

/** Gives a watch another rule, for a tag that took another one's place. It goes on as it was. */
export async function setWatchRule(
  on: Runs,
  workspaceId: number,
  { id, rule }: { id: number; rule: object },
): Promise<void> {
  await runSql(
    on,
    'UPDATE watches SET rule = $3::jsonb, look = look + 1 WHERE workspace_id = $1::int AND id = $2::int RETURNING id',
    [workspaceId, id, JSON.stringify(rule)],
  );
}

/** Lets watches go on whose segment is back. They begin again with a silent first look. False if there are none. */
export async function reviveWatches(on: Runs, workspaceId: number, segmentId: number): Promise<boolean> {
  const rows = await runSql(
    on,
    `UPDATE watches SET state = 'on', armed = NULL, look_state = '', rule_hash = '', members = NULL, look = look + 1
     WHERE workspace_id = $1::int AND segment_id = $2::int AND state = 'ended' RETURNING id`,
    [workspaceId, segmentId],
  );
  return rows.length > 0;
}
