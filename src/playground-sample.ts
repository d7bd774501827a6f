import type { AudienceDeps, Caller } from './audience/caller.ts';
import { countContacts } from './audience/contacts/totals.ts';
import { addSample } from './audience/workspace/sample.ts';
import { workspaceOfTeam } from './audience/workspace/settings.ts';
import type { Sample } from './playground/slack-server/options.ts';
import { playgroundTeam } from './playground/team.ts';

/** As many as `npm run seed` makes: enough to page through, and written in a few seconds. */
const CONTACTS = 10_000;

/** The invented audience behind the playground's "Load sample audience". */
export function playgroundSample(audience: AudienceDeps): Sample {
  const caller = async (): Promise<Caller> => {
    const { id } = await workspaceOfTeam(audience.storage, playgroundTeam.id);
    return { workspaceId: id, actor: 'playground', role: 'admin' };
  };
  return {
    isOffered: async () => (await countContacts(audience, await caller())).contacts === 0,
    async load() {
      const added = await addSample(audience, await caller(), { contacts: CONTACTS });
      return `Added ${added.contacts.toLocaleString('en')} sample contacts, with a year of events.`;
    },
  };
}
