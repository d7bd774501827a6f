import { z } from 'zod';
import { RollcallError } from '../../errors.ts';
import { takeBackTopicFacts } from '../../storage/topics/choices.ts';
import { findPerson } from '../../storage/topics/person.ts';
import type { Undoer } from '../undo/keep.ts';

const shape = z.object({ id: z.int(), logIds: z.array(z.string()) });

/** How topics that a teammate set for someone are undone. */
export const topicUndoers: Record<string, Undoer> = {
  'contact.topics-set': {
    role: 'editor',
    doing: "change contacts' topics",
    async run(database, { caller: { workspaceId, actor }, before, at }) {
      const { id, logIds } = shape.parse(before);
      if ((await findPerson(database, workspaceId, { id }, { hold: true })) === undefined)
        throw new RollcallError('busy', 'That contact was erased since.');
      const which = { sql: 'l.contact_id = $2::int AND l.id = ANY($3::bigint[])', params: [id, logIds] };
      await takeBackTopicFacts(database, workspaceId, which, { now: at, by: actor });
      return { did: 'Restored their earlier topics', left: [] };
    },
  },
};
