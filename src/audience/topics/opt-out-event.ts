import type { Way } from '../../lib/topics.ts';
import { isMailEvent } from '../../rules/operators.ts';
import type { Connection } from '../../storage/database/transaction.ts';
import { insertEvents } from '../../storage/events/events.ts';
import { kindsOf, noteEventKinds } from '../../storage/events/kinds.ts';
import type { Person } from './preferences.ts';

/**
 * Records that a person unsubscribed from everything, so that rules about unsubscribing see it. The caller
 * adds the fact about their status. Returns the event's external id.
 */
export async function recordOptOut(
  client: Connection,
  { workspaceId, contactId }: Person,
  { at, by, campaignId }: { at: Date; by: Way; campaignId: number | undefined },
): Promise<string> {
  const externalId = `preferences:${contactId}:${by}:${at.getTime()}`;
  const properties = { by };
  await noteEventKinds(client, workspaceId, kindsOf([{ kind: 'unsubscribed', properties }], isMailEvent));
  await insertEvents(client, workspaceId, {
    contactId: [contactId],
    kind: ['unsubscribed'],
    campaignId: [campaignId ?? null],
    occurredAt: [at],
    machine: [false],
    properties: [JSON.stringify(properties)],
    externalId: [externalId],
  });
  return externalId;
}
