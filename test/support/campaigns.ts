import type { AudienceDeps, Caller } from '../../src/audience/caller.ts';
import { createCampaign } from '../../src/audience/campaigns/drafts.ts';
import { sendCampaign } from '../../src/audience/campaigns/release.ts';
import type { HandOver, OutgoingMail, SendingPort } from '../../src/audience/campaigns/sending/port.ts';
import { campaignWaterfall } from '../../src/audience/campaigns/waterfall.ts';
import type { When } from '../../src/audience/campaigns/when.ts';
import type { Storage } from '../../src/storage/database/client.ts';
import { noteCheck } from '../../src/storage/senders/changes.ts';
import { insertSender } from '../../src/storage/senders/senders.ts';

/** Subscribed people, `person-1@x.example` and so on, with ids in that order. */
export async function addPeople(
  { pool }: Storage,
  workspaceId: number,
  count: number,
  { status = 'subscribed', prefix = 'person' }: { status?: string; prefix?: string } = {},
): Promise<number[]> {
  const { rows } = await pool.query<{ id: number }>(
    `INSERT INTO contacts (workspace_id, email, email_key, name, status, status_source, source)
     SELECT $1, e, e, 'Person ' || n, $3, 'import', 'import'
     FROM generate_series(1, $2::int) AS n, LATERAL (SELECT $4 || '-' || n || '@x.example' AS e) x ORDER BY n RETURNING id`,
    [workspaceId, count, status, prefix],
  );
  return rows.map(({ id }) => id).sort((a, b) => a - b);
}

/** A sender whose server is at this port, checked and fine. */
export async function addSender(
  storage: Storage,
  workspaceId: number,
  given: { port?: number; perSecond?: number; perDay?: number; password?: string; name?: string } = {},
): Promise<number> {
  const id = await insertSender(storage.prisma, storage.hash, {
    ...{
      workspaceId,
      name: given.name ?? 'News',
      fromName: 'Acme',
      fromAddress: 'news@acme.example',
      replyTo: null,
    },
    ...{
      host: '127.0.0.1',
      port: given.port ?? 2525,
      security: 'none' as const,
      provider: null,
      userName: null,
    },
    ...{
      perSecond: given.perSecond ?? 10_000,
      perDay: given.perDay ?? null,
      password: given.password ?? null,
    },
    ...{ by: 'U0ADA', at: new Date(0) },
  });
  await storage.pool.query(`UPDATE workspaces SET postal_address = '1 Example Street' WHERE id = $1`, [
    workspaceId,
  ]);
  await noteCheck(storage.pool, { workspaceId, id }, { at: new Date(), problem: null, findings: [] });
  return id;
}

/** What a server that takes everything was told, and how it answers. */
export interface FakeServer {
  port: SendingPort;
  mails: OutgoingMail[];
  /** The answer to a mail; it is taken if left out. */
  answer: (mail: OutgoingMail, count: number) => HandOver | Promise<HandOver>;
  /** How many mails came for each address. */
  counts(): Map<string, number>;
}

export const taken: HandOver = { is: 'sent', reply: '250 taken' };

export function fakeServer({ connections = 5 }: { connections?: number } = {}): FakeServer {
  const mails: OutgoingMail[] = [];
  const server: FakeServer = {
    mails,
    answer: () => taken,
    counts() {
      const counts = new Map<string, number>();
      for (const { to } of mails) counts.set(to.address, (counts.get(to.address) ?? 0) + 1);
      return counts;
    },
    port: {
      openTransport: async () => ({
        connections,
        async send(mail) {
          mails.push(mail);
          return server.answer(mail, mails.length);
        },
        close: async () => {},
      }),
    },
  };
  return server;
}

/** A campaign to an audience, ready to be sent. */
export async function draftFor(
  deps: AudienceDeps,
  caller: Caller,
  given: {
    audience?: string;
    senderId: number;
    topicId?: number | null;
    name?: string;
    subject?: string;
    body?: string;
  },
) {
  return createCampaign(deps, caller, {
    ...{
      name: given.name ?? `Sale ${crypto.randomUUID().slice(0, 8)}`,
      subject: given.subject ?? 'Hello',
      body: given.body ?? 'Hello there',
    },
    ...{ audience: given.audience ?? 'everyone', senderId: given.senderId, topicId: given.topicId ?? null },
  });
}

/** Sends it now, as the only admin. */
export async function sendNow(
  deps: AudienceDeps,
  caller: Caller,
  { id, when = 'now' }: { id: number; when?: When },
) {
  const { campaign, getIt } = await campaignWaterfall(deps, caller, { id });
  return sendCampaign(deps, caller, {
    ...{ id, version: campaign.version, expected: getIt, when, typed: getIt, isOnlyAdmin: true },
  });
}

/** States with their reasons, and how many people are in each. */
export async function sums({ pool }: Storage, campaignId: number): Promise<Record<string, number>> {
  const { rows } = await pool.query<{ name: string; people: number }>(
    `SELECT state || coalesce(' ' || reason, '') AS name, count(*)::int AS people FROM campaign_recipients
     WHERE campaign_id = $1 GROUP BY 1`,
    [campaignId],
  );
  return Object.fromEntries(rows.map(({ name, people }) => [name, people]));
}
