import { countContacts } from '../../../audience/contacts.ts';
import { countSegments } from '../../../audience/segment-names.ts';
import { countTags } from '../../../audience/tags.ts';
import type { Command } from '../../command-line.ts';
import { audienceTotals } from '../../messages/contacts.ts';

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
  subcommands: {},
};
