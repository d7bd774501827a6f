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
