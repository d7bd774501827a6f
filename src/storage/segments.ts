import type { Rule } from '../rules/schema.ts';
import type { Database } from './database.ts';

export interface Segment {
  id: number;
  name: string;
  /** As it is stored; whether it can still be read is for the reader to see. */
  rule: unknown;
}

export const segmentKey = (name: string): string => name.normalize('NFC').toLowerCase();

/** All segments of a workspace by name. */
export async function listSegments(database: Database, workspaceId: number): Promise<Segment[]> {
  return database.segment.findMany({
    where: { workspaceId },
    select: { id: true, name: true, rule: true },
    orderBy: { nameKey: 'asc' },
  });
}

export async function insertSegment(
  database: Database,
  segment: { workspaceId: number; name: string; rule: Rule; createdBy: string },
): Promise<Segment> {
  const { workspaceId, name, rule, createdBy } = segment;
  return database.segment.create({
    data: { workspaceId, name, nameKey: segmentKey(name), rule, createdBy, updatedBy: createdBy },
    select: { id: true, name: true, rule: true },
  });
}

/** All segments with their versions, held until the transaction ends: nobody changes a rule meanwhile. */
export function lockSegments(
  database: Database,
  workspaceId: number,
): Promise<(Segment & { version: number })[]> {
  return database.$queryRaw`
    SELECT id, name, rule, version FROM segments WHERE workspace_id = ${workspaceId} ORDER BY id FOR UPDATE`;
}

/** Puts a rule in place of a segment's. Returns its new version. */
export async function setRule(
  database: Database,
  workspaceId: number,
  { id, rule, by, at }: { id: number; rule: object; by: string; at: Date },
): Promise<number> {
  const { version } = await database.segment.update({
    where: { workspaceId_id: { workspaceId, id } },
    data: { rule, version: { increment: 1 }, updatedBy: by, updatedAt: at },
    select: { version: true },
  });
  return version;
}
