import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { AudienceDeps, Caller } from '../../../src/audience/caller.ts';
import { putContacts } from '../../../src/audience/contacts/upsert.ts';
import { recordEvents } from '../../../src/audience/events/events.ts';
import { createWebhook, listWebhooks, webhookPath } from '../../../src/audience/events/webhooks.ts';
import { createRoutes } from '../../../src/http/routes.ts';
import { openStorage, type Storage } from '../../../src/storage/database/client.ts';
import { testSecret } from '../../support/database-templates.ts';
import { hasPostgres } from '../../support/postgres.ts';
import { byMailgun, bySendgrid, type Sent, secrets } from '../../support/signed-deliveries.ts';
import { withAudience } from '../../support/with-audience.ts';

// Two processes of the app are two storages on one database: they share nothing else, and neither does this
// test.
const isChecked = hasPostgres();
if (!isChecked) console.warn('NOT CHECKED: two processes on one database, which takes a PostgreSQL server.');

const now = new Date();
const ago = (minutes: number): Date => new Date(now.getTime() - minutes * 60_000);

describe.runIf(isChecked)('events that reach two processes at once', () => {
  const audience = withAudience({ on: 'server', now: () => now });
  let other: Storage;
  let both: AudienceDeps[];
  let shop: Caller;
  beforeAll(async () => {
    const databaseUrl = audience.storage.pool.options.connectionString as string;
    other = await openStorage({ databaseUrl, dataDir: 'unused', secret: testSecret });
    both = [audience.deps, { ...audience.deps, storage: other }];
  });
  afterAll(() => other?.close());
  beforeEach(async () => {
    shop = await audience.newCaller('admin', 'shop');
  });

  const add = async (emails: string[]) => {
    const consent = { source: 'form', at: ago(60) };
    const contacts = emails.map((email) => ({ email, status: 'subscribed' as const, consent }));
    for (const result of await putContacts(both[0] as AudienceDeps, shop, { contacts, make: true }))
      expect(result).toMatchObject({ result: 'created' });
  };
  const record = (deps: AudienceDeps, events: object[]) =>
    recordEvents(deps, shop, { source: 'webhook', events });
  const ask = async (sql: string) => (await other.pool.query(sql, [shop.workspaceId])).rows;
  const statuses = async () =>
    (await ask('SELECT email, status FROM contacts WHERE workspace_id = $1 ORDER BY email')).map(
      ({ status }) => status,
    );

  it('are stored once each, with their rollups and statuses, however the batches overlap', async () => {
    const emails = Array.from({ length: 6 }, (_, n) => `p${n}@x.org`);
    await add(emails);
    const kinds = ['opened', 'opened', 'clicked', 'received', 'unsubscribed', 'bounced'];
    const events = Array.from({ length: 300 }, (_, n) => {
      const kind = n < 290 ? (kinds[n % 4] ?? '') : (kinds[4 + (n % 2)] ?? '');
      const bounce = kind === 'bounced' ? { bounce: 'hard' } : {};
      return { id: `e${n}`, email: emails[n % 6] ?? '', kind, at: ago(50 - (n % 40)), ...bounce };
    });
    // Each process gets all of it, in its own parts and order.
    const parts = (size: number, isReversed: boolean) => {
      const all = isReversed ? [...events].reverse() : events;
      return Array.from({ length: Math.ceil(all.length / size) }, (_, n) =>
        all.slice(n * size, (n + 1) * size),
      );
    };
    const answers = await Promise.all(
      both.flatMap((deps, n) =>
        [70, 110].flatMap((size) => parts(size, n === 1).map((part) => record(deps, part))),
      ),
    );
    const sum = (what: 'recorded' | 'repeated') => answers.reduce((total, each) => total + each[what], 0);
    expect([sum('recorded'), sum('repeated')]).toEqual([300, 900]);
    expect(answers.reduce((total, { lowered }) => total + lowered.unsubscribed + lowered.bounced, 0)).toBe(6);
    const [rollups] = await ask(
      `SELECT sum(opened_total)::int AS opened, sum(clicked_total)::int AS clicked, sum(received_total)::int AS received
       FROM contact_rollups WHERE workspace_id = $1`,
    );
    const counted = (kind: string) => events.filter((event) => event.kind === kind).length;
    expect(rollups).toEqual({
      ...{ opened: counted('opened'), clicked: counted('clicked'), received: counted('received') },
    });
    expect(new Set(await statuses())).toEqual(new Set(['unsubscribed', 'bounced']));
    const [audited] = await ask(
      `SELECT sum((details ->> 'events')::int)::int AS events FROM audit_entries
       WHERE workspace_id = $1 AND action = 'events.recorded'`,
    );
    expect(audited).toEqual({ events: 300 });
  });

  it('lose no opt-out whose id another event has, whichever comes first', async () => {
    const emails = Array.from({ length: 20 }, (_, n) => `p${n}@x.org`);
    await add(emails);
    await Promise.all(
      emails.flatMap((email, n) => {
        const said = ['opened', 'unsubscribed'].map((kind) => ({ id: `mail-${n}`, email, kind, at: ago(5) }));
        return both.map((deps, index) => record(deps, [said[(index + n) % 2] as object]));
      }),
    );
    expect(new Set(await statuses())).toEqual(new Set(['unsubscribed']));
    expect(await ask('SELECT count(*)::int AS events FROM events WHERE workspace_id = $1')).toEqual([
      { events: 20 },
    ]);
  });

  it('remember an opt-out of an address that the other process adds meanwhile', async () => {
    const emails = Array.from({ length: 30 }, (_, n) => `p${n}@x.org`);
    const [one, two] = both as [AudienceDeps, AudienceDeps];
    const consent = { source: 'form', at: ago(60) };
    await Promise.all(
      emails.flatMap((email, n) => {
        const [reports, adds] = n % 2 === 0 ? [one, two] : [two, one];
        const contacts = [{ email, status: 'subscribed' as const, consent }];
        return [
          record(reports, [{ email, kind: 'unsubscribed', at: ago(5) }]),
          putContacts(adds, shop, { contacts, make: true }),
        ];
      }),
    );
    // Refused, because the opt-out came first; or added, and unsubscribed by it.
    expect((await statuses()).filter((status) => status !== 'unsubscribed')).toEqual([]);
    // Either way, the older consent never counts.
    const again = emails.map((email) => ({ email, status: 'subscribed' as const, consent }));
    for (const result of await putContacts(one, shop, { contacts: again, make: true }))
      expect(result.result).toBe('refused');
  });

  it('from one webhook are stored once, whichever process they reach, and unreadable ones are kept once', async () => {
    await add(['ada@x.org']);
    const routes = both.map((deps) => createRoutes(deps, { log: () => {} }));
    const post = async (path: string, { body, headers = {} }: Sent) => {
      const answers = await Promise.all(
        [...routes, ...routes].map((each) => each.request(path, { method: 'POST', body, headers })),
      );
      expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
      const bodies = (await Promise.all(answers.map((each) => each.json()))) as { recorded: number }[];
      return bodies.reduce((total, { recorded }) => total + recorded, 0);
    };
    const seconds = Math.floor(now.getTime() / 1000) - 60;
    const mailgun = await createWebhook(both[0] as AudienceDeps, shop, {
      ...{ provider: 'mailgun', secret: secrets.mailgun },
    });
    const left = byMailgun({ id: 'e1', event: 'unsubscribed', recipient: 'ada@x.org', timestamp: seconds });
    expect(await post(webhookPath(mailgun), left)).toBe(1);
    const sendgrid = await createWebhook(both[1] as AudienceDeps, shop, {
      ...{ provider: 'sendgrid', secret: secrets.sendgrid },
    });
    const items = [
      { event: 'open', email: 'ada@x.org', timestamp: seconds, sg_event_id: 'a', sg_message_id: 'm' },
      { event: 'never heard of', email: 'ada@x.org', timestamp: seconds },
      { event: 'unsubscribe', email: 'nobody at all', timestamp: seconds },
    ];
    expect(await post(webhookPath(sendgrid), bySendgrid(items))).toBe(1);
    const listed = await listWebhooks(both[0] as AudienceDeps, shop);
    expect(listed.map(({ provider, kept }) => [provider, kept]).sort()).toEqual([
      ['mailgun', 0],
      ['sendgrid', 2],
    ]);
    expect(await statuses()).toEqual(['unsubscribed']);
  });
});
