import type { NewContact } from '../../audience/contacts/add.ts';
import type { ContactCard } from '../../audience/contacts/card.ts';
import type { Erased } from '../../audience/contacts/forget.ts';
import type { TaggedContact } from '../../audience/contacts/tags.ts';
import { contactField, contactFieldNames, shownValue } from '../../contact-fields.ts';
import { clip } from '../../lib/words.ts';
import { actions } from '../core/ids.ts';
import { choice, menu } from '../core/menu.ts';
import { button, buttons, context, type Message, message, section } from '../kit/message.ts';
import { bold, code, count, counted, escaped, joined, type Mrkdwn, md, moment } from '../kit/mrkdwn.ts';
import { holdBlocks } from './messages-holds.ts';

const SHOWN = { tags: 40, attributes: 40, segments: 20 } as const;

/** Everything about one contact, visible only to the person who asked. */
export function contactCard(
  card: ContactCard,
  { made = [], suppressed }: { made?: string[]; suppressed?: NonNullable<NewContact['suppressed']> } = {},
): Message {
  const { contact, tags, attributes, events, segments, unasked } = card;
  const id = String(contact.id);
  const fields = contactFieldNames.flatMap((name) => {
    const value = shownValue(name, contact[name]);
    // The name is already in the heading.
    if (name === 'name' || value === null) return [];
    return [md`${escaped(contactField(name).label)}: ${escaped(clip(value, 200))}`];
  });
  const values = attributes
    .slice(0, SHOWN.attributes)
    .map(({ name, value }) => md`${escaped(clip(name, 60))}: ${escaped(clip(String(value), 200))}`);
  const more = attributes.length - SHOWN.attributes;
  return message(
    [
      section(
        joined([
          contact.name === null
            ? bold(contact.email)
            : md`${bold(clip(contact.name, 200))}  ${escaped(contact.email)}`,
          md`${escaped(contact.status)} via ${escaped(clip(contact.statusSource, 60))} ${moment(contact.statusAt)}${validation(contact.emailValidation)}`,
          ...fields,
        ]),
      ),
      ...(suppressed === undefined
        ? holdBlocks(contact.id, card.holds)
        : [section(suppressedWords(suppressed))]),
      section(
        tags.length === 0
          ? md`No tags`
          : md`Tags: ${some(
              tags.map((tag) => code(tag)),
              SHOWN.tags,
            )}`,
      ),
      ...(values.length === 0
        ? []
        : [section(md`${joined(values)}${more > 0 ? md`\n${count(more)} more` : ''}`)]),
      section(
        segments.length === 0
          ? md`In no segments${unasked.length === 0 ? '' : md` of those checked`}`
          : md`In ${some(
              segments.map((name) => bold(name)),
              SHOWN.segments,
            )}`,
      ),
      ...(unasked.length === 0 ? [] : [context(unaskedLine(unasked))]),
      ...(events.length === 0 ? [context(md`No events yet`)] : [context(joined(events.map(eventLine)))]),
      ...(made.length === 0
        ? []
        : [
            context(
              md`New ${made.length === 1 ? md`attribute` : md`attributes`}: ${some(
                made.map((name) => code(name)),
                20,
              )}`,
            ),
          ]),
      buttons(
        button('Edit', actions.editContact, id),
        button('Tag', actions.tagContact, id),
        button('Topics', actions.contactTopics, id),
        ...menu(
          choice('Consent history', actions.consentHistory, id),
          choice('Preference page', actions.preferencePage, id),
          choice('Refresh', `${actions.showContact}.refresh`, id),
          choice('Erase …', actions.forgetContact, id),
        ),
      ),
      context(
        md`Added via ${escaped(clip(contact.source, 60))} ${moment(contact.createdAt)}${signedUp(contact)}  ·  as of ${moment(card.at)}`,
      ),
    ],
    contact.name ?? contact.email,
  );
}

/** Why a contact who was added as subscribed still gets no mail. */
function suppressedWords({ reason, at }: NonNullable<NewContact['suppressed']>): Mrkdwn {
  const did = {
    unsubscribed: md`unsubscribed`,
    complained: md`marked an email as spam`,
    bounced: md`bounced`,
    erased: md`was erased`,
    'by-hand': md`was suppressed by hand`,
  }[reason];
  return md`:no_entry: This address ${did} ${moment(at)}, before it became a contact, so it gets no mail. If they have agreed since, choose *Edit* and set the status.`;
}

const validation = (state: string): Mrkdwn | '' =>
  state === 'invalid'
    ? md`  ·  invalid address: mail can’t reach it`
    : state === 'risky'
      ? md`  ·  risky address`
      : '';

function some(words: Mrkdwn[], most: number): Mrkdwn {
  const rest = words.length - most;
  return md`${joined(words.slice(0, most), ', ')}${rest > 0 ? md` and ${count(rest)} more` : ''}`;
}

/** Names the segments only if there are few: one of them is the slow one. */
function unaskedLine(names: readonly string[]): Mrkdwn {
  const which =
    names.length > 5
      ? ''
      : md`: ${joined(
          names.map((name) => bold(name)),
          ', ',
        )}`;
  return md`:hourglass: Checking ${counted(names.length, 'segment')} took too long${which}. Refresh to try again.`;
}

function eventLine({ kind, at, campaign, machine }: ContactCard['events'][number]): Mrkdwn {
  const of = campaign === null ? '' : md` ${bold(clip(campaign, 100))}`;
  return md`${escaped(clip(kind, 60))}${of} ${moment(at)}${machine ? md` (automated)` : ''}`;
}

/** Asks, before a contact is added, whether they agreed to get mail. Rollcall never assumes it. */
export function statusChoice(email: string, line: string): Message {
  return message(
    [
      section(md`Add ${bold(email)}: did they agree to get mail from you?`),
      buttons(
        button(
          'They agreed to get mail',
          `${actions.addContact}.subscribed`,
          JSON.stringify({ line, status: 'subscribed' }),
        ),
        button(
          'Not sure',
          `${actions.addContact}.non-subscribed`,
          JSON.stringify({ line, status: 'non-subscribed' }),
        ),
        button('Cancel', actions.dismiss, ''),
      ),
      context(md`Only people who agreed can be mailed. You can change this later if they agree.`),
    ],
    `Add ${email}: did they agree to get mail?`,
  );
}

/** The contact already exists; nothing was changed. */
export function alreadyThere({ id, email }: { id: number; email: string }): Message {
  return message(
    [
      section(md`${bold(email)} is already a contact. Nothing changed.`),
      buttons(
        button('View contact', `${actions.showContact}.show`, String(id), { style: 'primary' }),
        button('Edit', actions.editContact, String(id)),
      ),
    ],
    `${email} is already a contact.`,
  );
}

const tagList = (tags: readonly string[]): Mrkdwn =>
  some(
    tags.map((name) => code(name)),
    20,
  );

/** The result of tagging one contact. */
export function contactTagged(
  id: number,
  { email, had, tagged, made, doubts, undoIds }: TaggedContact,
): Message {
  const [undoId] = undoIds;
  const lines = [
    ...(tagged.length === 0
      ? had.length === 0
        ? [md`Didn’t tag ${bold(email)}.`]
        : []
      : [md`:label: Tagged ${bold(email)}: ${tagList(tagged)}.`]),
    ...(had.length === 0 ? [] : [md`${bold(email)} already has ${tagList(had)}.`]),
    ...(made.length === 0 ? [] : [md`New tags: ${tagList(made)}`]),
    ...doubts.slice(0, 5).map((doubt) => {
      const like = 'alike' in doubt ? doubt.alike[0]?.name : doubt.fitting;
      return md`Didn’t create ${code(doubt.name)}: ${'alike' in doubt ? md`it’s very similar to` : md`in this workspace’s style it would be`} ${code(like ?? '')}.`;
    }),
  ];
  return message(
    [
      section(joined(lines)),
      buttons(
        ...(undoId !== undefined && undoIds.length === 1
          ? [button('Undo', actions.undo, String(undoId))]
          : []),
        button('View contact', `${actions.showContact}.show`, String(id)),
      ),
    ],
    tagged.length === 0 ? 'Nothing changed.' : `Tagged a contact with ${counted(tagged.length, 'tag')}.`,
  );
}

export function contactEdited(
  card: ContactCard,
  edited: { changed: boolean; undoId?: number; made: string[] },
): Message {
  const { blocks, text } = contactCard(card, { made: edited.made });
  const head = edited.changed ? md`:white_check_mark: Saved.` : md`Nothing changed.`;
  const undo =
    edited.undoId === undefined ? [] : [buttons(button('Undo', actions.undo, String(edited.undoId)))];
  return { text, blocks: [section(head), ...undo, ...blocks] };
}

/** A contact whose bounce no longer counts. */
export function bounceLifted(card: ContactCard): Message {
  const { blocks, text } = contactCard(card);
  return { text, blocks: [section(md`:bell: Lifted the bounce.`), ...blocks] };
}

/** Asks before erasing a contact. */
export function forgetQuestion(contact: { id: number; email: string }): Message {
  return message(
    [
      section(forgetWords(contact.email)),
      buttons(
        button('Erase for good', actions.confirmForget, String(contact.id), { style: 'danger' }),
        button('Cancel', actions.dismiss, ''),
      ),
    ],
    `Erase ${contact.email} for good?`,
  );
}

export const forgetWords = (email: string): Mrkdwn =>
  md`Erase ${bold(email)} for good? This deletes the contact, its tags and events, and rejected rows and unfinished import files that mention it, and removes the address from everything else. Only a hash of the address is kept, so an import can’t bring the person back. *This can’t be undone.*`;

export function contactForgotten({ tags, events, rejectedRows, undos, files, mentions }: Erased): Message {
  const elsewhere = [
    ...(files === 0 ? [] : [md`${counted(files, 'file')} of unfinished imports`]),
    ...(mentions === 0 ? [] : [md`the address in ${counted(mentions, 'other place')}`]),
  ].map((words) => md`, ${words}`);
  return message(
    [
      section(
        md`:wastebasket: Erased the contact, with ${counted(tags, 'tag')}, ${counted(events, 'event')}, ${counted(rejectedRows, 'rejected import row')}, ${counted(undos, 'undoable change')}${joined(elsewhere, '')}.`,
      ),
      context(md`This person can’t be added again, by an import or by hand.`),
    ],
    'Erased the contact.',
  );
}

const fullDay = new Intl.DateTimeFormat('en-GB', {
  ...{ day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' },
});

/** The day as a day: a moment would show the reader's own clock, and so a day earlier or later. */
function signedUp({ signedUpAt, signedUpOn }: ContactCard['contact']): Mrkdwn | '' {
  if (signedUpAt === null) return '';
  return md`  ·  signed up ${signedUpOn ? escaped(fullDay.format(signedUpOn)) : moment(signedUpAt)}`;
}
