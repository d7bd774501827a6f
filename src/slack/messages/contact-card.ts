import type { ContactCard, FoundContacts } from '../../audience/contact-card.ts';
import type { Erased } from '../../audience/contact-changes.ts';
import type { TaggedContact } from '../../audience/contact-tags.ts';
import { countryName } from '../../countries.ts';
import { languageName } from '../../languages.ts';
import { clip } from '../../words.ts';
import { actions } from '../ids.ts';
import { bold, code, count, counted, escaped, moment } from '../mrkdwn.ts';
import { button, buttons, context, type Message, message, section, sectionWith } from './message.ts';

/** How many contacts one page of a search lists. */
export const FOUND_PER_PAGE = 15;

const SHOWN = { tags: 40, attributes: 40, segments: 20 } as const;

/** All about one contact, for the asker alone. */
export function contactCard(card: ContactCard, { made = [] }: { made?: string[] } = {}): Message {
  const { contact, tags, attributes, events, segments, unasked } = card;
  const id = String(contact.id);
  const fields = [
    ['Country', contact.country === null ? null : countryName(contact.country)],
    ['Language', contact.language === null ? null : languageName(contact.language)],
    ['Phone', contact.phone],
    ['Company', contact.company],
  ].flatMap(([name, value]) => (value ? [`${name}: ${escaped(clip(value, 200))}`] : []));
  const values = attributes
    .slice(0, SHOWN.attributes)
    .map(({ name, value }) => `${escaped(clip(name, 60))}: ${escaped(clip(String(value), 200))}`);
  const more = attributes.length - SHOWN.attributes;
  return message(
    [
      section(
        [
          contact.name === null
            ? bold(contact.email)
            : `${bold(clip(contact.name, 200))}  ${escaped(contact.email)}`,
          `${contact.status}, by ${escaped(clip(contact.statusSource, 60))} ${moment(contact.statusAt)}${validation(contact.emailValidation)}`,
          ...fields,
        ].join('\n'),
      ),
      section(
        tags.length === 0
          ? 'No tags'
          : `Tags: ${some(
              tags.map((tag) => code(tag)),
              SHOWN.tags,
            )}`,
      ),
      ...(values.length === 0
        ? []
        : [section(`${values.join('\n')}${more > 0 ? `\nand ${count(more)} more` : ''}`)]),
      section(
        segments.length === 0
          ? `In no segment${unasked.length === 0 ? '' : ' of those that were asked'}`
          : `In ${some(
              segments.map((name) => bold(name)),
              SHOWN.segments,
            )}`,
      ),
      ...(unasked.length === 0 ? [] : [context(unaskedLine(unasked))]),
      ...(events.length === 0 ? [context('No events yet')] : [context(events.map(eventLine).join('\n'))]),
      ...(made.length === 0
        ? []
        : [
            context(
              `New ${made.length === 1 ? 'attribute' : 'attributes'}: ${some(
                made.map((name) => code(name)),
                20,
              )}`,
            ),
          ]),
      buttons(
        button('Edit', actions.editContact, id, { style: 'primary' }),
        button('Tag', actions.tagContact, id),
        button('Refresh', `${actions.showContact}.refresh`, id),
        button('Erase …', actions.forgetContact, id, { style: 'danger' }),
      ),
      context(
        `Came in by ${escaped(clip(contact.source, 60))} ${moment(contact.createdAt)}${contact.signedUpAt === null ? '' : `  ·  signed up ${moment(contact.signedUpAt)}`}  ·  as of ${moment(card.at)}`,
      ),
    ],
    contact.name ?? contact.email,
  );
}

const validation = (state: string): string =>
  state === 'invalid'
    ? '  ·  the address is not valid: no mail reaches it'
    : state === 'risky'
      ? '  ·  the address is risky'
      : '';

function some(words: string[], most: number): string {
  const rest = words.length - most;
  return `${words.slice(0, most).join(', ')}${rest > 0 ? ` and ${count(rest)} more` : ''}`;
}

/** Names are told where they are few: one of them is the slow one. */
function unaskedLine(names: readonly string[]): string {
  const which = names.length > 5 ? '' : `: ${names.map((name) => bold(name)).join(', ')}`;
  return `:hourglass: Could not ask ${counted(names.length, 'segment')} in time${which}. Refresh asks again.`;
}

function eventLine({ kind, at, campaign, machine }: ContactCard['events'][number]): string {
  const of = campaign === null ? '' : ` ${bold(clip(campaign, 100))}`;
  return `${escaped(clip(kind, 60))}${of} ${moment(at)}${machine ? ' (by a machine)' : ''}`;
}

/** Contacts that were found, for the asker alone. */
export function foundContacts(
  { text, contacts, next }: FoundContacts,
  { isFirst }: { isFirst: boolean },
): Message {
  if (contacts.length === 0) {
    const words = isFirst
      ? `Nobody has “${clip(text, 60)}” in name, address or company.`
      : 'There are no more.';
    return message(
      [section(escaped(words)), context('Add somebody: `/contacts add ada@example.org`')],
      words,
    );
  }
  const value = next === undefined ? '' : JSON.stringify({ text, after: next });
  return message(
    [
      section(`With ${code(clip(text, 60))} in name, address or company${isFirst ? '' : ', more of them'}`),
      ...contacts.map(({ id, email, name, company, status }) =>
        sectionWith(
          `${name === null ? '' : `${bold(clip(name, 100))}  `}${escaped(email)}${company === null ? '' : `  ·  ${escaped(clip(company, 100))}`}  ·  ${status}`,
          button('Show', `${actions.showContact}.show`, String(id)),
        ),
      ),
      ...(next === undefined ? [] : [buttons(button('Next page', actions.findContacts, value))]),
    ],
    `Contacts with ${clip(text, 60)}`,
  );
}

/** Before somebody is added: whether they agreed to get mail is a choice that nobody makes for the person. */
export function statusChoice(email: string, line: string): Message {
  return message(
    [
      section(`Add ${bold(email)}: did they agree to get mail from you?`),
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
      context('Only who agreed is reachable. It can be changed later, with their consent.'),
    ],
    `Add ${email}: did they agree to get mail?`,
  );
}

/** Somebody is there already: nothing was changed. */
export function alreadyThere({ id, email }: { id: number; email: string }): Message {
  return message(
    [
      section(`${bold(email)} is a contact already. Nothing was changed.`),
      buttons(
        button('Show', `${actions.showContact}.show`, String(id), { style: 'primary' }),
        button('Edit', actions.editContact, String(id)),
      ),
    ],
    `${email} is a contact already.`,
  );
}

/** What came of putting tags on one contact. */
export function contactTagged(id: number, { email, tagged, made, doubts, undoIds }: TaggedContact): Message {
  const [undoId] = undoIds;
  const lines = [
    tagged.length === 0
      ? `Nothing was put on ${bold(email)}.`
      : `:label: Put ${some(
          tagged.map((name) => code(name)),
          20,
        )} on ${bold(email)}.`,
    ...(made.length === 0
      ? []
      : [
          `New: ${some(
            made.map((name) => code(name)),
            20,
          )}`,
        ]),
    ...doubts.slice(0, 5).map((doubt) => {
      const like = 'alike' in doubt ? doubt.alike[0]?.name : doubt.fitting;
      return `${code(doubt.name)} was not made: ${'alike' in doubt ? 'it is much like' : 'here it would be'} ${code(like ?? '')}.`;
    }),
  ];
  return message(
    [
      section(lines.join('\n')),
      buttons(
        ...(undoId !== undefined && undoIds.length === 1
          ? [button('Undo', actions.undo, String(undoId))]
          : []),
        button('Show', `${actions.showContact}.show`, String(id)),
      ),
    ],
    tagged.length === 0 ? 'Nothing was changed.' : `Put ${tagged.length} tags on a contact.`,
  );
}

export function contactEdited(
  card: ContactCard,
  edited: { changed: boolean; undoId?: number; made: string[] },
): Message {
  const { blocks, text } = contactCard(card, { made: edited.made });
  const head = edited.changed ? ':white_check_mark: The contact was changed.' : 'Nothing was changed.';
  const undo =
    edited.undoId === undefined ? [] : [buttons(button('Undo', actions.undo, String(edited.undoId)))];
  return { text, blocks: [section(head), ...undo, ...blocks] };
}

/** Before somebody is erased. */
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

export const forgetWords = (email: string): string =>
  `Erase ${bold(email)} for good? The contact, its tags and events, rejected rows and waiting files of imports that name it are deleted, and the address is taken out of whatever else mentions it. Only a hash of the address is kept, so that nothing brings the person back. *This can’t be undone.*`;

export function contactForgotten({ tags, events, rejectedRows, undos, files, mentions }: Erased): Message {
  const elsewhere = [
    ...(files === 0 ? [] : [`${counted(files, 'file')} of imports that waited`]),
    ...(mentions === 0 ? [] : [`the address in ${counted(mentions, 'other place')}`]),
  ].map((words) => `, ${words}`);
  return message(
    [
      section(
        `:wastebasket: Erased: the contact, ${counted(tags, 'tag')} on it, ${counted(events, 'event')}, ${counted(rejectedRows, 'rejected row')} of imports, ${counted(undos, 'change')} that could have been undone${elsewhere.join('')}.`,
      ),
      context('An import, or adding them by hand, does not bring the person back.'),
    ],
    'The contact was erased.',
  );
}
