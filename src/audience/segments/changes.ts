import { RollcallError } from '../../errors.ts';
import { cut } from '../../lib/words.ts';
import { isUniqueViolation } from '../../storage/database/database.ts';
import * as stored from '../../storage/segments/segments.ts';
import type { AudienceDeps, Caller } from '../caller.ts';
import { refuseUsedByCampaigns } from '../campaigns/users.ts';
import { asOneChange } from '../change.ts';
import { requireRole } from '../permissions.ts';
import { lookUpSegment, type SegmentRef } from './lookup.ts';
import { nameTaken, segmentName } from './segments.ts';
import { refuseUsedBySegments } from './users.ts';

interface Named {
  id: number;
  name: string;
}

/**
 * Renames a segment; rules that use it keep working.
 *
 * @throws RollcallError `not-found`, `invalid-input`, `taken`
 */
export async function renameSegment(
  deps: AudienceDeps,
  caller: Caller,
  { ref, name: typed }: { ref: SegmentRef; name: string },
): Promise<{ segment: Named; from: string; undoId: number }> {
  requireRole(caller, 'editor', 'rename segments');
  const { id } = await lookUpSegment(deps, caller, ref);
  const name = segmentName(typed);
  try {
    return await asOneChange(deps, caller, async ({ database, workspaceId, actor, audit, undoable }) => {
      const segment = await held(database, workspaceId, id);
      const { name: from, description, rule } = segment;
      if (from === name) throw new RollcallError('taken', `The segment is already called "${name}".`);
      const change = { id, name, description, rule: rule as object, by: actor, at: deps.now() };
      await stored.updateSegment(database, workspaceId, change);
      await audit('segment.renamed', name, { from });
      const undoId = await undoable('segment.renamed', name, { id, from, to: name });
      return { segment: { id, name }, from, undoId };
    });
  } catch (error) {
    if (isUniqueViolation(error)) throw nameTaken(name);
    throw error;
  }
}

/**
 * Makes a second segment with the same rule.
 *
 * @param options.name default "Copy of …", with a number if that is taken
 * @throws RollcallError `not-found`, `invalid-input`, `taken`
 */
export async function copySegment(
  deps: AudienceDeps,
  caller: Caller,
  { ref, name: typed }: { ref: SegmentRef; name?: string | undefined },
): Promise<{ segment: Named; of: string; undoId: number }> {
  requireRole(caller, 'editor', 'create segments');
  const { name: of, description, rule } = await lookUpSegment(deps, caller, ref);
  const name = segmentName(typed ?? (await freeName(deps, caller, of)));
  try {
    return await asOneChange(deps, caller, async ({ database, workspaceId, actor, audit, undoable }) => {
      const copy = { workspaceId, name, description, rule: rule as object, createdBy: actor, at: deps.now() };
      const made = await stored.insertSegment(database, copy);
      await audit('segment.created', name, { copyOf: of });
      const undoId = await undoable('segment.created', name, { id: made.id, name });
      return { segment: { id: made.id, name }, of, undoId };
    });
  } catch (error) {
    if (isUniqueViolation(error)) throw nameTaken(name);
    throw error;
  }
}

const LONGEST = 80;

async function freeName(deps: AudienceDeps, caller: Caller, of: string): Promise<string> {
  const keys = new Set(
    (await stored.listSegments(deps.storage.prisma, caller.workspaceId)).map(({ name }) =>
      stored.segmentKey(name),
    ),
  );
  for (let number = 1; ; number++) {
    const tail = number === 1 ? '' : ` ${number}`;
    const name = cut(`Copy of ${of}`, LONGEST - tail.length).trimEnd() + tail;
    if (!keys.has(stored.segmentKey(name))) return name;
  }
}

/**
 * Checks whether a segment can be deleted. Nothing is changed.
 *
 * @throws RollcallError `not-found`; `busy` while other segments use it, naming them
 */
export async function previewSegmentDeletion(
  deps: AudienceDeps,
  caller: Caller,
  ref: SegmentRef,
): Promise<{ segment: Named }> {
  requireRole(caller, 'admin', 'delete segments');
  const { id, name } = await lookUpSegment(deps, caller, ref);
  const all = await stored.listSegments(deps.storage.prisma, caller.workspaceId);
  refuseUsedBySegments(all, { things: 'segments', id, name });
  await refuseUsedByCampaigns(deps.storage.prisma, caller.workspaceId, { things: 'segments', id, name });
  return { segment: { id, name } };
}

/** Deletes a segment; its members stay contacts. Undo restores it. @throws as the preview does */
export async function deleteSegment(
  deps: AudienceDeps,
  caller: Caller,
  { id }: { id: number },
): Promise<{ segment: Named; undoId: number }> {
  requireRole(caller, 'admin', 'delete segments');
  return asOneChange(deps, caller, async ({ database, workspaceId, audit, undoable }) => {
    // Locks all of them, so that no other rule can start to use this one meanwhile.
    const all = await stored.lockSegments(database, workspaceId);
    const segment = await held(database, workspaceId, id);
    const { name } = segment;
    refuseUsedBySegments(all, { things: 'segments', id, name });
    await refuseUsedByCampaigns(database, workspaceId, { things: 'segments', id, name });
    const origin = await stored.segmentOrigin(database, workspaceId, id);
    await stored.removeSegment(database, workspaceId, id);
    await audit('segment.deleted', name);
    const undoId = await undoable('segment.deleted', name, { ...segment, ...origin });
    return { segment: { id, name }, undoId };
  });
}

async function held(
  database: Parameters<typeof stored.lockSegment>[0],
  workspaceId: number,
  id: number,
): Promise<stored.StoredSegment> {
  const segment = await stored.lockSegment(database, workspaceId, id);
  if (segment !== undefined) return segment;
  throw new RollcallError('not-found', 'That segment no longer exists: someone deleted it.');
}
