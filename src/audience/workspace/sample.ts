import { eachField } from '../../contact-fields.ts';
import { RollcallError } from '../../errors.ts';
import { isMailEvent } from '../../rules/operators.ts';
import { writeAudit } from '../../storage/audit.ts';
import type { Storage } from '../../storage/database/client.ts';
import { inTransaction } from '../../storage/database/transaction.ts';
import { insertEvents } from '../../storage/events/events.ts';
import { kindsOf, noteEventKinds } from '../../storage/events/kinds.ts';
import type { TopicFact } from '../../storage/topics/choices.ts';
import * as stored from '../../storage/workspace/sample.ts';
import type { AudienceDeps, Caller } from '../caller.ts';
import { requireRole } from '../permissions.ts';
import { sampleCampaigns, samplePerson, sampleTags } from './sample-people.ts';

/** Contacts per batch: their events, about eight each, fit one statement. */
const BATCH = 2000;
const MOST_SAMPLE_CONTACTS = 1_000_000;

/**
 * Fills a workspace with an invented audience and a year of its events. The same number on the same day gives
 * the same audience; a second run only adds what is missing.
 *
 * @throws RollcallError `invalid-input` if the number is out of bounds or the workspace has its own contacts
 */
export async function addSample(
  deps: AudienceDeps,
  caller: Caller,
  options: { contacts: number; onProgress?: (done: number) => void },
): Promise<{ contacts: number; events: number }> {
  requireRole(caller, 'admin', 'load a sample audience');
  const { storage } = deps;
  const { workspaceId, actor } = caller;
  const { contacts: wanted } = options;
  if (!Number.isInteger(wanted) || wanted < 1 || wanted > MOST_SAMPLE_CONTACTS) {
    throw new RollcallError(
      'invalid-input',
      `A sample can have 1 to ${MOST_SAMPLE_CONTACTS} contacts, in whole numbers.`,
    );
  }
  const others = await stored.countOthers(storage, workspaceId);
  if (others > 0) {
    throw new RollcallError(
      'invalid-input',
      `This workspace already has contacts (${others}), and a sample would mix with them.`,
      {
        hint: 'Use an empty data folder: DATA_DIR=sample npm run seed, then DATA_DIR=sample npm start',
      },
    );
  }
  const now = deps.now();
  const names = await stored.ensureSampleNames(storage, workspaceId, {
    tags: Object.keys(sampleTags),
    campaigns: sampleCampaigns(now).map((campaign) => campaign.name),
    attributes: [
      { name: 'plan', type: 'text' },
      { name: 'seats', type: 'number' },
    ],
    topics: sampleTopics,
  });
  let events = 0;
  for (let from = 0; from < wanted; from += BATCH) {
    events += await writeBatch(storage, {
      workspaceId,
      names,
      now,
      from,
      to: Math.min(wanted, from + BATCH),
    });
    options.onProgress?.(Math.min(wanted, from + BATCH));
  }
  await stored.analyze(storage);
  await writeAudit(storage.prisma, {
    workspaceId,
    actor,
    action: 'sample.added',
    subject: 'sample audience',
    details: { contacts: wanted, events },
  });
  return { contacts: wanted, events };
}

/** The sample's topics, one for each default. */
const sampleTopics = [
  { name: 'Product news', description: 'What’s new in the product, about twice a month.', isOn: true },
  { name: 'Events', description: 'Invitations to webinars and meetups near you.', isOn: false },
];

type SampleNames = Awaited<ReturnType<typeof stored.ensureSampleNames>>;

async function writeBatch(
  storage: Storage,
  batch: { workspaceId: number; names: SampleNames; now: Date; from: number; to: number },
): Promise<number> {
  const { workspaceId, names, now, from, to } = batch;
  const people = Array.from({ length: to - from }, (_, index) => samplePerson(from + index, now));
  const id = (map: Map<string, number>, name: string): number => map.get(name) as number;
  const [plan, seats] = [id(names.attributes, 'plan'), id(names.attributes, 'seats')];
  const ids = await stored.insertSampleContacts(storage, workspaceId, {
    email: people.map((person) => person.email),
    ...eachField((field) => people.map((person) => person[field] ?? null)),
    status: people.map((person) => person.status),
    emailValidation: people.map((person) => person.emailValidation),
    signedUpAt: people.map((person) => person.signedUpAt),
    attributes: people.map((person) => JSON.stringify({ [plan]: person.plan, [seats]: person.seats })),
  });
  const of = people.map((person, index) => ({
    person,
    contactId: ids[index] as number,
    number: from + index,
  }));

  const links = of.flatMap(({ person, contactId }) =>
    person.tags.map((tag) => ({ contactId, tagId: id(names.tags, tag) })),
  );
  await stored.insertSampleTags(storage, workspaceId, {
    tagId: links.map((link) => link.tagId),
    contactId: links.map((link) => link.contactId),
  });

  const choices = of.flatMap(({ person, contactId, number }): TopicFact[] => {
    const chosen = (topic: string, said: 'on' | 'off'): TopicFact => ({
      contactId,
      topicId: id(names.topics, topic),
      said,
      at: person.signedUpAt,
      how: 'seed',
    });
    return [
      ...(number % 9 === 4 ? [chosen('Product news', 'off')] : []),
      ...(number % 5 === 2 ? [chosen('Events', 'on')] : []),
    ];
  });
  await stored.insertSampleChoices(storage, workspaceId, { choices, now });

  const events = of.flatMap(({ person, contactId, number }) =>
    person.events.map((event, index) => ({ ...event, contactId, externalId: `seed-${number}-${index}` })),
  );
  await noteEventKinds(storage.pool, workspaceId, kindsOf(events, isMailEvent));
  // Numbered ids keep a second run from adding any.
  const { added } = await inTransaction(storage.pool, (client) =>
    insertEvents(client, workspaceId, {
      contactId: events.map((event) => event.contactId),
      kind: events.map((event) => event.kind),
      campaignId: events.map((event) =>
        event.campaign === null ? null : id(names.campaigns, event.campaign),
      ),
      occurredAt: events.map((event) => event.occurredAt),
      machine: events.map((event) => event.machine),
      properties: events.map((event) =>
        event.properties === null ? null : JSON.stringify(event.properties),
      ),
      externalId: events.map((event) => event.externalId),
    }),
  );
  return added;
}
