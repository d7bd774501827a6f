import { nameKeys } from '../../lib/names.ts';
import { fold } from '../../lib/texts.ts';
import type { Database } from '../database/database.ts';
import { addJob } from '../jobs/jobs.ts';

export interface Segment {
  id: number;
  name: string;
  /** As stored; the reader finds out whether it can still be parsed. */
  rule: unknown;
}

export const segmentKey = fold;

/** All segments of a workspace by name. */
export async function listSegments(database: Database, workspaceId: number): Promise<Segment[]> {
  return database.segment.findMany({
    where: { workspaceId },
    select: { id: true, name: true, rule: true },
    orderBy: { nameKey: 'asc' },
  });
}

/**
 * Stored rules of segments, campaigns and watches, and those that undoing a change may bring back by `$2`, of workspace `$1`. All are read at
 * one moment, so a segment that is deleted or restored meanwhile is in one or the other.
 */
export const keptRulesSql = `
SELECT rule FROM segments WHERE workspace_id = $1::int
UNION ALL
SELECT audience FROM campaign_mails WHERE workspace_id = $1::int AND state NOT IN ('sent', 'stopped') AND audience IS NOT NULL
UNION ALL
SELECT rule FROM watches WHERE workspace_id = $1::int AND rule IS NOT NULL
UNION ALL
SELECT before FROM undos WHERE workspace_id = $1::int AND kind LIKE 'segment.%' AND undone_at IS NULL
  AND expires_at > $2::timestamptz`;

/** The same, for those that undoing may bring back after a moment. */
export async function listKeptRules(database: Database, workspaceId: number, at: Date): Promise<unknown[]> {
  const rows = await database.$queryRawUnsafe<{ rule: unknown }[]>(keptRulesSql, workspaceId, at);
  return rows.map(({ rule }) => rule);
}

/** Adds a segment, and the job that begins its history. */
export async function insertSegment(
  database: Database,
  segment: {
    workspaceId: number;
    name: string;
    description: string;
    rule: object;
    createdBy: string;
    at: Date;
  },
): Promise<Segment> {
  const { workspaceId, name, description, rule, createdBy, at } = segment;
  const made = await database.segment.create({
    data: {
      workspaceId,
      name,
      nameKey: segmentKey(name),
      description,
      rule,
      createdBy,
      updatedBy: createdBy,
    },
    select: { id: true, name: true, rule: true },
  });
  const payload = { segmentId: made.id };
  await addJob(database, { workspaceId, kind: 'first-sizes', payload, createdAt: at, key: String(made.id) });
  return made;
}

/** All segments with their versions, locked until the transaction ends: nobody changes a rule meanwhile. */
export function lockSegments(
  database: Database,
  workspaceId: number,
): Promise<(Segment & { version: number })[]> {
  return database.$queryRaw`
    SELECT id, name, rule, version FROM segments WHERE workspace_id = ${workspaceId} ORDER BY id FOR UPDATE`;
}

/** Locks segments, so that nobody deletes them until the transaction ends. Returns how many there are. */
export async function holdSegments(database: Database, workspaceId: number, ids: number[]): Promise<number> {
  if (ids.length === 0) return 0;
  const held = await database.$queryRaw<object[]>`
    SELECT id FROM segments WHERE workspace_id = ${workspaceId} AND id = ANY(${ids}::int[]) ORDER BY id FOR KEY SHARE`;
  return held.length;
}

/** Replaces a segment's rule. Returns its new version. */
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

/** A segment with what its form shows, and who last changed it. */
export interface StoredSegment extends Segment {
  description: string;
  version: number;
  updatedBy: string;
  updatedAt: Date;
}

const whole = {
  id: true,
  name: true,
  description: true,
  rule: true,
  version: true,
  updatedBy: true,
  updatedAt: true,
} as const;

export async function findSegmentOfId(
  database: Database,
  workspaceId: number,
  id: number,
): Promise<StoredSegment | undefined> {
  const where = { workspaceId_id: { workspaceId, id } };
  return (await database.segment.findUnique({ where, select: whole })) ?? undefined;
}

/**
 * The segment with this name, in any case; of two that differ only by an apostrophe, the one with this
 * spelling.
 */
export async function findSegmentOfName(
  database: Database,
  workspaceId: number,
  name: string,
): Promise<StoredSegment | undefined> {
  const keys = nameKeys(name);
  const found = await database.segment.findMany({
    where: { workspaceId, nameKey: { in: keys } },
    select: { ...whole, nameKey: true },
  });
  const [first] = found.sort((a, b) => keys.indexOf(a.nameKey) - keys.indexOf(b.nameKey));
  if (first === undefined) return undefined;
  const { nameKey: _, ...segment } = first;
  return segment;
}

/**
 * The segment with this id, locked until the transaction ends: if two people save at once, the second sees
 * the first one's change.
 */
export async function lockSegment(
  database: Database,
  workspaceId: number,
  id: number,
): Promise<StoredSegment | undefined> {
  await database.$queryRaw`
    SELECT 1 AS held FROM segments WHERE workspace_id = ${workspaceId} AND id = ${id} FOR UPDATE`;
  return findSegmentOfId(database, workspaceId, id);
}

/** Replaces name, description and rule. Returns the new version. */
export async function updateSegment(
  database: Database,
  workspaceId: number,
  change: { id: number; name: string; description: string; rule: object; by: string; at: Date },
): Promise<number> {
  const { id, name, description, rule, by, at } = change;
  const { version } = await database.segment.update({
    where: { workspaceId_id: { workspaceId, id } },
    data: {
      name,
      nameKey: segmentKey(name),
      description,
      rule,
      version: { increment: 1 },
      updatedBy: by,
      updatedAt: at,
    },
    select: { version: true },
  });
  return version;
}

/** Who created it, and when. */
export async function segmentOrigin(
  database: Database,
  workspaceId: number,
  id: number,
): Promise<{ createdBy: string; createdAt: Date }> {
  return database.segment.findUniqueOrThrow({
    where: { workspaceId_id: { workspaceId, id } },
    select: { createdBy: true, createdAt: true },
  });
}

export async function removeSegment(database: Database, workspaceId: number, id: number): Promise<void> {
  await database.segment.delete({ where: { workspaceId_id: { workspaceId, id } } });
}

/** Restores a deleted segment under its old id. */
export async function putBackSegment(
  database: Database,
  workspaceId: number,
  segment: StoredSegment & { createdBy: string; createdAt: Date },
): Promise<void> {
  const { rule, ...rest } = segment;
  await database.segment.create({
    data: { workspaceId, ...rest, nameKey: segmentKey(rest.name), rule: rule as object },
  });
}
