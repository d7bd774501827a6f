import { RollcallError } from '../../errors.ts';
import { complaintStands, statusOf } from '../../lib/consent.ts';
import { findEmails } from '../../lib/emails.ts';
import { tidy } from '../../lib/texts.ts';
import { writeAudit } from '../../storage/audit.ts';
import { addFacts } from '../../storage/contacts/status-facts.ts';
import {
  addSuppressions,
  findSuppressions,
  isErased,
  liftSuppressions,
  whileNobodyAdds,
} from '../../storage/contacts/suppressions.ts';
import { holdContacts } from '../../storage/contacts/upsert.ts';
import { inTransaction } from '../../storage/database/transaction.ts';
import { logSuppressions } from '../../storage/topics/log.ts';
import type { AudienceDeps, Caller } from '../caller.ts';
import { requireRole } from '../permissions.ts';
import type { Asked } from '../topics/set.ts';
import { keepUndo } from '../undo/keep.ts';
import { keyOf } from './lookup.ts';
import { afterComplaint, consentTooLate } from './status-said.ts';

/** How many are looked up and written at once. */
const AT_ONCE = 1000;
/** A longer list should be imported as a file of contacts, whose opt-outs count. */
const MOST = 100_000;

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
 * one of these addresses become unsubscribed.
 *
 * @throws RollcallError `invalid-input` for a text without addresses
 */
export async function suppress(
  deps: AudienceDeps,
  caller: Caller,
  { text, how = 'slack' }: { text: string; how?: 'slack' | 'import' },
): Promise<Suppressed> {
  requireRole(caller, 'editor', 'suppress addresses');
  const { workspaceId, actor } = caller;
  const keys = [...new Set(findEmails(text).flatMap((piece) => ('key' in piece ? [piece.key] : [])))];
  if (keys.length === 0)
    throw new RollcallError('invalid-input', 'No email addresses in that text.', {
      about: 'emails',
      hint: 'Give addresses, for example: /contacts suppress ada@example.org',
    });
  if (keys.length > MOST)
    throw new RollcallError('invalid-input', `That's more than ${MOST.toLocaleString('en-US')} addresses.`, {
      hint: 'Split the list.',
    });
  const { hash, hashes } = deps.storage;
  return inTransaction(deps.storage.pool, async (client) => {
    const now = deps.now();
    await whileNobodyAdds(client, workspaceId);
    const done: Suppressed = { addresses: 0, unsubscribed: 0, already: 0 };
    const before = { hashes: [] as string[], contacts: [] as number[], at: now.toISOString(), how };
    for (let from = 0; from < keys.length; from += AT_ONCE) {
      const some = keys.slice(from, from + AT_ONCE);
      const known = await findSuppressions(client, workspaceId, { keys: some, hashes });
      const fresh = some.filter((key) => {
        const reasons = (known.get(key) ?? []).map(({ reason }) => reason);
        return !reasons.includes('by-hand') && !reasons.includes('erased');
      });
      const held = await holdContacts(client, workspaceId, fresh);
      await addSuppressions(
        client,
        workspaceId,
        fresh.map((key) => ({ hash: hash(key), reason: 'by-hand' as const, at: now, source: how })),
      );
      const facts = [...held.values()].map(({ id: contactId }) => ({
        ...{ contactId, kind: 'opt-out' as const, at: now, source: how, by: actor },
        details: { reason: 'suppressed by hand' },
      }));
      const changes = await addFacts(client, { workspaceId, facts, now });
      const rows = fresh.map((key) => ({
        ...{ contactId: held.get(key)?.id, hash: hash(key), said: 'suppressed' as const, at: now, how },
        ...{ by: actor, details: {} },
      }));
      await logSuppressions(client, workspaceId, rows, now);
      done.addresses += fresh.length;
      done.already += some.length - fresh.length;
      done.unsubscribed += changes.filter((change) => change.from !== change.to).length;
      before.hashes.push(...fresh.map(hash));
      before.contacts.push(...facts.map(({ contactId }) => contactId));
    }
    if (done.addresses === 0) return done;
    const subject = done.addresses === 1 ? '1 address' : `${done.addresses} addresses`;
    const kind = 'address.suppressed';
    await writeAudit(client, { workspaceId, at: now, actor, action: kind, subject });
    return { ...done, undoId: await keepUndo(client, deps, caller, { kind, subject, before }) };
  });
}

/**
 * Lifts the suppression of an address: its person asked for mail again after they opted out. Only the person
 * can lift a complaint, and no one an erasure.
 *
 * @throws RollcallError `not-allowed`, `not-found`, `invalid-input`
 */
export async function liftSuppression(
  deps: AudienceDeps,
  caller: Caller,
  { email, asked }: { email: string; asked: Asked },
): Promise<{ contactId?: number }> {
  requireRole(caller, 'editor', 'lift suppressions');
  const { workspaceId, actor } = caller;
  const key = keyOf(email);
  const where = tidy(asked.where);
  if (where === '')
    throw new RollcallError('invalid-input', 'Say where they asked for it.', { about: 'where' });
  const now = deps.now();
  const tooLate = consentTooLate({ source: where, at: asked.at }, now);
  if (tooLate !== undefined) throw new RollcallError('invalid-input', `That ${tooLate}.`, { about: 'when' });
  const at = asked.at > now ? now : asked.at;
  return inTransaction(deps.storage.pool, async (client) => {
    await whileNobodyAdds(client, workspaceId);
    const { hash, hashes } = deps.storage;
    const rows = (await findSuppressions(client, workspaceId, { keys: [key], hashes })).get(key) ?? [];
    const contact = (await holdContacts(client, workspaceId, [key])).get(key);
    if (isErased(rows))
      throw new RollcallError('not-allowed', 'This address was erased on request. That stays.');
    const complained = rows.some(({ reason }) => reason === 'complained');
    if (contact === undefined ? complained : complaintStands(contact))
      throw new RollcallError('not-allowed', afterComplaint);
    if (rows.length === 0 && (contact === undefined || contact.status === 'subscribed'))
      throw new RollcallError('not-found', `${key} isn’t suppressed.`);
    const latest = Math.max(
      ...rows.map((row) => row.at.getTime()),
      contact?.optedOutAt?.getTime() ?? 0,
      contact?.bouncedAt?.getTime() ?? 0,
    );
    if (latest >= at.getTime())
      throw new RollcallError(
        'invalid-input',
        `They opted out or bounced on ${new Date(latest).toISOString().slice(0, 10)}: a wish from before that doesn’t count.`,
        { about: 'when' },
      );
    await liftSuppressions(client, workspaceId, hashes(key));
    const details = { where };
    if (contact !== undefined) {
      const after = { ...contact, consentedAt: at };
      if (statusOf(after) !== 'subscribed')
        throw new RollcallError('busy', 'They opted out just now, and that counts.');
      const fact = {
        contactId: contact.id,
        kind: 'consent' as const,
        at,
        source: 'slack',
        by: actor,
        details,
      };
      await addFacts(client, { workspaceId, facts: [fact], now });
    }
    const row = { contactId: contact?.id, hash: hash(key), said: 'lifted' as const, at, by: actor, details };
    await logSuppressions(client, workspaceId, [{ ...row, how: 'slack' }], now);
    const subject = contact === undefined ? '1 address' : `contact ${contact.id}`;
    await writeAudit(client, { workspaceId, at: now, actor, action: 'address.lifted', subject });
    return contact === undefined ? {} : { contactId: contact.id };
  });
}
