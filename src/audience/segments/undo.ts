import { z } from 'zod';
import { RollcallError } from '../../errors.ts';
import { mentionsOf } from '../../rules/mentions.ts';
import type { Database } from '../../storage/database/database.ts';
import * as stored from '../../storage/segments/segments.ts';
import { lookSoon } from '../../storage/watches/schedule.ts';
import { reviveWatches } from '../../storage/watches/watches.ts';
import { refuseUsedByCampaigns } from '../campaigns/users.ts';
import type { Undoer } from '../undo/keep.ts';

const shape = z.object({
  id: z.int(),
  name: z.string(),
  description: z.string(),
  rule: z.looseObject({}),
  version: z.int(),
});

/** Of a segment that nobody has changed. */
const FIRST_VERSION = 1;

const renaming = z.object({ id: z.int(), from: z.string(), to: z.string() });
const deletion = shape.extend({
  updatedBy: z.string(),
  updatedAt: z.coerce.date(),
  createdBy: z.string(),
  createdAt: z.coerce.date(),
});

const creation = z.object({ id: z.int(), name: z.string() });

/** How changes to segments are undone. */
export const segmentUndoers: Record<string, Undoer> = {
  'segment.created': {
    role: 'editor',
    doing: 'create segments',
    async run(database, { caller: { workspaceId }, before }) {
      const { id, name } = creation.parse(before);
      // Locks all of them, so that no other rule can start to use this one meanwhile.
      const all = await stored.lockSegments(database, workspaceId);
      const segment = all.find((each) => each.id === id);
      if (segment === undefined) {
        throw new RollcallError('busy', `The segment "${name}" no longer exists: someone deleted it.`);
      }
      if (segment.version !== FIRST_VERSION || segment.name !== name) {
        throw new RollcallError('busy', `Someone has edited the segment "${segment.name}" since.`, {
          hint: 'Undo that first, or delete it: /segments delete',
        });
      }
      const users = all.filter(({ rule }) => mentionsOf(rule).segments.has(id));
      if (users.length > 0) {
        throw new RollcallError('busy', `The segment "${name}" is used by "${users[0]?.name}".`, {
          hint: 'Change that segment first.',
        });
      }
      await refuseUsedByCampaigns(database, workspaceId, { things: 'segments', id, name });
      await stored.removeSegment(database, workspaceId, id);
      return { did: `Deleted the segment "${name}" again`, left: [] };
    },
  },
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
    async run(database, { caller: { workspaceId }, before, at }) {
      const segment = deletion.parse(before);
      await mustBeFree(database, workspaceId, segment);
      await stored.putBackSegment(database, workspaceId, segment);
      if (await reviveWatches(database, workspaceId, segment.id)) await lookSoon(database, workspaceId, at);
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
