import { RollcallError } from '../../errors.ts';
import { emailKey } from '../../lib/emails.ts';
import { providerFacts } from '../../lib/providers.ts';
import { settleRecipients } from '../../storage/campaigns/settle.ts';
import { isBadValue } from '../../storage/database/database.ts';
import type { Connection } from '../../storage/database/transaction.ts';
import { type KeptItem, keepItems } from '../../storage/events/kept-items.ts';
import { type Came, countDelivery } from '../../storage/events/webhooks.ts';
import type { AudienceDeps, Caller } from '../caller.ts';
import { recordEvents } from './events.ts';
import { inputOfMail, mailsOfKeys, settlementOf } from './mails-of-keys.ts';
import type { ProviderEvent } from './provider-event.ts';
import type { OpenedWebhook } from './webhooks.ts';

/** The most events in one transaction. */
const AT_ONCE = 5_000;

/** One item of a delivery, and its events: none if it is irrelevant here; or why it can't be read. */
export interface ReadItem {
  item: unknown;
  said: { events: ProviderEvent[] } | { unread: string };
}

/** The result of a delivery. */
export interface Received extends Came {
  /** Items that are kept for later because they can't be read. */
  kept: number;
}

/** The webhook that events came from, even if it has been removed since. */
export type Source = Pick<OpenedWebhook, 'workspaceId' | 'id' | 'provider'>;

/**
 * Stores what a provider reports, item by item: one that can't be read or stored is kept in its original
 * form, and does not block the others. Throws only if the database accepts nothing.
 */
export async function receiveItems(
  deps: AudienceDeps,
  webhook: Source,
  { items, deliveryId }: { items: readonly ReadItem[]; deliveryId: string | undefined },
): Promise<Received> {
  const { workspaceId, id, provider } = webhook;
  const now = deps.now();
  const { came, unread } = await storeItems(deps, webhook, items);
  const kept = unread.map(({ item, reason }) => ({ item: item.item, deliveryId, reason }));
  const { prisma } = deps.storage;
  // First store what must not be lost. A repeated delivery is kept once, but counted twice.
  await keepItems(prisma, deps.storage, { workspaceId, webhookId: id, provider, at: now, items: kept });
  await countDelivery(prisma, { workspaceId, id, came, at: now });
  return { ...came, kept: kept.length };
}

/** Items that can't be stored, each with the reason. */
type Unread = { item: ReadItem } & Pick<KeptItem, 'reason'>;

/** Stores the events of items. Returns the items that can't be read or stored. */
export async function storeItems(
  deps: AudienceDeps,
  { workspaceId, provider }: Source,
  items: readonly ReadItem[],
): Promise<{ came: Came; unread: Unread[] }> {
  const caller: Caller = { workspaceId, actor: providerFacts[provider].name, role: 'editor' };
  const now = deps.now();
  const came: Came = { recorded: 0, unknown: 0, remembered: 0, ignored: 0 };
  const unread = new Map<ReadItem, string>();
  const usable: Owned[] = [];
  for (const item of items) {
    if ('unread' in item.said) unread.set(item, item.said.unread);
    else if (item.said.events.length === 0) came.ignored += 1;
    else
      for (const event of item.said.events) {
        if (emailKey(event.email) !== null) usable.push({ item, event: { ...event, ...placed(event, now) } });
        // This person opted out, although we can't tell who it is: such an item must not be dropped.
        else if (isLowering(event)) unread.set(item, 'no address');
        else came.unknown += 1;
      }
  }

  /** Stores a batch in one transaction. If that fails, splits it in halves until the faulty item is found. */
  async function store(batch: readonly Owned[]): Promise<void> {
    if (batch.length === 0) return;
    const sent = await mailsOfKeys(
      deps,
      workspaceId,
      batch.flatMap(({ event }) => event.sendKey ?? []),
    );
    const events = batch.map(({ event: { sendKey, ...event } }) => ({
      ...event,
      id: `${provider}:${event.id}`,
      ...inputOfMail(event, sent.get(sendKey ?? '')),
    }));
    const settled = batch.flatMap(({ event }) => settlementOf(event, sent.get(event.sendKey ?? '')));
    try {
      const also = (client: Connection) => settleRecipients(client, { workspaceId, settled, at: now });
      const outcome = await recordEvents(deps, caller, { source: 'webhook', events, also });
      const { recorded, repeated, remembered } = outcome;
      came.recorded += recorded;
      came.remembered += remembered.length;
      came.unknown += batch.length - recorded - repeated;
    } catch (error) {
      const reason = reasonOf(error);
      if (reason === undefined) throw error;
      const [only] = batch;
      if (batch.length === 1 && only !== undefined) return void unread.set(only.item, reason);
      const half = Math.ceil(batch.length / 2);
      await store(batch.slice(0, half));
      await store(batch.slice(half));
    }
  }
  for (let from = 0; from < usable.length; from += AT_ONCE) await store(usable.slice(from, from + AT_ONCE));
  return { came, unread: [...unread].map(([item, reason]) => ({ item, reason })) };
}

interface Owned {
  item: ReadItem;
  event: ProviderEvent;
}

/** A provider's clock that is ahead, or an invalid time, must not block an event. */
const placed = ({ at }: ProviderEvent, now: Date): { at: Date } => ({
  at: at.getTime() >= 0 && at <= now ? at : now,
});

const isLowering = ({ kind, bounce }: ProviderEvent): boolean =>
  kind === 'unsubscribed' || kind === 'complained' || bounce === 'hard';

/** Why these events can never be stored; undefined if another try may succeed. */
function reasonOf(error: unknown): string | undefined {
  if (error instanceof RollcallError && error.code === 'invalid-input') return 'refused here';
  return isBadValue(error) ? 'refused by the database' : undefined;
}
