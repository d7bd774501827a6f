import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { AudienceDeps, Caller } from './audience/caller.ts';
import { listCampaigns } from './audience/campaigns/drafts.ts';
import { campaignResults } from './audience/campaigns/results.ts';
import { newestAddresses } from './audience/contacts/newest.ts';
import { countContacts } from './audience/contacts/totals.ts';
import { listSegments } from './audience/segments/list.ts';
import { listTags } from './audience/tags/tags.ts';
import { listChanges } from './audience/workspace/history.ts';
import { addSample } from './audience/workspace/sample.ts';
import { workspaceOfTeam } from './audience/workspace/settings.ts';
import { root } from './places.ts';
import type { Sample } from './playground/slack-server/options.ts';
import type { TourFacts } from './playground/slack-server/protocol.ts';
import { playgroundTeam } from './playground/team.ts';

/** As many as `npm run seed` makes: enough to page through, and written in a few seconds. */
const CONTACTS = 10_000;

/** How many changes are searched for tags that a person created. */
const CHANGES = 200;

/** Tags that the tour suggests, and what a segment calls the people who have one. */
const suggested: [tag: string, people: string][] = [
  ['vip', 'VIPs'],
  ['insider', 'insiders'],
  ['regular', 'regulars'],
  ['pioneer', 'pioneers'],
];

/** What the playground's page knows of the app: the sample audience, and how far its tour is. */
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
    tour: async () => tourFacts(audience, await caller()),
    file: async () => ({ name: 'contacts.csv', bytes: await readFile(join(root, 'samples/contacts.csv')) }),
  };
}

async function tourFacts(audience: AudienceDeps, caller: Caller): Promise<TourFacts> {
  const [{ contacts, byStatus }, tags, segments, { changes }, addresses, campaign] = await Promise.all([
    countContacts(audience, caller),
    listTags(audience, caller, { perPage: 100 }),
    listSegments(audience, caller, { sort: 'newest', perPage: 1 }),
    listChanges(audience, caller, { limit: CHANGES }),
    newestAddresses(audience, caller, 2),
    tourCampaign(audience, caller),
  ]);
  const isTaken = (name: string) => tags.tags.some((tag) => tag.name.toLowerCase() === name);
  // The sample brings tags of its own: only those that a person created complete a step.
  const created = changes.filter(({ action, actor }) => action === 'tag.created' && /^[UW]/.test(actor));
  const made = created.flatMap(({ subject }) => tags.tags.find(({ name }) => name === subject) ?? []);
  // The newest that someone has: a second tag doesn't undo the step that tags people.
  const tag = made.find((each) => each.contacts > 0) ?? made[0];
  const [free = 'picked'] = suggested.map(([name]) => name).filter((name) => !isTaken(name));
  const name = tag?.name ?? free;
  return {
    contacts,
    tag: tag === undefined ? null : { name: tag.name, people: tag.contacts },
    newTag: free,
    segment: segments.segments[0]?.name ?? null,
    newSegment: `Recent ${suggested.find(([each]) => each === name)?.[1] ?? name}`,
    addresses,
    campaign,
    newCampaign: {
      name: 'Hello',
      audience: byStatus.subscribed <= MOST_TO_ALL ? 'everyone' : 'signed up in the last 7 days',
    },
  };
}

/** To more people, a campaign takes a second person. */
const MOST_TO_ALL = 500;

/** The campaign of the tour: of those that a person wrote, the one that is furthest. */
async function tourCampaign(audience: AudienceDeps, caller: Caller): Promise<TourFacts['campaign']> {
  const written = (await listCampaigns(audience, caller)).filter(({ createdBy }) => /^[UW]/.test(createdBy));
  const sent = written.find(({ prepared }) => prepared !== null);
  const { name, id } = sent ?? written[0] ?? {};
  if (name === undefined || id === undefined) return null;
  if (sent === undefined) return { name, is: 'written' };
  const { sums } = await campaignResults(audience, caller, { id });
  return { name, is: sums.some(({ state }) => state === 'delivered') ? 'read' : 'sent' };
}
