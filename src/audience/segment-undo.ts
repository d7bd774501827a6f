import { z } from 'zod';
import { RollcallError } from '../errors.ts';
import * as stored from '../storage/segments.ts';
import type { Undoer } from './undo.ts';

const shape = z.object({
  id: z.int(),
  name: z.string(),
  description: z.string(),
  rule: z.looseObject({}),
  version: z.int(),
});

/** How changes to segments are taken back. */
export const segmentUndoers: Record<string, Undoer> = {
  'segment.edited': {
    role: 'editor',
    doing: 'change segments',
    async run(database, { caller: { workspaceId, actor }, before, at }) {
      const { id, name, description, rule, version } = shape.parse(before);
      const segment = await stored.lockSegment(database, workspaceId, id);
      if (segment === undefined) {
        throw new RollcallError('busy', 'The segment is gone since: somebody deleted it.', {
          hint: 'Undo that first, then this.',
        });
      }
      if (segment.version !== version) {
        throw new RollcallError('busy', `Somebody changed the segment "${segment.name}" since.`, {
          hint: 'Undo that first, or change it again: /segments edit',
        });
      }
      const others = await stored.listSegments(database, workspaceId);
      if (others.some((each) => each.id !== id && stored.segmentKey(each.name) === stored.segmentKey(name))) {
        throw new RollcallError('taken', `There is another segment "${name}" by now.`, {
          hint: 'Rename that one, then press Undo again.',
        });
      }
      await stored.updateSegment(database, workspaceId, { id, name, description, rule, by: actor, at });
      return { did: `The segment "${name}" is as it was before`, left: [] };
    },
  },
};
