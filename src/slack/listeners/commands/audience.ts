import { countContacts } from '../../../audience/contacts.ts';
import { listChanges } from '../../../audience/history.ts';
import { countSegments } from '../../../audience/segment-names.ts';
import { countTags } from '../../../audience/tags.ts';
import type { Command } from '../../command-line.ts';
import { audienceTotals } from '../../messages/contacts.ts';
import { CHANGES_PER_PAGE, history } from '../../messages/history.ts';

export const audienceCommand: Command = {
  name: '/audience',
  alone: {
    usage: '',
    does: 'your audience at a glance',
    async run({ deps, caller }) {
      const [totals, tags, segments] = await Promise.all([
        countContacts(deps.audience, caller),
        countTags(deps.audience, caller),
        countSegments(deps.audience, caller),
      ]);
      return audienceTotals(totals, { tags, segments });
    },
  },
  subcommands: {
    history: {
      usage: 'history',
      does: 'who changed what, and when; with Undo where it is still possible',
      run: async ({ deps, caller }) =>
        history(await listChanges(deps.audience, caller, { limit: CHANGES_PER_PAGE }), { isFirst: true }),
    },
  },
};
