import type { Database } from '../database/database.ts';
import { bigintsAsText } from '../queries/bigints.ts';

/**
 * Everything that is stored about one contact, table by table, as a copy of a person's data. It leaves out
 * what only the database needs: keys of workspaces, and sums that are derived from the data here.
 */
export async function copyOfPerson(
  database: Database,
  workspaceId: number,
  { contactId, hashes }: { contactId: number; hashes: readonly string[] },
): Promise<Record<string, unknown>> {
  const where = { workspaceId, contactId };
  const contact = await database.contact.findFirst({ where: { workspaceId, id: contactId } });
  const attributes = await database.attribute.findMany({ where: { workspaceId } });
  const { attributes: values, workspaceId: _, ...fields } = contact ?? {};
  const named = Object.entries((values ?? {}) as Record<string, unknown>).map(([id, value]) => [
    attributes.find((each) => each.id === Number(id))?.name ?? id,
    value,
  ]);
  const tags = await database.contactTag.findMany({
    where,
    select: { addedAt: true, tag: { select: { name: true } } },
  });
  const events = await database.event.findMany({ where, orderBy: { id: 'asc' } });
  const campaigns = new Map(
    (await database.campaign.findMany({ where: { workspaceId } })).map(({ id, name }) => [id, name]),
  );
  const topics = await database.topicChoice.findMany({
    where,
    include: { topic: { select: { name: true } } },
  });
  const pause = await database.pause.findFirst({ where });
  const facts = await database.statusFact.findMany({ where, orderBy: { id: 'asc' } });
  const log = await database.consentLog.findMany({
    where: { workspaceId, OR: [{ contactId }, { contactId: null, emailHash: { in: [...hashes] } }] },
    orderBy: { id: 'asc' },
  });
  const suppressions = await database.suppression.findMany({
    where: { workspaceId, emailHash: { in: [...hashes] } },
  });
  const changes = await database.importChange.findMany({ where });
  const undos = await database.$queryRaw<{ kind: string; before: unknown; createdAt: Date }[]>`
    SELECT kind, before, created_at AS "createdAt" FROM undos
    WHERE workspace_id = ${workspaceId} AND before ->> 'id' = ${String(contactId)}
      AND kind IN ('contact.edited', 'contact.topics-set', 'preferences.changed')`;
  return bigintsAsText({
    contact: { ...fields, attributes: Object.fromEntries(named) },
    tags: tags.map(({ addedAt, tag }) => ({ name: tag.name, addedAt })),
    events: events.map(({ workspaceId: _w, contactId: _c, campaignId, ...event }) => ({
      ...event,
      campaign: campaignId === null ? null : (campaigns.get(campaignId) ?? null),
    })),
    topics: topics.map(({ topic, isOn, at, how }) => ({ name: topic.name, isOn, at, how })),
    pause: pause === null ? null : { at: pause.at, until: pause.until, how: pause.how },
    statusFacts: facts.map(({ workspaceId: _w, contactId: _c, ...fact }) => fact),
    consentHistory: log.map(({ workspaceId: _w, contactId: _c, emailHash: _h, ...row }) => row),
    suppressions: suppressions.map(({ reason, at, source }) => ({ reason, at, source })),
    earlierValues: {
      imports: changes.map(({ workspaceId: _w, contactId: _c, ...change }) => change),
      edits: undos,
    },
  });
}
