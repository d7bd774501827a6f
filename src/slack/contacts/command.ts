import { showContact } from '../../audience/contacts/card.ts';
import { keyOf, lookUpContact } from '../../audience/contacts/lookup.ts';
import { exportPerson } from '../../audience/contacts/person-export.ts';
import { suppress } from '../../audience/contacts/suppress.ts';
import { tagContact } from '../../audience/contacts/tags.ts';
import { askedTags } from '../../audience/contacts/tags-words.ts';
import { countContacts } from '../../audience/contacts/totals.ts';
import { readContact } from '../../audience/contacts/words.ts';
import { listPeople } from '../../audience/people/list.ts';
import { sourceNamed } from '../../audience/people/named.ts';
import { hasRole, requireRole } from '../../audience/permissions.ts';
import { RollcallError } from '../../errors.ts';
import { clip } from '../../lib/words.ts';
import type { Command, CommandRequest } from '../core/command-line.ts';
import type { Asked } from '../core/forms-asked.ts';
import { sendFile } from '../core/send-file.ts';
import { importFileModal } from '../imports/forms.ts';
import { type Message, message, section } from '../kit/message.ts';
import { escaped, md } from '../kit/mrkdwn.ts';
import { listMessage, searchMessage } from '../people/buttons.ts';
import { findModal } from '../people/forms-list.ts';
import { addContactModal, editContactModal, tagContactModal } from './forms.ts';
import { liftModal, suppressModal } from './forms-suppress.ts';
import { contactList, contactTotals } from './messages.ts';
import { alreadyThere, contactCard, contactTagged, forgetQuestion, statusChoice } from './messages-card.ts';
import { addressesSuppressed } from './messages-suppress.ts';
import { sendExport } from './send-export.ts';

/** Slack's limit for a button's value. The line goes into one while Rollcall asks for the status. */
const LONGEST_VALUE = 2000;

/** The totals, and the newest contacts for those who may see them. */
async function contactsHome({ deps, caller }: CommandRequest): Promise<Message> {
  const totals = await countContacts(deps.audience, caller);
  if (totals.contacts === 0 || !hasRole(caller, 'editor')) return contactTotals(totals);
  const page = await listPeople(deps.audience, caller, { source: { of: 'everyone' } });
  return contactList(totals, page);
}

/** Asks for one contact. */
const asksWho = (title: string, submit: string, needs: Asked['needs']): Asked => ({
  title,
  submit,
  needs,
  fields: [{ label: 'Contact', takes: 'person' }],
  rest: (email) => email,
});

/** Asks for an address that may belong to no contact. */
const asksAddress = (title: string, submit: string, needs: Asked['needs']): Asked => ({
  ...asksWho(title, submit, needs),
  fields: [{ label: 'Email address', takes: 'address' }],
});

export const contactsCommand: Command = {
  name: '/contacts',
  alone: {
    usage: '',
    does: 'your contacts, the newest first, and how many there are by status',
    run: contactsHome,
  },
  subcommands: {
    add: {
      usage: 'add <name> <email> <key: value …> <tags: …>',
      does: 'add one contact, for example: add Ada Lovelace <ada@example.org> plan: pro tags: vip; without details, it opens a form',
      async run(request) {
        const { deps, caller, rest, answerTo } = request;
        requireRole(caller, 'editor', 'add contacts');
        if (rest === '') return request.open('Add a contact', async () => addContactModal(answerTo));
        if (JSON.stringify({ line: rest, status: 'non-subscribed' }).length > LONGEST_VALUE) {
          throw new RollcallError('invalid-input', 'That’s too long for one line.', {
            hint: 'Use the form: /contacts add',
          });
        }
        const { email } = readContact(rest);
        const existing = await lookUpContact(deps.audience, caller, { email }).catch((error: unknown) => {
          if (error instanceof RollcallError && error.code === 'not-found') return undefined;
          throw error;
        });
        return existing === undefined ? statusChoice(email, rest) : alreadyThere(existing);
      },
    },
    show: {
      usage: 'show <email>',
      does: 'one contact: status, tags, attributes, latest events, segments; only you see it',
      asks: asksWho('Show a contact', 'Show', ['editor', 'see contacts']),
      run: async ({ deps, caller, rest }) =>
        contactCard(await showContact(deps.audience, caller, { email: rest })),
    },
    find: {
      usage: 'find <text>',
      does: 'find contacts by name, part of an address, company or tag; only you see them',
      async run({ deps, caller, rest, answerTo, open }) {
        requireRole(caller, 'editor', 'search contacts');
        if (rest === '') return open('Find people', async () => findModal(answerTo));
        return searchMessage(deps, caller, rest);
      },
    },
    list: {
      usage: 'list <tag, segment or rule>',
      does: 'contacts with a tag, in a segment or matching a rule, for example: list vip; only you see them',
      async run({ deps, caller, rest }) {
        const source =
          rest === '' ? ({ of: 'everyone' } as const) : await sourceNamed(deps.audience, caller, rest);
        return listMessage(deps, caller, { source });
      },
    },
    edit: {
      usage: 'edit <email>',
      does: 'edit a contact in a form',
      asks: asksWho('Edit contact', 'Edit', ['editor', 'change contacts']),
      async run(request) {
        const { deps, caller, rest, answerTo } = request;
        requireRole(caller, 'editor', 'change contacts');
        const { id } = await lookUpContact(deps.audience, caller, { email: rest });
        return request.open('Edit contact', async () =>
          editContactModal(answerTo, await showContact(deps.audience, caller, { id })),
        );
      },
    },
    tag: {
      usage: 'tag <email> <tags>',
      does: 'tag a contact; separate several tags with commas, new ones are created',
      asks: asksWho('Tag a contact', 'Next', ['editor', 'tag contacts']),
      async run({ deps, caller, rest, answerTo, open }) {
        requireRole(caller, 'editor', 'tag contacts');
        const { email, tags } = await askedTags(deps.audience, caller, rest);
        if (email === undefined) {
          throw new RollcallError(
            'invalid-input',
            `"${clip(rest, 60)}" doesn’t start with an email address.`,
            {
              hint: 'For example: /contacts tag ada@example.org vip, beta-user. To tag several contacts: /tags add vip <addresses>',
            },
          );
        }
        const contact = await lookUpContact(deps.audience, caller, { email });
        if (tags.length === 0) return open('Tag a contact', async () => tagContactModal(answerTo, contact));
        const { id } = contact;
        return contactTagged(id, await tagContact(deps.audience, caller, { ref: { id }, tags }));
      },
    },
    forget: {
      usage: 'forget <email>',
      does: 'erase a contact for good; keeps only a hash so an import can’t bring them back; asks first',
      asks: asksWho('Erase a contact', 'Next', ['admin', 'erase contacts']),
      async run({ deps, caller, rest }) {
        requireRole(caller, 'admin', 'erase contacts');
        return forgetQuestion(await lookUpContact(deps.audience, caller, { email: rest }));
      },
    },
    suppress: {
      usage: 'suppress <emails>',
      does: 'never mail these addresses, even if someone imports them again; without addresses, it opens a form',
      async run(request) {
        const { deps, caller, rest, answerTo } = request;
        requireRole(caller, 'editor', 'suppress addresses');
        if (rest !== '') return addressesSuppressed(await suppress(deps.audience, caller, { text: rest }));
        return request.open('Suppress addresses', async () => suppressModal(answerTo));
      },
    },
    unsuppress: {
      usage: 'unsuppress <email>',
      does: 'lift a suppression; asks where and when they asked for mail again',
      asks: asksAddress('Lift a suppression', 'Next', ['editor', 'lift suppressions']),
      async run(request) {
        const { caller, rest, answerTo } = request;
        requireRole(caller, 'editor', 'lift suppressions');
        const email = keyOf(rest);
        return request.open('They asked for it', async () => liftModal(answerTo, email));
      },
    },
    'export-person': {
      usage: 'export-person <email>',
      does: 'everything stored about one person as a JSON file, sent to your messages with Rollcall (admins only)',
      asks: asksWho('Export a person', 'Export', ['admin', 'export everything about a person']),
      async run({ deps, caller, rest, client }) {
        const { name, content } = await exportPerson(deps.audience, caller, { email: rest });
        const words = 'All data that Rollcall has about this person.';
        const said = message([section(md`:outbox_tray: ${escaped(words)}`)], words);
        await sendFile(
          deps,
          { client, userId: caller.actor },
          { name, content, message: said, ending: 'json' },
        );
        const answer = 'The file with all data of this person is in your messages with Rollcall.';
        return message([section(md`:outbox_tray: ${escaped(answer)}`)], answer);
      },
    },
    export: {
      usage: 'export <tag, segment or rule>',
      does: 'contacts as a CSV file, all of them or some, sent to your messages with Rollcall (admins only)',
      async run({ deps, caller, rest, client }) {
        requireRole(caller, 'admin', 'export contacts');
        const isAll = /^(?:all|everyone|everybody)?$/i.test(rest);
        const what = isAll
          ? ({ all: true } as const)
          : { people: await sourceNamed(deps.audience, caller, rest) };
        return sendExport(deps, { caller, client }, what);
      },
    },
    import: {
      usage: 'import',
      does: 'add contacts from a CSV file',
      async run(request) {
        requireRole(request.caller, 'editor', 'import contacts');
        return request.open('Import contacts', async () => importFileModal());
      },
    },
  },
};
