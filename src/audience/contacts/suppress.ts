import { setImmediate } from 'node:timers/promises';
import { RollcallError } from '../../errors.ts';
import { findEmails } from '../../lib/emails.ts';
import { writeAudit } from '../../storage/audit.ts';
import { addFacts } from '../../storage/contacts/status-facts.ts';
import { addSuppressions, findSuppressions, whileNobodyAdds } from '../../storage/contacts/suppressions.ts';
import { holdContacts } from '../../storage/contacts/upsert.ts';
import { type Connection, inTransaction } from '../../storage/database/transaction.ts';
import { logSuppressions } from '../../storage/topics/log.ts';
import { setWriter } from '../../storage/watches/writer.ts';
import type { AudienceDeps, Caller } from '../caller.ts';
import { requireRole } from '../permissions.ts';
import { keepUndo } from '../undo/keep.ts';
import { writerOf } from '../writer.ts';

/** How many are written in one transaction: nobody can add contacts while it runs. */
const AT_ONCE = 2000;
const MOST = 1_000_000;

/** The result of suppressing addresses. */
export interface Suppressed {
  /** Newly suppressed; those that already were are left out. */
  addresses: number;
  /** Of those, the contacts that became unsubscribed. */
  unsubscribed: number;
  already: number;
  undoId?: number;
}

/**
 * Suppresses every address in a text: it gets no mail, even if it is deleted and added again. Contacts with
 * one of these addresses become unsubscribed. If it stops halfway through a long list, the list can be given
 * again: what is already suppressed stays as it is.
 *
 * @param options.how a list that was uploaded is an import: it can be undone for 7 days
 * @throws RollcallError `invalid-input` for a text without addresses
 */
export async function suppress(
  deps: AudienceDeps,
  caller: Caller,
  { text, how = 'slack' }: { text: string; how?: 'slack' | 'import' },
): Promise<Suppressed> {
  requireRole(caller, 'editor', 'suppress addresses');
  const keys = await keysIn(text);
  if (keys.length === 0)
    throw new RollcallError('invalid-input', 'No email addresses in that text.', {
      about: 'emails',
      hint: 'Give addresses, for example: /contacts suppress ada@example.org',
    });
  if (keys.length > MOST)
    throw new RollcallError('invalid-input', `That's more than ${MOST.toLocaleString('en-US')} addresses.`, {
      hint: 'Split the list.',
    });
  const now = deps.now();
  const done: Suppressed = { addresses: 0, unsubscribed: 0, already: 0 };
  for (let from = 0; from < keys.length; from += AT_ONCE) {
    const some = await inTransaction(deps.storage.pool, async (client) => {
      await setWriter(client, writerOf(caller));
      const written = await suppressSome(deps, client, caller, {
        ...{ keys: keys.slice(from, from + AT_ONCE), how, now },
      });
      if (written.addresses === 0 || done.undoId !== undefined) return written;
      // With the first of them, so that a list that stops halfway can be undone.
      const count = keys.length > AT_ONCE ? keys.length : written.addresses;
      return { ...written, undoId: await record(deps, client, caller, { count, how, now }) };
    });
    done.addresses += some.addresses;
    done.unsubscribed += some.unsubscribed;
    done.already += some.already;
    if (some.undoId !== undefined) done.undoId = some.undoId;
  }
  return done;
}

/** How many characters are read at once: about 10 ms, so that nobody else waits for a long list. */
const READ_AT_ONCE = 65_536;

/** The keys of all addresses in a text, each once, in their order. */
export async function keysIn(text: string): Promise<string[]> {
  const keys = new Set<string>();
  for (let from = 0; from < text.length; ) {
    // Between two lines: an address never spans them.
    const end = text.indexOf('\n', from + READ_AT_ONCE);
    const next = end < 0 ? text.length : end + 1;
    for (const piece of findEmails(text.slice(from, next))) if ('key' in piece) keys.add(piece.key);
    from = next;
    if (from < text.length) await setImmediate();
  }
  return [...keys];
}

interface Given {
  how: 'slack' | 'import';
  now: Date;
}

async function suppressSome(
  { storage: { hash, hashes } }: AudienceDeps,
  client: Connection,
  { workspaceId, actor }: Caller,
  { keys, how, now }: Given & { keys: readonly string[] },
): Promise<Suppressed> {
  await whileNobodyAdds(client, workspaceId);
  const known = await findSuppressions(client, workspaceId, { keys, hashes });
  const all = await holdContacts(client, workspaceId, [...keys]);
  const fresh = new Set(
    keys.filter((key) => {
      const reasons = (known.get(key) ?? []).map(({ reason }) => reason);
      if (reasons.includes('erased')) return false;
      // Someone who came back by themselves since then can be suppressed again.
      const contact = all.get(key);
      return !reasons.includes('by-hand') || (contact !== undefined && contact.status !== 'unsubscribed');
    }),
  );
  const held = new Map([...all].filter(([key]) => fresh.has(key)));
  await addSuppressions(
    client,
    workspaceId,
    [...fresh].map((key) => ({ hash: hash(key), reason: 'by-hand' as const, at: now, source: how })),
  );
  const facts = [...held.values()].map(({ id: contactId }) => ({
    ...{ contactId, kind: 'opt-out' as const, at: now, source: how, by: actor },
    details: { reason: 'suppressed by hand' },
  }));
  const changes = await addFacts(client, { workspaceId, facts, now });
  const rows = [...fresh].map((key) => ({
    ...{ contactId: held.get(key)?.id, hash: hash(key), said: 'suppressed' as const, at: now, how },
    ...{ by: actor, details: {} },
  }));
  await logSuppressions(client, workspaceId, rows, now);
  return {
    addresses: fresh.size,
    unsubscribed: changes.filter((change) => change.from !== change.to).length,
    already: keys.length - fresh.size,
  };
}

/** Writes the audit's entry, and keeps what undo needs: the moment, which all of them share. */
async function record(
  deps: AudienceDeps,
  client: Connection,
  caller: Caller,
  { count, how, now }: Given & { count: number },
): Promise<number> {
  const { workspaceId, actor } = caller;
  const subject = count === 1 ? '1 address' : `${count} addresses`;
  const kind = 'address.suppressed';
  await writeAudit(client, { workspaceId, at: now, actor, action: kind, subject });
  const before = { at: now.toISOString(), how };
  return keepUndo(client, deps, caller, { kind, subject, before, isImport: how === 'import' });
}
