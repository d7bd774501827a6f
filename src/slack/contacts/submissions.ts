import type { Caller } from '../../audience/caller.ts';
import type { GivenStatus } from '../../audience/contacts/add.ts';
import { showContact } from '../../audience/contacts/card.ts';
import { editContact, isRaise } from '../../audience/contacts/edit.ts';
import { forgetContact } from '../../audience/contacts/forget.ts';
import { keyOf, lookUpContact } from '../../audience/contacts/lookup.ts';
import { tagContact } from '../../audience/contacts/tags.ts';
import { readLines } from '../../audience/contacts/words.ts';
import { tagOfId } from '../../audience/tags/tags.ts';
import { contactField, contactFieldNames } from '../../contact-fields.ts';
import { RollcallError } from '../../errors.ts';
import { defined } from '../../lib/defined.ts';
import type { SlackDeps } from '../core/deps.ts';
import { pickers } from '../core/ids.ts';
import { submitting } from '../core/submissions.ts';
import type { FormValues } from '../kit/form-values.ts';
import { askedIn } from '../topics/asked.ts';
import { addSaid } from './buttons.ts';
import { consentModal, contactMetadata, editContactModal } from './forms.ts';
import { contactEdited, contactForgotten, contactTagged } from './messages-card.ts';

interface Element {
  value?: string | null;
  selected_option?: { value: string } | null;
  selected_options?: { value: string }[] | null;
}
type Values = Record<string, Record<string, Element>>;

const typed = (values: unknown, block: string): string => (values as Values)[block]?.[block]?.value ?? '';
const chosen = (values: unknown, block: string): string =>
  (values as Values)[block]?.[block]?.selected_option?.value ?? '';

/** What the modals about a contact do when they are submitted. */
export function contactViews(deps: SlackDeps) {
  const { audience } = deps;
  const metadata = contactMetadata;
  const tagsIn = async (caller: Caller, values: unknown): Promise<string[]> => {
    const ids = (values as Values).tags?.[pickers.tag]?.selected_options ?? [];
    const picked = await Promise.all(ids.map(({ value }) => tagOfId(audience, caller, Number(value))));
    return picked.map(({ name }) => name);
  };
  return {
    addContact: submitting(deps, {
      title: 'Add a contact',
      field: 'values',
      metadata,
      async run(caller, _metadata, { view }) {
        const { values } = view.state;
        const name = typed(values, 'name').trim();
        return {
          answer: await addSaid(deps, caller, {
            email: typed(values, 'email'),
            name: name === '' ? null : name,
            values: readLines(typed(values, 'values')),
            tags: await tagsIn(caller, values),
            status: chosen(values, 'status') as GivenStatus,
          }),
        };
      },
    }),

    /** Saves what needs no consent; asks for confirmation before it raises a status. */
    editContact: submitting(deps, {
      title: 'Edit contact',
      field: 'values',
      metadata,
      async run(caller, { to, id = 0, seen }, { view }) {
        const { values } = view.state;
        const fields = contactFieldNames.map((field): [string, string] => [
          contactField(field).words[0],
          typed(values, field).trim(),
        ]);
        const before = await lookUpContact(audience, caller, { id });
        const email = typed(values, 'email').trim();
        const status = chosen(values, 'status') as typeof before.status;
        const raises = isRaise(before.status, status);
        let edited: Awaited<ReturnType<typeof editContact>>;
        try {
          edited = await editContact(audience, caller, {
            id,
            values: [...fields, ...readLines(typed(values, 'values'))],
            ...(email === '' || email === before.email ? {} : { email }),
            ...(raises ? {} : { status }),
            ...(seen === undefined ? {} : { seen: new Date(seen) }),
          });
        } catch (error) {
          if (!(error instanceof RollcallError) || error.code !== 'busy') throw error;
          const card = await showContact(audience, caller, { id });
          return { instead: editContactModal(to, card, { changedMeanwhile: true }) };
        }
        const { changed, undoId, madeAttributes: made } = edited;
        const answer = contactEdited(await showContact(audience, caller, { id }), {
          changed,
          made,
          ...defined({ undoId }),
        });
        if (!raises) return { answer };
        return {
          answer,
          instead: consentModal(to, { id, email: edited.contact.email, from: before.status, status }),
        };
      },
    }),

    consent: submitting(deps, {
      title: 'They asked for it',
      field: 'where',
      metadata,
      async run(caller, { id = 0, status }, { view }) {
        const asked = askedIn(view.state.values as FormValues);
        const given = { id, values: [], asked, ...defined({ status }) };
        const { changed, undoId } = await editContact(audience, caller, given);
        const card = await showContact(audience, caller, { id });
        return {
          answer: contactEdited(card, { changed, made: [], ...defined({ undoId }) }),
        };
      },
    }),

    tagContact: submitting(deps, {
      title: 'Tag a contact',
      field: 'new',
      metadata,
      async run(caller, { id = 0 }, { view }) {
        const { values } = view.state;
        const fresh = typed(values, 'new')
          .split(',')
          .map((name) => name.trim())
          .filter((name) => name !== '');
        const tags = [...(await tagsIn(caller, values)), ...fresh];
        if (tags.length === 0) throw new RollcallError('invalid-input', 'Choose a tag or type a new one.');
        return { answer: contactTagged(id, await tagContact(audience, caller, { ref: { id }, tags })) };
      },
    }),

    forgetContact: submitting(deps, {
      title: 'Erase a contact',
      field: 'typed',
      metadata,
      async run(caller, { id = 0 }, { view }) {
        const { email, emailKey } = await lookUpContact(audience, caller, { id });
        if (keyOf(typed(view.state.values, 'typed')) !== emailKey)
          throw new RollcallError('invalid-input', `That doesn’t match ${email}.`);
        return { answer: contactForgotten(await forgetContact(audience, caller, { id })) };
      },
    }),
  };
}
