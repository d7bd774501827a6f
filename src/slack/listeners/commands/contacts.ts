import { countContacts } from '../../../audience/contacts.ts';
import type { Command } from '../../command-line.ts';
import { contactTotals } from '../../messages/contacts.ts';
import { importFileModal } from '../../modals/imports.ts';

export const contactsCommand: Command = {
  name: '/contacts',
  alone: {
    usage: '',
    does: 'how many contacts there are, by status',
    run: async ({ deps, caller }) => contactTotals(await countContacts(deps.audience, caller)),
  },
  subcommands: {
    import: {
      usage: 'import',
      does: 'bring contacts in from a CSV file',
      async run({ triggerId, client }) {
        await client.views.open({ trigger_id: triggerId, view: importFileModal() });
        return null;
      },
    },
  },
};
