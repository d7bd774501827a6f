import { type Hit, judgeHits } from '../../../lib/campaigns/judge-hits.ts';
import { groupedBy } from '../../../lib/grouped-by.ts';
import { isMailEvent } from '../../../rules/operators.ts';
import {
  addSharedHits,
  type DueHits,
  deleteHits,
  type HitMail,
  listHitMails,
  listHitsOf,
  listWithHits,
  lockHitMails,
  markHits,
  type StoredHit,
} from '../../../storage/campaigns/hits.ts';
import { listLinks } from '../../../storage/campaigns/links.ts';
import { settleRecipients } from '../../../storage/campaigns/settle.ts';
import { type Connection, inTransaction } from '../../../storage/database/transaction.ts';
import { insertEvents, lockContacts } from '../../../storage/events/events.ts';
import { kindsOf, noteEventKinds } from '../../../storage/events/kinds.ts';
import { setWriter } from '../../../storage/watches/writer.ts';
import type { AudienceDeps } from '../../caller.ts';

/** After this time it is clear who made a request: longer than a sweep over all links and the wait for a batch. */
export const CLEAR_AFTER_MS = 10_000;

/**
 * Turns requests from before a moment into events, or sums if people aren't recorded. Any number of processes may do
 * this at once: each mail's requests are judged by one of them.
 *
 * @returns how many requests were taken
 */
export async function foldHits(deps: AudienceDeps, before: Date): Promise<number> {
  let taken = 0;
  for (const workspaceId of await listWithHits(deps.storage.pool, before)) {
    const due = { workspaceId, before, most: atOnce[deps.storage.kind] };
    taken += await addSharedHits(deps.storage.pool, due);
    taken += await foldPeople(deps, due);
  }
  return taken;
}

/**
 * How many are taken in one transaction, give or take one mail: the embedded database serves nobody else meanwhile, and
 * someone may ask for the same link a hundred thousand times.
 */
const atOnce = { server: 5_000, embedded: 500 } as const;

function foldPeople({ storage, now }: AudienceDeps, folding: DueHits): Promise<number> {
  const { workspaceId } = folding;
  return inTransaction(storage.pool, async (client) => {
    await setWriter(client, 'provider links in the mails');
    const mails = await listHitMails(client, folding);
    if (mails.length === 0) return 0;
    // In the order in which reports of providers lock: first people, then their mails.
    const ids = [...new Set(mails.map(({ contactId }) => contactId))].sort((a, b) => a - b);
    const people = (await lockContacts(client, workspaceId, { emailKeys: [], ids })).ids;
    const { held, gone } = await lockHitMails(client, workspaceId, mails);
    const { most } = folding;
    const hits = groupedBy(await hitsOfSome(client, { workspaceId, contactIds: ids, most }), nameOf);
    const hitsOf = (mail: Pick<HitMail, 'campaignId' | 'contactId'>) => hits.get(nameOf(mail)) ?? [];
    const known = held.filter(({ contactId }) => people.has(contactId));
    const urls = await urlsOf(client, workspaceId, known);
    const found = known.map((mail) =>
      judgeHits(hitsOf(mail).slice(0, most), {
        mail: factsOf(mail, urls.get(mail.campaignId)?.size ?? 0),
        before: folding.before,
        isCut: hitsOf(mail).length > most,
      }),
    );
    const judged = found.flatMap((each) => each.judged);
    const machines = found.flatMap((each) => each.machines);
    // Nothing is recorded of people who were erased.
    const dropped = [...gone, ...held.filter(({ contactId }) => !people.has(contactId))].flatMap(hitsOf);
    await deleteHits(
      client,
      workspaceId,
      [...judged, ...dropped].map(({ id }) => id),
    );
    await markHits(
      client,
      workspaceId,
      machines.map(({ id }) => id),
    );
    await storeEvents(client, workspaceId, { hits: judged, urls });
    // Whatever asked for a link of a mail, the mail arrived.
    const arrived = new Set(judged.map(nameOf));
    const settled = known
      .filter(
        (mail) => mail.state !== 'delivered' && mail.state !== 'complained' && arrived.has(nameOf(mail)),
      )
      .map(({ campaignId, contactId }) => ({
        campaignId,
        contactId,
        kind: 'clicked' as const,
        isHard: false,
      }));
    await settleRecipients(client, { workspaceId, settled, at: now() });
    return judged.length + dropped.length;
  });
}

/** Requests for the mails of some people, whole mails except for floods. The rest is left for the next time. */
async function hitsOfSome(
  client: Connection & Parameters<typeof listHitsOf>[0],
  asked: Parameters<typeof listHitsOf>[1],
): Promise<StoredHit[]> {
  const { hits, isWhole } = await listHitsOf(client, asked);
  const [last] = hits.slice(-1);
  return isWhole || last === undefined ? hits : hits.filter((hit) => nameOf(hit) !== nameOf(last));
}

const nameOf = ({ campaignId, contactId }: Pick<HitMail, 'campaignId' | 'contactId'>): string =>
  `${campaignId} ${contactId}`;

const factsOf = ({ state, handedAt, settledAt, isTouched }: HitMail, links: number) => ({
  handedAt,
  // If something was done with it before, that settled it.
  deliveredAt: state === 'delivered' && !isTouched ? settledAt : null,
  links,
});

/** Where the links of some campaigns lead. */
async function urlsOf(
  client: Connection,
  workspaceId: number,
  mails: readonly HitMail[],
): Promise<Map<number, Map<number, string>>> {
  const ids = [...new Set(mails.map(({ campaignId }) => campaignId))];
  const found = new Map<number, Map<number, string>>();
  for (const campaignId of ids) found.set(campaignId, await listLinks(client, { workspaceId, campaignId }));
  return found;
}

/** As reports of providers are stored. Each request has an id of its own: it is stored once. */
async function storeEvents(
  client: Connection,
  workspaceId: number,
  { hits, urls }: { hits: readonly StoredHit[]; urls: Map<number, Map<number, string>> },
): Promise<void> {
  if (hits.length === 0) return;
  const propertiesOf = (hit: StoredHit): Record<string, string> | null => {
    const url = hit.kind === 'clicked' ? urls.get(hit.campaignId)?.get(hit.linkId) : undefined;
    return url === undefined ? null : { url };
  };
  const properties = hits.map(propertiesOf);
  const kinds = kindsOf(
    hits.map(({ kind }, index) => ({ kind, properties: properties[index] ?? null })),
    isMailEvent,
  );
  await noteEventKinds(client, workspaceId, kinds);
  await insertEvents(client, workspaceId, {
    contactId: hits.map(({ contactId }) => contactId),
    kind: hits.map(({ kind }) => kind),
    campaignId: hits.map(({ campaignId }) => campaignId),
    occurredAt: hits.map(({ at }) => at),
    machine: hits.map(({ machine }) => machine),
    properties: properties.map((each) => (each === null ? null : JSON.stringify(each))),
    externalId: hits.map(hitEventId),
  });
}

const hitEventId = ({ id }: Hit): string => `hit:${id}`;
