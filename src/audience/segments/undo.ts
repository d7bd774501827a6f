import { z } from 'zod';
import { RollcallError } from '../../errors.ts';
import type { Database } from '../../storage/database/database.ts';
import * as stored from '../../storage/segments/segments.ts';
import type { Undoer } from '../undo/keep.ts';

const shape = z.object({
  id: z.int(),
  name: z.string(),
  description: z.string(),
  rule: z.looseObject({}),
  version: z.int(),
});

const renaming = z.object({ id: z.int(), from: z.string(), to: z.string() });
const deletion = shape.extend({
  updatedBy: z.string(),
  updatedAt: z.coerce.date(),
  createdBy: z.string(),
  createdAt: z.coerce.date(),
});

/** How changes to segments are undone. */
export const segmentUndoers: Record<string, Undoer> = {
  'segment.edited': {
    role: 'editor',
    doing: 'change segments',
    async run(database, { caller: { workspaceId, actor }, before, at }) {
      const { id, name, description, rule, version } = shape.parse(before);
      const segment = await stored.lockSegment(database, workspaceId, id);
      if (segment === undefined) {
        throw new RollcallError('busy', 'That segment no longer exists: someone deleted it.', {
          hint: 'Undo that first, then this one.',
        });
      }
      if (segment.version !== version) {
        throw new RollcallError('busy', `Someone has edited the segment "${segment.name}" since.`, {
          hint: 'Undo that first, or edit it again: /segments edit',
        });
      }
      await mustBeFree(database, workspaceId, { id, name });
      await stored.updateSegment(database, workspaceId, { id, name, description, rule, by: actor, at });
      return { did: `Restored the segment "${name}" to what it was`, left: [] };
    },
  },
  'segment.renamed': {
    role: 'editor',
    doing: 'rename segments',
    async run(database, { caller: { workspaceId, actor }, before, at }) {
      const { id, from, to } = renaming.parse(before);
      const segment = await stored.lockSegment(database, workspaceId, id);
      if (segment === undefined || segment.name !== to) {
        throw new RollcallError('busy', `Someone has renamed or deleted the segment "${to}" since.`, {
          hint: 'Undo that first, then this one.',
        });
      }
      await mustBeFree(database, workspaceId, { id, name: from });
      const { description, rule } = segment;
      const change = { id, name: from, description, rule: rule as object, by: actor, at };
      await stored.updateSegment(database, workspaceId, change);
      return { did: `Renamed the segment "${to}" back to "${from}"`, left: [] };
    },
  },
  'segment.deleted': {
    role: 'admin',
    doing: 'restore deleted segments',
    async run(database, { caller: { workspaceId }, before }) {
      const segment = deletion.parse(before);
      await mustBeFree(database, workspaceId, segment);
      await stored.putBackSegment(database, workspaceId, segment);
      return { did: `Restored the segment "${segment.name}"`, left: [] };
    },
  },
};

async function mustBeFree(
  database: Database,
  workspaceId: number,
  { id, name }: { id: number; name: string },
): Promise<void> {
  const others = await stored.listSegments(database, workspaceId);
  const key = stored.segmentKey(name);
  if (!others.some((each) => each.id !== id && stored.segmentKey(each.name) === key)) return;
  throw new RollcallError('taken', `There’s another segment "${name}" now.`, {
    hint: 'Rename that one, then click Undo again.',
  });
}
