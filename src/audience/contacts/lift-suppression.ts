import { RollcallError } from '../../errors.ts';
import { complaintStands, statusOf } from '../../lib/consent.ts';
import { tidy } from '../../lib/texts.ts';
import { writeAudit } from '../../storage/audit.ts';
import { addFacts } from '../../storage/contacts/status-facts.ts';
import {
  findSuppressions,
  isErased,
  liftSuppressions,
  whileNobodyAdds,
} from '../../storage/contacts/suppressions.ts';
import { holdContacts } from '../../storage/contacts/upsert.ts';
import { inTransaction } from '../../storage/database/transaction.ts';
import { logSuppressions } from '../../storage/topics/log.ts';
import { setWriter } from '../../storage/watches/writer.ts';
import type { AudienceDeps, Caller } from '../caller.ts';
import { requireRole } from '../permissions.ts';
import type { Asked } from '../topics/set.ts';
import { writerOf } from '../writer.ts';
import { keyOf } from './lookup.ts';
import { afterComplaint, consentTooLate } from './status-said.ts';

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
    await setWriter(client, writerOf(caller));
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
