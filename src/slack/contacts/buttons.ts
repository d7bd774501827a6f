import { z } from 'zod';
import type { Caller } from '../../audience/caller.ts';
import { addContact, type GivenStatus } from '../../audience/contacts/add.ts';
import { liftBounce } from '../../audience/contacts/address.ts';
import { showContact } from '../../audience/contacts/card.ts';
import { forgetContact } from '../../audience/contacts/forget.ts';
import { lookUpContact } from '../../audience/contacts/lookup.ts';
import { tagContact } from '../../audience/contacts/tags.ts';
import { readContact, type SaidContact } from '../../audience/contacts/words.ts';
import { requireRole } from '../../audience/permissions.ts';
import { defined } from '../../lib/defined.ts';
import { answering, opening } from '../core/button-listeners.ts';
import type { SlackDeps } from '../core/deps.ts';
import type { Message } from '../kit/message.ts';
import { listMessage } from '../people/buttons.ts';
import { addContactModal, editContactModal, forgetModal, tagContactModal } from './forms.ts';
import { alreadyThere, bounceLifted, contactCard, contactForgotten, contactTagged } from './messages-card.ts';

const idValue = z.coerce.number().pipe(z.int());
const adding = z.object({ line: z.string(), status: z.enum(['subscribed', 'non-subscribed']) });
const searching = z.object({ text: z.string() });

/** Adds a contact with their tags and shows the card. A contact who already exists is left unchanged. */
export async function addSaid(
  { audience }: Pick<SlackDeps, 'audience'>,
  caller: Caller,
  said: SaidContact & { status: GivenStatus },
): Promise<Message> {
  const { email, name, values, status, tags } = said;
  const added = await addContact(audience, caller, { email, name, values, status });
  if ('existing' in added) return alreadyThere(added.existing);
  const { id, madeAttributes: made, suppressed } = added;
  const tagged = tags.length === 0 ? undefined : await tagContact(audience, caller, { ref: { id }, tags });
  const card = contactCard(await showContact(audience, caller, { id }), {
    made,
    ...defined({ suppressed }),
  });
  if (tagged === undefined || tagged.doubts.length === 0) return card;
  // A tag that wasn't created needs attention; the card shows everything else.
  return { text: card.text, blocks: [...card.blocks, ...contactTagged(id, tagged).blocks] };
}

/** The buttons on contact cards and searches. Every id they hold is looked up in the caller's workspace. */
export function contactActions(deps: SlackDeps) {
  const { audience } = deps;
  const cardOf = (caller: Caller, value: string) =>
    showContact(audience, caller, { id: idValue.parse(value) });
  return {
    showContact: answering(deps, async (caller, value) => contactCard(await cardOf(caller, value))),

    /** In older messages: a search begins again, in a list with pages in both directions. */
    findContacts: answering(deps, async (caller, value) => {
      const { text } = searching.parse(JSON.parse(value));
      return listMessage(deps, caller, { source: { of: 'search', text } });
    }),

    addContact: answering(deps, async (caller, value) => {
      const { line, status } = adding.parse(JSON.parse(value));
      return addSaid(deps, caller, { ...readContact(line), status });
    }),

    openAddContact: opening(deps, 'Add a contact', async (caller, _value, to) => {
      requireRole(caller, 'editor', 'add contacts');
      return addContactModal(to);
    }),
    editContact: opening(deps, 'Edit contact', async (caller, value, to) =>
      editContactModal(to, await cardOf(caller, value)),
    ),
    tagContact: opening(deps, 'Tag a contact', async (caller, value, to) =>
      tagContactModal(to, await lookUpContact(audience, caller, { id: idValue.parse(value) })),
    ),
    forgetContact: opening(deps, 'Erase a contact', async (caller, value, to) => {
      requireRole(caller, 'admin', 'erase contacts');
      return forgetModal(to, await lookUpContact(audience, caller, { id: idValue.parse(value) }));
    }),
    liftBounce: answering(deps, async (caller, value) => {
      const { contact } = await liftBounce(audience, caller, { id: idValue.parse(value) });
      return bounceLifted(await showContact(audience, caller, { id: contact.id }));
    }),
    confirmForget: answering(deps, async (caller, value) =>
      contactForgotten(await forgetContact(audience, caller, { id: idValue.parse(value) })),
    ),
  };
}
