import type { Status } from '../consent.ts';
import { setFirstStatuses, writeContacts } from '../storage/contact-upsert.ts';
import { addFacts, type StatusFact } from '../storage/status-facts.ts';
import { remembered } from '../storage/suppressions.ts';
import type { Place } from './contact-admission.ts';
import type { Entry } from './contact-applied.ts';
import type { WrittenContact } from './contact-input.ts';

/** Writes what differs and what was said of statuses, and sets the results. */
export async function write(
  { database, workspaceId, now }: Place,
  { entries, results }: { entries: Entry[]; results: (WrittenContact | undefined)[] },
): Promise<{ created: number; updated: number; raised: number; lowered: number }> {
  const isBare = ({ each }: Entry): boolean => each.isNew && each.suppressions.length === 0;
  const differing = entries.filter(({ before, after }) => JSON.stringify(before) !== JSON.stringify(after));
  if (differing.length > 0)
    await writeContacts(database, { workspaceId, contacts: differing.map(({ after }) => after), now });
  const firsts = entries.flatMap((entry) =>
    isBare(entry) && entry.fact !== undefined
      ? [{ id: entry.after.id, status: firstStatus[entry.fact.kind], at: entry.fact.at }]
      : [],
  );
  if (firsts.length > 0) await setFirstStatuses(database, { workspaceId, firsts });
  const facts = entries.flatMap((entry): StatusFact[] => {
    if (isBare(entry)) return [];
    const contactId = entry.after.id;
    const first = entry.each.isNew ? remembered(entry.each.suppressions).facts : [];
    return [
      ...first.map((fact) => ({ contactId, ...fact })),
      ...(entry.fact === undefined ? [] : [{ contactId, ...entry.fact, source: 'api' }]),
    ];
  });
  const changes = new Map(
    (await addFacts(database, { workspaceId, facts, now })).map((change) => [change.id, change]),
  );
  for (const { id, status } of firsts)
    changes.set(id, { id, from: 'non-subscribed', to: status, changed: true });

  const counts = { created: 0, updated: 0, raised: 0, lowered: 0 };
  const changed = new Set(differing.map(({ after }) => after.id));
  for (const { each, after } of entries) {
    const change = changes.get(after.id);
    const isUpdated = changed.has(after.id) || change?.changed === true;
    const result = each.isNew ? 'created' : isUpdated ? 'updated' : 'unchanged';
    results[each.index] = { result, id: after.id };
    if (result !== 'unchanged') counts[result] += 1;
    if (change !== undefined && change.from !== change.to)
      counts[change.to === 'subscribed' ? 'raised' : 'lowered'] += 1;
  }
  return counts;
}

const firstStatus: Record<StatusFact['kind'], Status> = {
  consent: 'subscribed',
  'opt-out': 'unsubscribed',
  bounce: 'bounced',
  withdrawal: 'non-subscribed',
};
