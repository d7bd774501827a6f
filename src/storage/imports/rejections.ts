import type { Database } from '../database/database.ts';

/** A row of a file that was not read, and why. */
export interface Rejection {
  line: number;
  /** Continues after "Line 12: ". */
  reason: string;
  cells: string[];
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
