import type { Mapping } from '../../csv/mapping.ts';
import type { Database } from '../database/database.ts';

/** Where progress is shown: a surface writes what it needs, and gets it back with every state. */
export interface ImportReport {
  channel?: string | undefined;
  ts?: string | undefined;
  viewId?: string | undefined;
  responseUrl?: string | undefined;
  /** Whom the message is for: told in another one if that can't be changed any more. */
  userId?: string | undefined;
  /** Whether Slack refused the message: then the modal is all there is. */
  refused?: boolean | undefined;
  /** Messages that showed it before another person undid it. */
  also?: { channel: string; ts: string }[] | undefined;
}

/** What a person chose of how an import goes. */
export interface ImportChoices {
  /** What becomes of contacts that are here: they get what the file says, or only new ones are added. */
  existing: 'update' | 'keep';
  /** Whether contacts that are here and not subscribed become so, where the file's row says it. Takes a person's yes. */
  resubscribe: boolean;
  /** Tags much like one that exists: that one is used, or new ones are made as the file writes them. */
  tagNames: 'existing' | 'as-written';
}

/** What became of the tags, or the attributes, that an import made, when it was undone. */
export interface Unmade {
  /** How many were deleted. */
  gone: number;
  /** Those that are in use, and some of their names. */
  kept: number;
  names: string[];
}

/** What became of all that an import made beside contacts. */
export interface UnmadeThings {
  tags: Unmade;
  attributes: Unmade;
}

/** How far an import is. */
export interface ImportState extends ImportChoices {
  workspaceId: number;
  id: number;
  fileName: string;
  /** Undoing starts from any end but `discarded`; where it stopped, `problem` says why. */
  state: 'proposed' | 'running' | 'done' | 'failed' | 'cancelled' | 'discarded' | 'undoing' | 'undone';
  /** Status that new contacts get; null until a person chose it. */
  newStatus: 'subscribed' | 'non-subscribed' | null;
  rowsTotal: number;
  /** Rows dealt with: added, updated, unchanged, rejected, or merged into an earlier one with the same address. */
  rowsDone: number;
  added: number;
  updated: number;
  unchanged: number;
  rejected: number;
  /** Contacts that were not subscribed and became so, and those unsubscribed or bounced that the file would have made so. */
  resubscribed: number;
  blocked: number;
  /** Contacts that became unsubscribed or bounced, because the file says it. */
  lowered: number;
  /** Contacts that stay as they are, but an opt-out or bounce of theirs was stored: undoing the import removes it. */
  noted: number;
  /** Contacts for whom it turned a topic on or off. */
  topics: number;
  /** Addresses that came in more than one row so far: their rows were merged. */
  repeated: number;
  /** Who asked for it to be cancelled; it stops after the batch that is being written. */
  cancelledBy: string | null;
  /** What undoing came to so far: contacts removed, restored, and kept as they are because they changed since. */
  removed: number;
  restored: number;
  kept: number;
  /** What became of the tags and attributes that it made, once it is undone. */
  unmade: UnmadeThings | null;
  /** Why it failed, or why undoing it did, as a sentence. */
  problem: string | null;
  createdBy: string;
  report: ImportReport | null;
  startedAt: Date | null;
  finishedAt: Date | null;
}

export interface Rejection {
  line: number;
  /** Reads on after "Line 12: ". */
  reason: string;
  cells: string[];
}

/** The columns of an ImportState, for statements that return one. */
export const stateColumns = `workspace_id AS "workspaceId", id, file_name AS "fileName", state, new_status AS "newStatus",
  existing, resubscribe, tag_names AS "tagNames", rows_total AS "rowsTotal", rows_done AS "rowsDone", added, updated,
  unchanged, rejected, resubscribed, blocked, lowered, noted, topics, repeated, cancelled_by AS "cancelledBy", removed, restored, kept,
  unmade, problem, created_by AS "createdBy", report, started_at AS "startedAt", finished_at AS "finishedAt"`;

export async function insertImport(
  database: Database,
  given: Pick<ImportState, 'workspaceId' | 'fileName' | 'rowsTotal' | 'createdBy'> & {
    /** Null where the file stays where it is, and whoever works the import off has it at hand. */
    uploadId: number | null;
    mapping: Mapping;
    createdAt: Date;
  },
): Promise<number> {
  const { id } = await database.import.create({ data: given, select: { id: true } });
  return id;
}

/** Cheap enough to ask for every second: no mapping, no rows. Null where the workspace has no such import. */
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

/** Ids of the tags that an import has made so far. */
export async function findMadeTags(database: Database, workspaceId: number, id: number): Promise<number[]> {
  const row = await database.import.findUnique({
    where: { workspaceId_id: { workspaceId, id } },
    select: { madeTags: true },
  });
  return row?.madeTags ?? [];
}

/** Moves an import from one state to another; false where it is not in the first one (any more). */
export async function moveImport(
  database: Database,
  given: { workspaceId: number; id: number; from: ImportState['state'][] },
  changes: Partial<ImportChoices> & {
    state: ImportState['state'];
    mapping?: Mapping;
    rowsTotal?: number;
    /** Ids of the attributes that it made when it started. */
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

/** Says where progress is shown from now on. */
export async function setReport(
  database: Database,
  given: { workspaceId: number; id: number; report: ImportReport },
): Promise<void> {
  const { workspaceId, id, report } = given;
  await database.import.updateMany({ where: { workspaceId, id }, data: { report: { ...report } } });
}

/** Drops the cells that proposals show of their files: people's data, which nobody looks at any more. */
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

/** Frees the files of imports that don't need them any more. */
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

/** Imports that ended since a moment and have a place where that is shown, the latest first. */
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

/** The imports that were begun last, those left out that nobody confirmed. */
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

/** Asks a running import to stop, by whom; false where it runs no more. */
export async function askToCancel(
  database: Database,
  given: { workspaceId: number; id: number; by: string },
): Promise<boolean> {
  const { workspaceId, id, by } = given;
  const where = { workspaceId, id, state: 'running' };
  return (await database.import.updateMany({ where, data: { cancelledBy: by } })).count === 1;
}

/** Whether an import of the workspace is under way, or its undoing. */
export async function hasRunningImport(database: Database, workspaceId: number): Promise<boolean> {
  const where = { workspaceId, state: { in: ['running', 'undoing'] } };
  return (await database.import.count({ where })) > 0;
}
