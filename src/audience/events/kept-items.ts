import { findEmails } from '../../lib/emails.ts';
import type { Provider } from '../../lib/providers.ts';
import { writeAudit } from '../../storage/audit.ts';
import type { Database } from '../../storage/database/database.ts';
import * as stored from '../../storage/events/kept-items.ts';
import { type Came, countDelivery } from '../../storage/events/webhooks.ts';
import type { AudienceDeps, Caller } from '../caller.ts';
import { requireRole } from '../permissions.ts';
import { type ReadItem, storeItems } from './provider-events.ts';

/** How many days unreadable items are kept. */
const KEPT_DAYS = 30;

/** How many items are read again in one batch. */
const AT_ONCE = 500;

/** Reads an item of a provider in its original form. */
export type ItemReader = (
  provider: Provider,
  item: unknown,
  context: { now: Date; deliveryId: string | undefined },
) => ReadItem['said'];

/** The result of reading items again. */
export interface Retried extends Came {
  /** Items that can be read now, and are no longer kept. */
  read: number;
  /** Items that still can't be read. */
  left: number;
}

/**
 * Reads every kept item again, in order of arrival, and stores its events. Readable items are then deleted.
 *
 * @param options.read the current way to read items
 */
export async function retryKeptItems(
  deps: AudienceDeps,
  caller: Caller,
  { read }: { read: ItemReader },
): Promise<Retried> {
  requireRole(caller, 'admin', 'read items from providers again');
  const { workspaceId } = caller;
  const { storage } = deps;
  const all: Retried = { read: 0, left: 0, recorded: 0, unknown: 0, remembered: 0, ignored: 0 };
  for (let after = 0; ; ) {
    const page = await stored.listKeptItems(storage.prisma, storage, { workspaceId, after, limit: AT_ONCE });
    if (page.length === 0) break;
    after = page.at(-1)?.id ?? 0;
    for (const { webhookId, provider, items } of byWebhook(page)) {
      const readNow = items.flatMap(({ id, kept, keptAt: now }) => {
        if (kept === undefined) return [];
        const { item, deliveryId } = kept;
        return [{ id, item: { item, said: read(provider, item, { now, deliveryId }) } }];
      });
      const source = { workspaceId, id: webhookId, provider };
      const { came, unread } = await storeItems(
        deps,
        source,
        readNow.map(({ item }) => item),
      );
      const still = new Set(unread.map(({ item }) => item));
      const done = readNow.filter(({ item }) => !still.has(item)).map(({ id }) => id);
      await storage.prisma.$transaction(async (database) => {
        await stored.deleteKeptItems(database, workspaceId, done);
        await countDelivery(database, { workspaceId, id: webhookId, came, at: null });
      });
      all.read += done.length;
      all.left += items.length - done.length;
      for (const name of ['recorded', 'unknown', 'remembered', 'ignored'] as const) all[name] += came[name];
    }
  }
  if (all.read > 0) {
    const entry = {
      workspaceId,
      actor: caller.actor,
      action: 'webhook.items-read',
      subject: 'kept items',
    } as const;
    await writeAudit(storage.prisma, { ...entry, details: { items: all.read } });
  }
  return all;
}

function byWebhook(page: readonly stored.StoredItem[]) {
  const groups = new Map<number, { webhookId: number; provider: Provider; items: stored.StoredItem[] }>();
  for (const item of page) {
    const { webhookId, provider } = item;
    const group = groups.get(webhookId) ?? { webhookId, provider, items: [] };
    group.items.push(item);
    groups.set(webhookId, group);
  }
  return groups.values();
}

/** How many kept items came from webhooks that have since been disconnected. */
export async function countOrphans(
  deps: AudienceDeps,
  caller: Caller,
  webhooks: readonly { id: number }[],
): Promise<number> {
  requireRole(caller, 'admin', 'see connected email providers');
  const counts = await stored.countKeptItems(deps.storage.prisma, caller.workspaceId);
  for (const { id } of webhooks) counts.delete(id);
  return [...counts.values()].reduce((sum, count) => sum + count, 0);
}

/** Deletes items that were kept for 30 days. Returns how many. */
export function deleteOldItems(deps: AudienceDeps): Promise<number> {
  const now = deps.now();
  const before = new Date(now.getTime() - KEPT_DAYS * 86_400_000);
  return stored.deleteOldItems(deps.storage.pool, { before, now });
}

/**
 * Erases a person from kept items. An item about no one else is deleted; one that is also about others only
 * loses the address. Returns the number of items.
 */
export async function eraseFromKeptItems(
  database: Database,
  { storage }: Pick<AudienceDeps, 'storage'>,
  person: { workspaceId: number; contactId: number; emailKey: string; email: string },
): Promise<number> {
  const { workspaceId } = person;
  const instead = `(erased ${person.contactId})`;
  let items = 0;
  for (let after = 0; ; ) {
    const page = await stored.listKeptItems(database, storage, { workspaceId, after, limit: AT_ONCE });
    if (page.length === 0) return items;
    after = page.at(-1)?.id ?? 0;
    for (const { id, kept } of page) {
      if (kept === undefined) continue;
      const without = withoutPerson(kept, person, instead);
      if (JSON.stringify(without) === JSON.stringify(kept)) continue;
      items += 1;
      if (holdsAddress(without)) {
        await stored.replaceKeptItem(database, storage, { workspaceId, id, kept: without as typeof kept });
      } else await stored.deleteKeptItems(database, workspaceId, [id]);
    }
  }
}

/** Fields about the sender of a mail, not its recipient. */
const isAboutSender = /^(?:from|fromfull|sender|source|return-?path|reply-?_?to)$/i;

/** Whether a value contains a recipient's address, at any depth. */
function holdsAddress(value: unknown): boolean {
  if (typeof value === 'string') return findEmails(value).some((piece) => 'key' in piece);
  if (typeof value !== 'object' || value === null) return false;
  return Object.entries(value).some(([field, each]) => !isAboutSender.test(field) && holdsAddress(each));
}

/** The same value with a person's address replaced, at any depth and in any spelling. */
function withoutPerson(
  value: unknown,
  person: { email: string; emailKey: string },
  instead: string,
): unknown {
  const spellings = [person.emailKey, person.email].flatMap((each) => [each, encodeURIComponent(each)]);
  const quoted = spellings.map((each) => each.replace(/[^\w@]/gu, '\\$&'));
  // Whole addresses only: "dada@x.org" and "ada@x.org.uk" also contain "ada@x.org", but belong to other
  // people.
  const pattern = new RegExp(`(?<![\\w.+-])(?:${quoted.join('|')})(?![\\w-]|\\.\\w)`, 'gi');
  const clean = (text: string): string =>
    findEmails(text)
      .flatMap((piece) => ('key' in piece && piece.key === person.emailKey ? [piece.email] : []))
      .reduce((rest, email) => rest.replaceAll(email, instead), text.replace(pattern, instead));
  const walk = (inside: unknown): unknown => {
    if (typeof inside === 'string') return clean(inside);
    if (Array.isArray(inside)) return inside.map(walk);
    if (typeof inside !== 'object' || inside === null) return inside;
    return Object.fromEntries(Object.entries(inside).map(([field, each]) => [clean(field), walk(each)]));
  };
  return walk(value);
}
