import { z } from 'zod';
import { removeFacts } from '../../storage/contacts/status-facts.ts';
import { dropSuppressions } from '../../storage/contacts/suppressions.ts';
import type { Undoer } from '../undo/keep.ts';

const shape = z.object({
  hashes: z.array(z.string()),
  contacts: z.array(z.int()),
  at: z.string(),
  how: z.enum(['slack', 'import']),
});

/** How manual suppressions of addresses are undone: any other reason against mailing them stays. */
export const suppressionUndoers: Record<string, Undoer> = {
  'address.suppressed': {
    role: 'editor',
    doing: 'suppress addresses',
    async run(database, { caller: { workspaceId, actor }, before, at }) {
      const { hashes, contacts, at: then, how } = shape.parse(before);
      await dropSuppressions(database, workspaceId, { hashes, reason: 'by-hand', at: then });
      await removeFacts(
        database,
        workspaceId,
        {
          sql: `f.contact_id = ANY($2::int[]) AND f.at = $3::timestamptz AND f.source = $4::text AND f.kind = 'opt-out'
            AND f.import_id IS NULL`,
          params: [contacts, then, how],
        },
        { now: at, by: actor },
      );
      return { did: 'The addresses are no longer suppressed', left: [] };
    },
  },
};
