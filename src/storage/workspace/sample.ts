import type { ContactFieldName } from '../../contact-fields.ts';
import { fold } from '../../lib/texts.ts';
import { fieldColumns, perField } from '../contacts/fields.ts';
import type { Storage } from '../database/client.ts';
import { addTopicFacts, type TopicFact } from '../topics/choices.ts';

/** Columns of sample contacts, one array per column, all of the same length. */
export interface SampleContacts extends Record<ContactFieldName, (string | null)[]> {
  email: string[];
  status: string[];
  emailValidation: string[];
  signedUpAt: Date[];
  /** JSON texts, by attribute id. */
  attributes: string[];
}

/** Contacts that don't belong to the sample. */
export async function countOthers(storage: Storage, workspaceId: number): Promise<number> {
  return storage.prisma.contact.count({ where: { workspaceId, source: { not: 'seed' } } });
}

/** Ids of tags, campaigns, attributes and topics by name, created if missing. */
export async function ensureSampleNames(
  storage: Storage,
  workspaceId: number,
  names: {
    tags: string[];
    campaigns: string[];
    attributes: { name: string; type: string }[];
    topics: { name: string; description: string; isOn: boolean }[];
  },
): Promise<Record<'tags' | 'campaigns' | 'attributes' | 'topics', Map<string, number>>> {
  const { tag, campaign, attribute, topic } = storage.prisma;
  const key = (name: string) => ({ name, nameKey: fold(name), workspaceId });
  await tag.createMany({
    data: names.tags.map((name) => ({ workspaceId, name, createdBy: 'command line' })),
    skipDuplicates: true,
  });
  await campaign.createMany({ data: names.campaigns.map(key), skipDuplicates: true });
  await attribute.createMany({
    data: names.attributes.map(({ name, type }) => ({ ...key(name), type })),
    skipDuplicates: true,
  });
  await topic.createMany({
    data: names.topics.map(({ name, ...rest }, index) => ({
      ...key(name),
      ...rest,
      position: index + 1,
      createdBy: 'command line',
    })),
    skipDuplicates: true,
  });
  const byName = (rows: { id: number; name: string }[]) => new Map(rows.map((row) => [row.name, row.id]));
  const where = { workspaceId };
  return {
    tags: byName(await tag.findMany({ where })),
    campaigns: byName(await campaign.findMany({ where })),
    attributes: byName(await attribute.findMany({ where })),
    topics: byName(await topic.findMany({ where })),
  };
}

/** Writes the contacts that don't exist yet. Returns the ids of all of them, in the order given. */
export async function insertSampleContacts(
  storage: Storage,
  workspaceId: number,
  contacts: SampleContacts,
): Promise<number[]> {
  const fields = perField((column) => column);
  const ofFields = fieldColumns.map((_, place) => `$${7 + place}::text[]`).join(', ');
  await storage.pool.query(
    `INSERT INTO contacts (workspace_id, email, email_key, ${fields}, status, status_source,
       status_at, email_validation, source, signed_up_at, attributes)
     SELECT $1, email, email, ${fields}, status, 'seed', signed_up_at, email_validation,
       'seed', signed_up_at, attributes
     FROM unnest($2::text[], $3::text[], $4::text[], $5::timestamptz[], $6::jsonb[], ${ofFields})
       AS row (email, status, email_validation, signed_up_at, attributes, ${fields})
     ON CONFLICT (workspace_id, email_key) DO NOTHING`,
    [
      workspaceId,
      contacts.email,
      contacts.status,
      contacts.emailValidation,
      contacts.signedUpAt,
      contacts.attributes,
      ...fieldColumns.map(({ name }) => contacts[name]),
    ],
  );
  const { rows } = await storage.pool.query<{ id: number }>(
    `SELECT c.id FROM unnest($2::text[]) WITH ORDINALITY AS row (email, position)
     JOIN contacts c ON c.workspace_id = $1 AND c.email_key = row.email ORDER BY row.position`,
    [workspaceId, contacts.email],
  );
  return rows.map((row) => row.id);
}

export async function insertSampleTags(
  storage: Storage,
  workspaceId: number,
  links: { tagId: number[]; contactId: number[] },
): Promise<void> {
  await storage.pool.query(
    `INSERT INTO contact_tags (workspace_id, tag_id, contact_id)
     SELECT $1, tag_id, contact_id FROM unnest($2::int[], $3::int[]) AS row (tag_id, contact_id)
     ON CONFLICT DO NOTHING`,
    [workspaceId, links.tagId, links.contactId],
  );
}

/** Refreshes statistics, so that the first query after a load is planned well. */
export async function analyze(storage: Storage): Promise<void> {
  await storage.pool.query('ANALYZE');
}

/** Adds the topic choices of sample contacts who have not chosen anything yet. */
export async function insertSampleChoices(
  storage: Storage,
  workspaceId: number,
  { choices, now }: { choices: TopicFact[]; now: Date },
): Promise<void> {
  const contacts = [...new Set(choices.map(({ contactId }) => contactId))];
  const { rows } = await storage.pool.query<{ id: number }>(
    'SELECT DISTINCT contact_id AS id FROM topic_choices WHERE workspace_id = $1 AND contact_id = ANY($2)',
    [workspaceId, contacts],
  );
  const chose = new Set(rows.map(({ id }) => id));
  const facts = choices.filter(({ contactId }) => !chose.has(contactId));
  await addTopicFacts(storage.pool, { workspaceId, facts, now });
}
