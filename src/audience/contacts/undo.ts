import { z } from 'zod';
import { eachField } from '../../contact-fields.ts';
import { RollcallError } from '../../errors.ts';
import { factKinds } from '../../lib/consent.ts';
import { lockContact, updateContact } from '../../storage/contacts/contacts.ts';
import { removeFacts } from '../../storage/contacts/status-facts.ts';
import { whileNobodyAdds } from '../../storage/contacts/suppressions.ts';
import type { Undoer } from '../undo/keep.ts';
import { changeAddress } from './address.ts';

const shape = z.object({
  id: z.int(),
  // Kept before this field existed, when no one had a value.
  ...eachField(() => z.string().nullable().default(null)),
  attributes: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
  /** The address; not kept before it could be changed. */
  email: z.string().optional(),
  /** When the person asked for what the edit's status says; the edit's own moment if left out. */
  saidAt: z.coerce.date().optional(),
  /** When the change was made: if the contact has another date now, someone changed it later. */
  updatedAt: z.coerce.date(),
});

/** How changes to contacts are undone. */
export const contactUndoers: Record<string, Undoer> = {
  'contact.edited': {
    role: 'editor',
    doing: 'change contacts',
    async run(database, { deps, caller, before, at }) {
      const { workspaceId, actor } = caller;
      const { updatedAt, email, saidAt = updatedAt, ...was } = shape.parse(before);
      if (email !== undefined) await whileNobodyAdds(database, workspaceId);
      const contact = await lockContact(database, workspaceId, was.id);
      if (contact === undefined) throw new RollcallError('busy', 'That contact was erased since.');
      if (contact.updatedAt.getTime() !== updatedAt.getTime()) {
        throw new RollcallError('busy', 'That contact was edited since, so it was left alone.', {
          hint: 'Undo the later change first, or edit the contact by hand.',
        });
      }
      await updateContact(database, workspaceId, { ...was, updatedAt: at });
      if (email !== undefined && email !== contact.email)
        await changeAddress(deps, database, caller, { contact, email, now: at, how: 'slack' });
      await removeFacts(
        database,
        workspaceId,
        {
          sql: `f.contact_id = $2::int AND f.at = $3::timestamptz AND f.source = 'slack' AND f.import_id IS NULL
          AND f.kind = ANY($4::text[])`,
          params: [was.id, saidAt.toISOString(), factKinds],
        },
        { now: at, by: actor },
      );
      return { did: 'Restored the contact’s earlier values', left: [] };
    },
  },
};
