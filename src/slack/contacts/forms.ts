import type { KnownBlock, ModalView, PlainTextOption } from '@slack/types';
import { z } from 'zod';
import type { ContactCard } from '../../audience/contacts/card.ts';
import { printLine } from '../../audience/contacts/words.ts';
import { contactField, contactFieldNames, shownValue } from '../../contact-fields.ts';
import { statuses } from '../../lib/consent.ts';
import { defined } from '../../lib/defined.ts';
import { clip, cut } from '../../lib/words.ts';
import { type AnswerTo, answerToSchema } from '../core/answer-to.ts';
import { pickers, views } from '../core/ids.ts';
import { context, section } from '../kit/message.ts';
import { formFrame, plain } from '../kit/modal.ts';
import { bold, escaped, joined, type Mrkdwn, md } from '../kit/mrkdwn.ts';
import { askedInputs } from '../topics/asked.ts';
import { forgetWords } from './messages-card.ts';

/** What a modal about a contact remembers. */
export const contactMetadata = z.object({
  to: answerToSchema,
  id: z.int().optional(),
  /** When the contact was last changed before the form showed it. */
  seen: z.iso.datetime().optional(),
  /** A new status that waits for confirmation. */
  status: z.enum(statuses).optional(),
});
export type ContactMetadata = z.infer<typeof contactMetadata>;

const LONGEST_LINES = 3000;

const modal = (
  shape: { callback: string; title: string; submit: string },
  metadata: ContactMetadata,
  blocks: KnownBlock[],
): ModalView => ({
  ...formFrame({ ...shape, metadata }),
  blocks,
});

const option = (words: string, value: string): PlainTextOption => ({ text: plain(words, 75), value });

const text = (
  block: string,
  label: string,
  more: { initial?: string; optional?: boolean; hint?: string; multiline?: boolean; limit?: number } = {},
): KnownBlock => {
  const limit = more.limit ?? 200;
  const initial = cut(more.initial ?? '', limit);
  return {
    type: 'input',
    block_id: block,
    optional: more.optional ?? true,
    label: plain(label, 2000),
    ...(more.hint === undefined ? {} : { hint: plain(more.hint, 2000) }),
    element: {
      type: 'plain_text_input',
      action_id: block,
      max_length: limit,
      ...defined({ multiline: more.multiline }),
      ...(initial === '' ? {} : { initial_value: initial }),
    },
  };
};

const tagPicker: KnownBlock = {
  type: 'input',
  block_id: 'tags',
  optional: true,
  label: plain('Tags', 2000),
  element: {
    type: 'multi_external_select',
    action_id: pickers.tag,
    min_query_length: 0,
    placeholder: plain('Type to search', 150),
  },
};

/**
 * The form to add a contact. Nothing is preselected, because its user has to say whether the contact agreed
 * to get mail.
 */
export function addContactModal(to: AnswerTo): ModalView {
  return modal({ callback: views.addContact, title: 'Add a contact', submit: 'Add' }, { to }, [
    {
      type: 'input',
      block_id: 'email',
      label: plain('Email address', 2000),
      element: { type: 'email_text_input', action_id: 'email' },
    },
    text('name', 'Name'),
    {
      type: 'input',
      block_id: 'status',
      label: plain('Did they agree to get mail from you?', 2000),
      element: {
        type: 'radio_buttons',
        action_id: 'status',
        options: [option('They agreed to get mail', 'subscribed'), option('Not sure', 'non-subscribed')],
      },
    },
    tagPicker,
    text('values', 'More details', {
      multiline: true,
      limit: LONGEST_LINES,
      hint: 'For example country: Norway, plan: pro, or one per line. New names become attributes.',
    }),
  ]);
}

const statusWords = {
  subscribed: 'subscribed: they agreed to get mail',
  'non-subscribed': 'non-subscribed: no consent on record',
  unsubscribed: 'unsubscribed: they don’t want mail',
  bounced: 'bounced: mail doesn’t arrive',
} as const;

/**
 * The form with everything that can be changed about a contact.
 *
 * @param options.changedMeanwhile someone else changed the contact while the form was open: the form says
 *   what the contact has now. Slack keeps what was typed, because the inputs are the same.
 */
export function editContactModal(
  to: AnswerTo,
  { contact, attributes }: ContactCard,
  { changedMeanwhile = false } = {},
): ModalView {
  const lines = attributes.map(({ name, value }) => printLine(name, String(value))).join('\n');
  const fits = lines.length <= LONGEST_LINES;
  const options = Object.entries(statusWords).map(([status, words]) => option(words, status));
  const shape = { callback: views.editContact, title: 'Edit contact', submit: 'Save' };
  return modal(shape, { to, id: contact.id, seen: contact.updatedAt.toISOString() }, [
    ...(changedMeanwhile ? [section(changedWords({ contact, attributes }))] : []),
    {
      type: 'input',
      block_id: 'email',
      label: plain('Email address', 2000),
      hint: plain('With another address, they stay the same contact.', 2000),
      element: { type: 'email_text_input', action_id: 'email', initial_value: contact.email },
    },
    ...contactFieldNames.map((name) =>
      text(name, contactField(name).label, { initial: shownValue(name, contact[name]) ?? '', limit: 1000 }),
    ),
    {
      type: 'input',
      block_id: 'status',
      label: plain('Status', 2000),
      hint: plain('Subscribing someone needs their consent; you’ll be asked to confirm it.', 2000),
      element: {
        type: 'static_select',
        action_id: 'status',
        options,
        initial_option:
          options.find(({ value }) => value === contact.status) ??
          option(statusWords.subscribed, 'subscribed'),
      },
    },
    text('values', fits ? 'Attributes' : 'Attributes to change', {
      multiline: true,
      limit: LONGEST_LINES,
      initial: fits ? lines : '',
      hint: 'One per line, for example plan: pro. Leave the value empty to remove it.',
    }),
  ]);
}

/** What someone else changed about a contact while a form was open. */
function changedWords({ contact, attributes }: Pick<ContactCard, 'contact' | 'attributes'>): Mrkdwn {
  const fields = contactFieldNames.map((name): [string, unknown] => [
    contactField(name).words[0],
    contact[name],
  ]);
  const others = attributes.map(({ name, value }): [string, unknown] => [name, value]);
  const now = [...fields, ['status', contact.status] as const, ...others]
    .filter(([, value]) => value !== null && value !== '')
    .map(([field, value]) => md`${escaped(field)}: ${escaped(clip(String(value), 100))}`);
  return md`:warning: *Someone else edited this contact while your form was open.* Your changes aren’t saved yet. Its values are now: ${joined(now, ' · ')}.\nSave again to replace them with the values below.`;
}

/** Raising a status needs a confirmation of its own: where and when they asked for mail. */
export function consentModal(
  to: AnswerTo,
  {
    id,
    email,
    from,
    status,
  }: { id: number; email: string; from: string; status: NonNullable<ContactMetadata['status']> },
): ModalView {
  return modal(
    { callback: views.consent, title: 'They asked for it', submit: 'They agreed' },
    { to, id, status },
    [
      section(
        md`Everything else is saved. ${bold(email)} is ${escaped(from)}. Did they agree to become ${bold(status)}?`,
      ),
      ...askedInputs(),
      context(
        md`Mailing people who didn’t agree hurts them and your sender reputation. Cancel keeps the current status.`,
      ),
    ],
  );
}

export function tagContactModal(to: AnswerTo, { id, email }: { id: number; email: string }): ModalView {
  return modal({ callback: views.tagContact, title: 'Tag a contact', submit: 'Tag' }, { to, id }, [
    section(bold(email)),
    tagPicker,
    text('new', 'Or new tags', { hint: 'Separate several with commas.' }),
  ]);
}

export function forgetModal(to: AnswerTo, { id, email }: { id: number; email: string }): ModalView {
  return modal(
    { callback: views.forgetContact, title: 'Erase a contact', submit: 'Erase for good' },
    { to, id },
    [
      section(forgetWords(email)),
      {
        type: 'input',
        block_id: 'typed',
        label: plain('Type the address to confirm', 2000),
        element: { type: 'plain_text_input', action_id: 'typed', max_length: 400 },
      },
    ],
  );
}
