import { listAttributes } from '../../audience/contacts/attributes.ts';
import { listApiKeys } from '../../audience/workspace/api-keys.ts';
import { listChanges } from '../../audience/workspace/history.ts';
import { overview } from '../../audience/workspace/overview.ts';
import { showSettings } from '../../audience/workspace/settings-changes.ts';
import { nameHas } from '../../lib/names.ts';
import { unquote } from '../../lib/quotes.ts';
import { attributeList } from '../contacts/messages-attributes.ts';
import type { Command } from '../core/command-line.ts';
import { sendersSubcommand } from '../senders/command.ts';
import { topicsSubcommand } from '../topics/command.ts';
import { pagesSubcommand } from '../topics/pages.ts';
import { digestSubcommand } from '../watches/command.ts';
import { settingsModal } from './forms-settings.ts';
import { audienceOverview } from './messages.ts';
import { apiKeyList } from './messages-api-keys.ts';
import { CHANGES_PER_PAGE, history } from './messages-history.ts';
import { shownProviders } from './shown-providers.ts';

export const audienceCommand: Command = {
  name: '/audience',
  alone: {
    usage: '',
    does: 'your audience at a glance',
    run: async ({ deps, caller }) => audienceOverview(await overview(deps.audience, caller)),
  },
  subcommands: {
    keys: {
      usage: 'keys',
      does: 'HTTP API keys: create, list, revoke (admins only)',
      run: async ({ deps, caller }) => apiKeyList(await listApiKeys(deps.audience, caller)),
    },
    providers: {
      usage: 'providers',
      does: 'email providers that report opens, clicks and bounces: connect, list, disconnect (admins only)',
      run: ({ deps, caller }) => shownProviders(deps, caller),
    },
    settings: {
      usage: 'settings',
      does: 'time zone, weeks, dates, tags, data retention and roles (admins only)',
      run: ({ deps, caller, answerTo, open }) =>
        open('Settings', async () => settingsModal(answerTo, await showSettings(deps.audience, caller))),
    },
    digest: digestSubcommand,
    topics: topicsSubcommand,
    pages: pagesSubcommand,
    senders: sendersSubcommand,
    attributes: {
      usage: 'attributes <part of a name>',
      does: 'attributes and their types; change a type, with a preview (editors and admins)',
      async run({ deps, caller, rest }) {
        const search = unquote(rest);
        const all = await listAttributes(deps.audience, caller);
        return attributeList(
          all.filter(({ name }) => nameHas(name, search)),
          { search },
        );
      },
    },
    history: {
      usage: 'history',
      does: 'who changed what, and when, with Undo while it’s still possible',
      run: async ({ deps, caller }) =>
        history(await listChanges(deps.audience, caller, { limit: CHANGES_PER_PAGE }), { isFirst: true }),
    },
  },
};
