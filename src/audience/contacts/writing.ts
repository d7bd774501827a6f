import { valuesOf } from '../../contact-fields.ts';
import type { Status } from '../../lib/consent.ts';
import { addFacts, type StatusFact } from '../../storage/contacts/status-facts.ts';
import { factsOfSuppressions } from '../../storage/contacts/suppressions.ts';
import { type HeldContact, setFirstStatuses, writeContacts } from '../../storage/contacts/upsert.ts';
import type { Place } from './admission.ts';
import type { Entry } from './applied.ts';

/**
 * Writes the differences and the statuses' facts. Returns how many contacts changed, and how.
 *
 * @param given.by who says so, for the consent log: the name of an API key
 */
export async function write(
  { database, workspaceId, now }: Place,
  { entries, by }: { entries: Entry[]; by: string },
): Promise<{ created: number; updated: number; raised: number; lowered: number }> {
  const differing = entries.filter(({ before, after }) => said(before) !== said(after));
  if (differing.length > 0)
    await writeContacts(database, { workspaceId, contacts: differing.map(({ after }) => after), now });
  const firsts = entries.flatMap((entry) =>
    isBare(entry) && entry.first !== undefined
      ? [{ id: entry.after.id, ...entry.first, status: firstStatus[entry.first.kind] }]
      : [],
  );
  if (firsts.length > 0) await setFirstStatuses(database, { workspaceId, firsts, by, now });
  const facts = entries.flatMap((entry): StatusFact[] => {
    const { put, after, first, facts: others } = entry;
    const contactId = after.id;
    const begun = put.isNew ? factsOfSuppressions(put.suppressions).facts : [];
    const facts = first === undefined || isBare(entry) ? others : [first, ...others];
    return [
      ...begun.map((fact) => ({ contactId, ...fact })),
      ...facts.map((fact) => ({ contactId, ...fact, source: 'api', by })),
    ];
  });
  await addFacts(database, { workspaceId, facts, now });

  const counts = { created: 0, updated: 0, raised: 0, lowered: 0 };
  for (const { put, before, after, rows } of entries) {
    if (put.isNew) counts.created += 1;
    else if ([...rows.values()].includes('updated')) counts.updated += 1;
    if (after.status !== (put.isNew ? 'non-subscribed' : before.status))
      counts[after.status === 'subscribed' ? 'raised' : 'lowered'] += 1;
  }
  return counts;
}

/** For someone without facts: the first becomes their first status and is not stored separately. */
const isBare = ({ put }: Entry): boolean => put.isNew && put.suppressions.length === 0;

const said = (contact: HeldContact): string =>
  JSON.stringify([valuesOf(contact), contact.signedUpAt, contact.attributes]);

const firstStatus: Record<StatusFact['kind'], Status> = {
  consent: 'subscribed',
  confirmation: 'subscribed',
  'opt-out': 'unsubscribed',
  complaint: 'unsubscribed',
  bounce: 'bounced',
  withdrawal: 'non-subscribed',
};
