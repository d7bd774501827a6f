import type { Mapping } from '../../csv/schema.ts';
import type { Database } from '../database/database.ts';
import { type ImportChoices, type ImportReport, type ImportState, stateColumns } from './import-state.ts';

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

/** How an import reads its columns: src/csv/columns/mapping.ts. */
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
