import { RollcallError } from '../../errors.ts';
import type { Rule } from '../../rules/schema.ts';
import { isUniqueViolation } from '../../storage/database/database.ts';
import { lockSegment, segmentKey, updateSegment } from '../../storage/segments/segments.ts';
import type { AudienceDeps, Caller } from '../caller.ts';
import { asOneChange } from '../change.ts';
import { requireRole } from '../permissions.ts';
import { holdMentions } from './rule-mentions.ts';
import {
  checkedDescription,
  knownTo,
  nameTaken,
  type SegmentWithSize,
  segmentName,
  sizeOfRule,
} from './segments.ts';

/**
 * The result of saving: the saved segment, with the id for undo; or the change that someone else made
 * meanwhile.
 */
export type SegmentEdit =
  | { saved: SegmentWithSize; undoId: number }
  | { changedBy: string; changedAt: Date; version: number };

/**
 * Changes a segment's name, description or rule. If someone changed it after `version`, nothing is saved and
 * the result says who it was: the person decides with both in view.
 *
 * @param options.version the version that was opened
 * @throws RollcallError `not-found`, `taken` for the name, `invalid-input` for a rule that can't be counted
 */
export async function editSegment(
  deps: AudienceDeps,
  caller: Caller,
  options: { id: number; version: number; name: string; description: string; rule: Rule },
): Promise<SegmentEdit> {
  requireRole(caller, 'editor', 'change segments');
  const { id, rule, version } = options;
  const name = segmentName(options.name);
  const description = checkedDescription(options.description);
  const known = await knownTo(deps, caller);
  const taken = known.names.segments.find(
    (each) => each.id !== id && segmentKey(each.name) === segmentKey(name),
  );
  if (taken !== undefined) throw nameTaken(taken.name);
  // Counted first: a rule that can't be counted, or uses its own segment, is not worth saving.
  const size = await sizeOfRule(deps, known, rule, { segment: id });
  try {
    return await asOneChange(deps, caller, async ({ database, workspaceId, actor, audit, undoable }) => {
      await holdMentions(database, workspaceId, rule);
      const stored = await lockSegment(database, workspaceId, id);
      if (stored === undefined) {
        throw new RollcallError('not-found', 'That segment no longer exists: someone deleted it.', {
          hint: 'Its deletion can be undone for 30 minutes. After that, create it again.',
        });
      }
      if (stored.version !== version)
        return { changedBy: stored.updatedBy, changedAt: stored.updatedAt, version: stored.version };
      const at = deps.now();
      const saved = await updateSegment(database, workspaceId, {
        id,
        name,
        description,
        rule,
        by: actor,
        at,
      });
      await audit('segment.edited', name);
      const undoId = await undoable('segment.edited', name, {
        id,
        name: stored.name,
        description: stored.description,
        rule: stored.rule,
        version: saved,
      });
      return { saved: { id, name, size }, undoId };
    });
  } catch (error) {
    if (isUniqueViolation(error)) throw nameTaken(name);
    throw error;
  }
}
