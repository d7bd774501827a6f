import { defined } from '../../lib/defined.ts';
import { fold } from '../../lib/texts.ts';
import { isMailEvent } from '../../rules/operators.ts';
import { holdMails } from '../../storage/campaigns/acts.ts';
import { addSuppressions, type Suppression, whileNobodyAdds } from '../../storage/contacts/suppressions.ts';
import { type Connection, inTransaction } from '../../storage/database/transaction.ts';
import type { EventColumns } from '../../storage/events/events.ts';
import * as stored from '../../storage/events/events.ts';
import { kindsOf, noteEventKinds } from '../../storage/events/kinds.ts';
import { setWriter } from '../../storage/watches/writer.ts';
import type { AudienceDeps, Caller } from '../caller.ts';
import { requireRole } from '../permissions.ts';
import { writerOf } from '../writer.ts';
import { type CheckedEvent, checkedEvents, type EventInput, identified } from './input.ts';

/** More to write in the transaction that stores events. */
type Also = (client: Connection) => Promise<void>;

/** The source of events. */
type EventSource = 'api' | 'webhook' | 'import';

/** The result of a batch of events. */
export interface RecordedEvents {
  /** Events stored now. */
  recorded: number;
  /** Events whose id was stored before, or that are twice in this batch. */
  repeated: number;
  /**
   * Contacts of events that don't exist, so nothing was stored: their addresses (as given) or ids, each once.
   */
  unknown: string[];
  /**
   * Of the unknown addresses, those that opted out, complained or bounced hard. Rollcall remembers this, so
   * that someone who adds them later can't subscribe them with an older consent.
   */
  remembered: string[];
  /** Contacts whose status these events lowered. */
  lowered: { unsubscribed: number; bounced: number };
}

/**
 * Stores events and everything that follows from them, in one transaction: the rollups that rules read, new
 * campaigns, and lowered statuses (a complaint or an unsubscription makes a contact unsubscribed, a hard
 * bounce bounced). Calling it again with the same events is safe: an id is stored once. Order does not
 * matter.
 *
 * @param options.source where the events are from, shown as the source of a status that they lower
 * @param options.events anything; input.ts checks them
 * @throws RollcallError `invalid-input` if one of them is wrong; nothing is stored then
 * @example
 * await recordEvents(deps, caller, {
 *   source: 'api',
 *   events: [
 *     { id: 'sg-1', email: 'ada@x.org', kind: 'opened', at: '2026-11-23T10:00:00Z', campaign: 'Sale' },
 *   ],
 * }) // { recorded: 1, repeated: 0, unknown: [], remembered: [], lowered: … }
 */
export async function recordEvents(
  deps: AudienceDeps,
  caller: Caller,
  options: { source: EventSource; events: unknown; also?: Also },
): Promise<RecordedEvents> {
  return store(deps, caller, { ...options, events: (now) => checkedEvents(options.events, now) });
}

/** The same for events that `eventInput` has already read. */
export async function recordReadEvents(
  deps: AudienceDeps,
  caller: Caller,
  options: { source: EventSource; events: EventInput[] },
): Promise<RecordedEvents> {
  return store(deps, caller, { ...options, events: (now) => identified(options.events, now) });
}

async function store(
  deps: AudienceDeps,
  caller: Caller,
  options: { source: EventSource; events: (now: Date) => CheckedEvent[]; also?: Also },
): Promise<RecordedEvents> {
  requireRole(caller, 'editor', 'report events');
  const { workspaceId, actor } = caller;
  const now = deps.now();
  const events = options.events(now);
  return inTransaction(deps.storage.pool, async (client) => {
    await setWriter(client, writerOf(caller));
    const saidNo = [
      ...new Set(events.flatMap((event) => (reasonOf(event) && 'key' in event ? [event.key] : []))),
    ];
    // Before any contact is locked: a caller that adds contacts waits for these locks, and this waits for
    // that caller.
    if ((await stored.unknownKeys(client, workspaceId, saidNo)).length > 0)
      await whileNobodyAdds(client, workspaceId);
    const contacts = await stored.lockContacts(client, workspaceId, {
      emailKeys: [...new Set(events.flatMap((event) => ('key' in event ? [event.key] : [])))],
      ids: [...new Set(events.flatMap((event) => ('contactId' in event ? [event.contactId] : [])))],
    });
    const idOf = (event: CheckedEvent): number | undefined =>
      'key' in event
        ? contacts.byKey.get(event.key)
        : contacts.ids.has(event.contactId)
          ? event.contactId
          : undefined;
    const known = events.flatMap((event) => {
      const contactId = idOf(event);
      return contactId === undefined ? [] : [{ ...event, contactId }];
    });
    const campaigns = await stored.ensureCampaigns(client, workspaceId, campaignNames(known));
    const columns = columnsOf(known, campaigns);
    await holdMails(client, workspaceId, mailsIn(columns));
    await noteEventKinds(client, workspaceId, kindsOf(known.map(withProperties), isMailEvent));
    const { added, lowering } = await stored.insertEvents(client, workspaceId, columns);
    const more =
      added === known.length
        ? []
        : await stored.loweringUnderOtherIds(client, workspaceId, saidUnderIds(known));
    await options.also?.(client);
    const lowered = await stored.lowerStatuses(client, {
      workspaceId,
      lowering: [...lowering, ...more],
      source: options.source,
      now,
    });
    const strangers = events.filter((event) => idOf(event) === undefined);
    const remembered = await remember(deps, client, {
      workspaceId,
      source: options.source,
      events: strangers,
    });
    if (added + remembered.length + more.length > 0) {
      await stored.auditEvents(client, {
        workspaceId,
        at: now,
        actor,
        details: {
          events: added,
          ...lowered,
          ...(remembered.length === 0 ? {} : { remembered: remembered.length }),
        },
      });
    }
    const unknown = [...new Set(strangers.map(({ contactName }) => contactName))];
    return { recorded: added, repeated: known.length - added, unknown, remembered, lowered };
  });
}

/**
 * Suppresses the addresses of non-contacts that opted out, complained or bounced. Returns their addresses,
 * each once.
 */
async function remember(
  { storage }: AudienceDeps,
  client: Parameters<typeof addSuppressions>[0],
  { workspaceId, source, events }: { workspaceId: number; source: EventSource; events: CheckedEvent[] },
): Promise<string[]> {
  const names = new Map<string, string>();
  const rows = events.flatMap((event): (Suppression & { hash: string })[] => {
    const reason = reasonOf(event);
    if (reason === undefined || !('key' in event)) return [];
    if (!names.has(event.key)) names.set(event.key, event.contactName);
    return [{ hash: storage.hash(event.key), reason, at: event.at, source }];
  });
  await addSuppressions(client, workspaceId, rows);
  return [...names.values()];
}

/**
 * Why an address gets no more mail after this event, if so. The SQL in storage/events/events.ts does the same
 * for contacts.
 */
function reasonOf({ kind, bounce }: CheckedEvent): keyof typeof factOf | undefined {
  if (kind === 'complained' || kind === 'unsubscribed') return kind;
  return kind === 'bounced' && bounce === 'hard' ? 'bounced' : undefined;
}

const factOf = { unsubscribed: 'opt-out', complained: 'complaint', bounced: 'bounce' } as const;

/** The status facts of events that have an id. */
function saidUnderIds(
  events: (CheckedEvent & { contactId: number })[],
): (stored.Lowering & { event: string; externalId: string })[] {
  return events.flatMap((event) => {
    const reason = reasonOf(event);
    if (reason === undefined || event.id === undefined) return [];
    const kind = factOf[reason];
    return [{ contactId: event.contactId, kind, event: event.kind, at: event.at, externalId: event.id }];
  });
}

function campaignNames(events: CheckedEvent[]): Map<string, string> {
  const names = new Map<string, string>();
  for (const { campaign } of events) {
    if (campaign !== undefined && !names.has(campaignKey(campaign)))
      names.set(campaignKey(campaign), campaign);
  }
  return names;
}

const campaignKey = fold;

/** The mails that events are about. */
const mailsIn = ({
  contactId,
  kind,
  campaignId,
}: EventColumns): { campaignId: number; contactId: number }[] =>
  contactId.flatMap((contact, at) => {
    const campaign = campaignId[at] ?? null;
    return campaign === null || !isMailEvent(kind[at] ?? '')
      ? []
      : [{ campaignId: campaign, contactId: contact }];
  });

/** Hard or soft, and why, are properties of a bounce. */
function withProperties({ kind, bounce, cause, properties }: CheckedEvent) {
  const none = bounce === undefined && properties === undefined;
  return { kind, properties: none ? null : { ...properties, ...defined({ bounce, cause }) } };
}

function columnsOf(
  events: (CheckedEvent & { contactId: number })[],
  campaigns: Map<string, number>,
): EventColumns {
  return {
    contactId: events.map((event) => event.contactId),
    kind: events.map((event) => event.kind),
    campaignId: events.map(({ campaign }) =>
      campaign === undefined ? null : (campaigns.get(campaignKey(campaign)) ?? null),
    ),
    occurredAt: events.map((event) => event.at),
    machine: events.map((event) => event.machine ?? false),
    properties: events.map((event) => {
      const { properties } = withProperties(event);
      return properties === null ? null : JSON.stringify(properties);
    }),
    externalId: events.map((event) => event.id ?? null),
  };
}
