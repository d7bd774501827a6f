import type { Mapping } from '../../csv/schema.ts';
import type { Database } from '../database/database.ts';

/** The place where progress is shown: a surface writes what it needs, and gets it back with every state. */
export interface ImportReport {
  channel?: string | undefined;
  ts?: string | undefined;
  viewId?: string | undefined;
  responseUrl?: string | undefined;
  /** Who the message is for: they get a new one if the old one can no longer be changed. */
  userId?: string | undefined;
  /** Whether Slack refused the message: then only the modal shows progress. */
  refused?: boolean | undefined;
  /** Messages that showed it before another person undid it. */
  also?: { channel: string; ts: string }[] | undefined;
}

/** A person's choices for an import. */
export interface ImportChoices {
  /** What happens to existing contacts: they get the file's values, or only new contacts are added. */
  existing: 'update' | 'keep';
  /** Whether existing contacts that aren't subscribed become so if their row says so. A person must agree. */
  resubscribe: boolean;
  /**
   * The place and time of those people's request, as the teammate who agreed says. A row's own date counts
   * instead of `askedAt`.
   */
  askedWhere?: string | null;
  askedAt?: Date | null;
  /** Tags similar to an existing one: use that one, or create new ones as the file writes them. */
  tagNames: 'existing' | 'as-written';
}

/** What undoing did with the tags, or the attributes, that an import created. */
export interface Unmade {
  /** How many were deleted. */
  gone: number;
  /** How many are in use, and some of their names. */
  kept: number;
  names: string[];
}

/** What undoing did with everything that an import created besides contacts. */
export interface UnmadeThings {
  tags: Unmade;
  attributes: Unmade;
}

/** The progress of an import. */
export interface ImportState extends ImportChoices {
  workspaceId: number;
  id: number;
  fileName: string;
  /** Undoing starts from any end except `discarded`; if it stopped, `problem` says why. */
  state: 'proposed' | 'running' | 'done' | 'failed' | 'cancelled' | 'discarded' | 'undoing' | 'undone';
  /** The status of new contacts; null until a person chose it. */
  newStatus: 'subscribed' | 'non-subscribed' | null;
  rowsTotal: number;
  /**
   * Rows handled: added, updated, unchanged, rejected, or merged into an earlier one with the same address.
   */
  rowsDone: number;
  added: number;
  updated: number;
  unchanged: number;
  rejected: number;
  /** Contacts who became subscribed, and unsubscribed or bounced ones that the file would have subscribed. */
  resubscribed: number;
  blocked: number;
  /** Contacts who became unsubscribed or bounced because the file says so. */
  lowered: number;
  /** Contacts who stay as they are but had an opt-out or bounce stored: undoing the import removes it. */
  noted: number;
  /** Contacts for whom it turned a topic on or off. */
  topics: number;
  /** Addresses in more than one row so far: their rows were merged. */
  repeated: number;
  /** Who asked to cancel it; it stops after the current batch. */
  cancelledBy: string | null;
  /** What undoing did so far: contacts removed, restored, and kept because they changed since. */
  removed: number;
  restored: number;
  kept: number;
  /** What undoing did with the tags and attributes that it created; null until it is undone. */
  unmade: UnmadeThings | null;
  /** Why it, or its undo, failed, as a sentence. */
  problem: string | null;
  createdBy: string;
  report: ImportReport | null;
  startedAt: Date | null;
  finishedAt: Date | null;
}

export interface Rejection {
  line: number;
  /** Continues after "Line 12: ". */
  reason: string;
  cells: string[];
}

/** The columns of an ImportState, for statements that return one. */
export const stateColumns = `workspace_id AS "workspaceId", id, file_name AS "fileName", state, new_status AS "newStatus",
  existing, resubscribe, asked_where AS "askedWhere", asked_at AS "askedAt", tag_names AS "tagNames", rows_total AS "rowsTotal", rows_done AS "rowsDone", added, updated,
  unchanged, rejected, resubscribed, blocked, lowered, noted, topics, repeated, cancelled_by AS "cancelledBy", removed, restored, kept,
  unmade, problem, created_by AS "createdBy", report, started_at AS "startedAt", finished_at AS "finishedAt"`;

export async function insertImport(
  database: Database,
  given: Pick<ImportState, 'workspaceId' | 'fileName' | 'rowsTotal' | 'createdBy'> & {
    /** Null if the file stays on its disk, and the command that runs the import has it. */
    uploadId: number | null;
    mapping: Mapping;
    createdAt: Date;
  },
): Promise<number> {
  const { id } = await database.import.create({ data: given, select: { id: true } });
  return id;
}

/** Cheap enough for every second: no mapping, no rows. Null if the workspace has no such import. */
export async function findImport(
  database: Database,
  workspaceId: number,
  id: number,
): Promise<ImportState | null> {
  const rows = await database.$queryRawUnsafe<ImportState[]>(
    `SELECT ${stateColumns} FROM imports WHERE workspace_id = $1::int AND id = $2::int`,
    workspaceId,
    id,
  );
  return rows[0] ?? null;
}

/** How an import reads its columns: src/csv/mapping.ts. */
export async function findMapping(database: Database, workspaceId: number, id: number): Promise<unknown> {
  const row = await database.import.findUnique({
    where: { workspaceId_id: { workspaceId, id } },
    select: { mapping: true },
  });
  return row === null ? null : row.mapping;
}

/** Ids of the tags that an import has created so far. */
export async function findMadeTags(database: Database, workspaceId: number, id: number): Promise<number[]> {
  const row = await database.import.findUnique({
    where: { workspaceId_id: { workspaceId, id } },
    select: { madeTags: true },
  });
  return row?.madeTags ?? [];
}

/** Moves an import from one state to another; false if it is not, or no longer, in the first one. */
export async function moveImport(
  database: Database,
  given: { workspaceId: number; id: number; from: ImportState['state'][] },
  changes: Partial<ImportChoices> & {
    state: ImportState['state'];
    mapping?: Mapping;
    rowsTotal?: number;
    /** Ids of the attributes that it created when it started. */
    madeAttributes?: number[];
    newStatus?: 'subscribed' | 'non-subscribed';
    report?: ImportReport;
    problem?: null;
    startedAt?: Date;
    finishedAt?: Date | null;
  },
): Promise<boolean> {
  const { workspaceId, id, from } = given;
  const { report, ...rest } = changes;
  const { count } = await database.import.updateMany({
    where: { workspaceId, id, state: { in: from } },
    data: { ...rest, ...(report === undefined ? {} : { report: { ...report } }) },
  });
  return count === 1;
}

/** Sets where progress is shown from now on. */
export async function setReport(
  database: Database,
  given: { workspaceId: number; id: number; report: ImportReport },
): Promise<void> {
  const { workspaceId, id, report } = given;
  await database.import.updateMany({ where: { workspaceId, id }, data: { report: { ...report } } });
}

/** Deletes the sample cells of proposals: people's data that nobody looks at now. */
export async function dropSamples(
  database: Database,
  workspaceId: number,
  importIds: number[],
): Promise<void> {
  await database.$executeRaw`
    UPDATE imports SET mapping = jsonb_set(mapping, '{columns}', (
      SELECT jsonb_agg(col - 'consent' || '{"samples": []}' ORDER BY place)
      FROM jsonb_array_elements(mapping -> 'columns') WITH ORDINALITY AS each (col, place)))
    WHERE workspace_id = ${workspaceId} AND id = ANY(${importIds}::int[])`;
}

/** Frees the files of imports that no longer need them. */
export async function freeUploads(
  database: Database,
  workspaceId: number,
  importIds: number[],
): Promise<void> {
  const where = { workspaceId, id: { in: importIds } };
  const rows = await database.import.findMany({ where, select: { uploadId: true } });
  await database.import.updateMany({ where, data: { uploadId: null } });
  const ids = rows.flatMap((row) => (row.uploadId === null ? [] : [row.uploadId]));
  await database.upload.deleteMany({ where: { workspaceId, id: { in: ids } } });
}

/** Imports that were proposed before a moment and never started. */
export async function listForgotten(
  database: Database,
  workspaceId: number,
  before: Date,
): Promise<number[]> {
  const rows = await database.import.findMany({
    where: { workspaceId, state: 'proposed', createdAt: { lt: before } },
    select: { id: true },
  });
  return rows.map((row) => row.id);
}

/** Imports that ended since a moment and have a message that shows it, latest first. */
export async function listEnded(
  database: Database,
  given: { teamId: string; since: Date; limit: number },
): Promise<ImportState[]> {
  const { teamId, since, limit } = given;
  return database.$queryRawUnsafe<ImportState[]>(
    `SELECT ${stateColumns} FROM imports
     WHERE workspace_id = (SELECT id FROM workspaces WHERE team_id = $1::text)
       AND state IN ('done', 'failed', 'cancelled', 'undone') AND finished_at >= $2::timestamptz AND report IS NOT NULL
     ORDER BY finished_at DESC LIMIT $3::int`,
    teamId,
    since,
    limit,
  );
}

/** The imports that started last, without those that nobody confirmed. */
export async function listRecentImports(
  database: Database,
  workspaceId: number,
  limit: number,
): Promise<ImportState[]> {
  return database.$queryRawUnsafe<ImportState[]>(
    `SELECT ${stateColumns} FROM imports WHERE workspace_id = $1::int AND state NOT IN ('proposed', 'discarded')
     ORDER BY id DESC LIMIT $2::int`,
    workspaceId,
    limit,
  );
}

/** Rejected rows by line. */
export async function listRejections(
  database: Database,
  given: { workspaceId: number; importId: number; after: number; limit: number },
): Promise<Rejection[]> {
  const { workspaceId, importId, after, limit } = given;
  const rows = await database.importRejection.findMany({
    where: { workspaceId, importId, line: { gt: after } },
    orderBy: { line: 'asc' },
    take: limit,
  });
  return rows.map(({ line, reason, cells }) => ({ line, reason, cells: cells as string[] }));
}

/** The rejected rows right before a line, by line. */
export async function rejectionsBefore(
  database: Database,
  given: { workspaceId: number; importId: number; before: number; limit: number },
): Promise<Rejection[]> {
  const { workspaceId, importId, before, limit } = given;
  const rows = await database.importRejection.findMany({
    where: { workspaceId, importId, line: { lt: before } },
    orderBy: { line: 'desc' },
    take: limit,
  });
  return rows.reverse().map(({ line, reason, cells }) => ({ line, reason, cells: cells as string[] }));
}

/** How many rejected rows an import has, and how many of them are before a line. */
export async function countRejections(
  database: Database,
  given: { workspaceId: number; importId: number; before: number },
): Promise<{ above: number; total: number }> {
  const { workspaceId, importId, before } = given;
  const [counts] = await database.$queryRaw<{ above: number; total: number }[]>`
    SELECT (count(*) FILTER (WHERE line < ${before}::int))::int AS above, count(*)::int AS total
    FROM import_rejections WHERE workspace_id = ${workspaceId} AND import_id = ${importId}`;
  return counts ?? { above: 0, total: 0 };
}

/** Asks a running import to stop, and notes who asked; false if it no longer runs. */
export async function askToCancel(
  database: Database,
  given: { workspaceId: number; id: number; by: string },
): Promise<boolean> {
  const { workspaceId, id, by } = given;
  const where = { workspaceId, id, state: 'running' };
  return (await database.import.updateMany({ where, data: { cancelledBy: by } })).count === 1;
}

/** Whether an import of the workspace, or its undo, is under way. */
export async function hasRunningImport(database: Database, workspaceId: number): Promise<boolean> {
  const where = { workspaceId, state: { in: ['running', 'undoing'] } };
  return (await database.import.count({ where })) > 0;
}
