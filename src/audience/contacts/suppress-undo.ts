import { z } from 'zod';
import { removeFacts } from '../../storage/contacts/status-facts.ts';
import { dropSuppressions } from '../../storage/contacts/suppressions.ts';
import { takeBackSuppressions } from '../../storage/topics/log.ts';
import type { Undoer } from '../undo/keep.ts';

const shape = z.object({ at: z.string(), how: z.enum(['slack', 'import']) });

/** How manual suppressions of addresses are undone: any other reason against mailing them stays. */
export const suppressionUndoers: Record<string, Undoer> = {
  'address.suppressed': {
    role: 'editor',
    doing: 'suppress addresses',
    async run(database, { caller: { workspaceId, actor }, before, at }) {
      const { at: then, how } = shape.parse(before);
      await dropSuppressions(database, workspaceId, { reason: 'by-hand', at: then, source: how });
      await removeFacts(
        database,
        workspaceId,
        {
          sql: `f.at = $2::timestamptz AND f.source = $3::text AND f.kind = 'opt-out' AND f.import_id IS NULL
            AND f.contact_id IN (SELECT l.contact_id FROM consent_log l
              WHERE l.workspace_id = $1::int AND l.what = 'suppression' AND l.at = $2::timestamptz AND l.how = $3::text)`,
          params: [then, how],
        },
        { now: at, by: actor },
      );
      await takeBackSuppressions(database, workspaceId, { at: then, how }, { now: at, by: actor });
      return { did: 'The addresses are no longer suppressed', left: [] };
    },
  },
};
