import { findEmails } from '../../lib/emails.ts';
import type { Provider } from '../../lib/providers.ts';
import { writeAudit } from '../../storage/audit.ts';
import type { Database } from '../../storage/database/database.ts';
import * as stored from '../../storage/events/kept-items.ts';
import { type Came, countDelivery } from '../../storage/events/webhooks.ts';
import type { AudienceDeps, Caller } from '../caller.ts';
import { requireRole } from '../permissions.ts';
import { type ReadItem, storeItems } from './provider-events.ts';

/** How long items that can't be read are kept. */
const KEPT_DAYS = 30;

/** Items read again at once. */
const AT_ONCE = 500;

/** Reads an item of a provider, as it was when it came. */
export type ItemReader = (
  provider: Provider,
  item: unknown,
  context: { now: Date; deliveryId: string | undefined },
) => ReadItem['said'];

/** What came of reading again. */
export interface Retried extends Came {
  /** Items that say something now, and are not kept any more. */
  read: number;
  /** Items that can't be read yet. */
  left: number;
}

/**
 * Reads every kept item again, in the order in which they came, and stores what it says. What can be read is kept no longer.
 *
 * @param options.read how items are read now
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

/** How many items are kept that came in by webhooks which are disconnected by now. */
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

/** Deletes what was kept for 30 days. Returns how many items. */
export function deleteOldItems(deps: AudienceDeps): Promise<number> {
  const now = deps.now();
  const before = new Date(now.getTime() - KEPT_DAYS * 86_400_000);
  return stored.deleteOldItems(deps.storage.pool, { before, now });
}

/**
 * Erases a person from what is kept: an item about nobody else goes; in one about others too, the address does. Returns the
 * number of items.
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

/** Fields that say who sent a mail, not to whom it went. */
const isAboutSender = /^(?:from|fromfull|sender|source|return-?path|reply-?_?to)$/i;

/** Whether a value holds an address of somebody to whom mail went, however deep. */
function holdsAddress(value: unknown): boolean {
  if (typeof value === 'string') return findEmails(value).some((piece) => 'key' in piece);
  if (typeof value !== 'object' || value === null) return false;
  return Object.entries(value).some(([field, each]) => !isAboutSender.test(field) && holdsAddress(each));
}

/** The same value with other words in place of a person's address, however deep, and however it is written. */
function withoutPerson(
  value: unknown,
  person: { email: string; emailKey: string },
  instead: string,
): unknown {
  const spellings = [person.emailKey, person.email].flatMap((each) => [each, encodeURIComponent(each)]);
  const quoted = spellings.map((each) => each.replace(/[^\w@]/gu, '\\$&'));
  // Whole addresses only: "ada@x.org" stands in "dada@x.org" and in "ada@x.org.uk" too, who are somebody else.
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
