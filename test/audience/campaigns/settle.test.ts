import { beforeEach, describe, expect, it } from 'vitest';
import type { AudienceDeps, Caller } from '../../../src/audience/caller.ts';
import type { ProviderEvent } from '../../../src/audience/events/provider-event.ts';
import { receiveItems } from '../../../src/audience/events/provider-events.ts';
import { makeToken } from '../../../src/audience/public/token.ts';
import { adapters } from '../../../src/http/webhooks/adapters.ts';
import type { Provider } from '../../../src/lib/providers.ts';
import { addPeople, addSender, draftFor, sums } from '../../support/campaigns.ts';
import { withAudience } from '../../support/with-audience.ts';

const email = 'person-1@x.example';

/** What each provider reports about a mail, with what it gives back under the name `rollcall`. */
const reports: Record<Provider, (what: 'delivered' | 'bounced' | 'complained', rollcall: string) => object> =
  {
    ses: (what, rollcall) => ({
      id: `${what}-1`,
      at: '2026-11-20T10:00:00Z',
      message: {
        eventType: { delivered: 'Delivery', bounced: 'Bounce', complained: 'Complaint' }[what],
        mail: { destination: [email], tags: { rollcall: [rollcall] } },
        delivery: { recipients: [email] },
        bounce: { bounceType: 'Permanent', bouncedRecipients: [{ emailAddress: email }] },
        complaint: { complainedRecipients: [{ emailAddress: email }] },
      },
    }),
    sendgrid: (what, rollcall) => ({
      ...{
        event: { delivered: 'delivered', bounced: 'bounce', complained: 'spamreport' }[what],
        email,
        rollcall,
      },
      ...{ timestamp: 1_763_000_000, sg_event_id: `${what}-1`, type: 'bounce' },
    }),
    mailgun: (what, rollcall) => ({
      ...{
        event: { delivered: 'delivered', bounced: 'failed', complained: 'complained' }[what],
        recipient: email,
      },
      ...{ id: `${what}-1`, severity: 'permanent', reason: 'bounce', timestamp: 1_763_000_000 },
      'user-variables': { rollcall },
    }),
    postmark: (what, rollcall) => ({
      ...{ RecordType: { delivered: 'Delivery', bounced: 'Bounce', complained: 'SpamComplaint' }[what] },
      ...{ ID: 7, Type: 'HardBounce', Recipient: email, Email: email, Metadata: { rollcall } },
      DeliveredAt: '2026-11-20T10:00:00Z',
    }),
    resend: (what, rollcall) => ({
      type: { delivered: 'email.delivered', bounced: 'email.bounced', complained: 'email.complained' }[what],
      created_at: '2026-11-20T10:00:00Z',
      data: { to: [email], bounce: { type: 'Permanent' }, tags: [{ name: 'rollcall', value: rollcall }] },
    }),
  };

describe('what providers report about the mails of a campaign', () => {
  const audience = withAudience();
  let ada: Caller;
  let campaignId: number;
  let contactId: number;
  let other: number;

  const deps = (): AudienceDeps => ({ storage: audience.storage, now: audience.storage.clock.now });
  const query = (sql: string, ...values: unknown[]) => audience.storage.pool.query(sql, values);

  beforeEach(async () => {
    ada = await audience.newCaller();
    const senderId = await addSender(audience.storage, ada.workspaceId);
    [contactId = 0, other = 0] = await addPeople(audience.storage, ada.workspaceId, 2);
    campaignId = (await draftFor(deps(), ada, { senderId })).id;
  });
  const put = (state: string): Promise<unknown> =>
    query(
      `INSERT INTO campaign_recipients (workspace_id, campaign_id, contact_id, state, next_try_at, key_month)
       VALUES ($1, $2, $3, $4, now(), 80)`,
      ...[ada.workspaceId, campaignId, contactId, state],
    );
  const keyOf = (id = contactId) =>
    makeToken(audience.storage, { kind: 'send', workspaceId: ada.workspaceId, campaignId, id, month: 80 });
  const report = async (
    provider: Provider,
    what: 'delivered' | 'bounced' | 'complained',
    key = keyOf(),
    deliveryId = `${what}-1`,
  ) => {
    const item = reports[provider](what, key);
    const said = adapters[provider].read(item, { now: new Date(), deliveryId });
    const source = { workspaceId: ada.workspaceId, id: 1, provider };
    return receiveItems(deps(), source, { items: [{ item, said }], deliveryId });
  };
  const state = async () => Object.keys(await sums(audience.storage, campaignId));
  const events = async () =>
    (
      await query(
        `SELECT kind, external_id AS id, contact_id AS contact, campaign_id AS campaign FROM events e WHERE workspace_id = $1 ORDER BY e.id`,
        ada.workspaceId,
      )
    ).rows;

  it.each(Object.keys(reports) as Provider[])(
    'finds its row by the key that %s gives back',
    async (provider) => {
      await put('uncertain');
      await report(provider, 'delivered');
      expect(await state()).toEqual(['delivered']);
      expect(await events()).toEqual([
        { kind: 'received', id: `send:${keyOf()}`, contact: contactId, campaign: campaignId },
      ]);
      await report(provider, 'bounced');
      expect(await state()).toEqual(['bounced hard']);
      await report(provider, 'complained');
      expect(await state()).toEqual(['complained']);
      // Late, or again.
      await report(provider, 'bounced');
      await report(provider, 'delivered');
      expect(await state()).toEqual(['complained']);
      expect((await events()).map(({ kind }) => kind)).toEqual(['received', 'bounced', 'complained']);
    },
  );

  it('keeps why a mail bounced, also if a later report of the bounce says less, until it turns out that it arrived', async () => {
    await put('handed over');
    const cause = async () =>
      (await query('SELECT state, reason, cause FROM campaign_recipients WHERE contact_id = $1', contactId))
        .rows[0];
    const say = async (id: string, said: object) => {
      const event = { id, email, at: new Date('2026-11-20T10:00:00Z'), sendKey: keyOf(), ...said };
      const items = [{ item: event, said: { events: [event as ProviderEvent] } }];
      await receiveItems(
        deps(),
        { workspaceId: ada.workspaceId, id: 1, provider: 'ses' },
        { items, deliveryId: id },
      );
    };
    await say('a', { kind: 'bounced', bounce: 'soft', cause: 'full' });
    expect(await cause()).toEqual({ state: 'bounced', reason: 'soft', cause: 'full' });
    await say('b', { kind: 'bounced', bounce: 'soft' });
    expect(await cause()).toEqual({ state: 'bounced', reason: 'soft', cause: 'full' });
    await say('c', { kind: 'bounced', bounce: 'hard', cause: 'closed' });
    expect(await cause()).toEqual({ state: 'bounced', reason: 'hard', cause: 'closed' });
    await say('d', { kind: 'complained' });
    expect(await cause()).toEqual({ state: 'complained', reason: null, cause: null });
    const { rows } = await query(
      `SELECT properties FROM events e WHERE workspace_id = $1 AND kind = 'bounced' ORDER BY e.id`,
      ada.workspaceId,
    );
    expect(rows.map(({ properties }) => properties.cause)).toEqual(['full', undefined, 'closed']);
  });

  it('counts the person of the key, even if the provider names another address', async () => {
    await put('handed over');
    await query(
      `UPDATE contacts SET email = 'new@x.example', email_key = 'new@x.example' WHERE id = $1`,
      contactId,
    );
    await query('UPDATE contacts SET email = $2, email_key = $2 WHERE id = $1', other, email);
    await report('postmark', 'complained');
    const { rows } = await query(
      'SELECT id, status FROM contacts WHERE workspace_id = $1 ORDER BY id',
      ada.workspaceId,
    );
    expect(rows.map(({ status }) => status)).toEqual(['unsubscribed', 'subscribed']);
  });

  it('settles a row when the provider says it did, as far as that can be true', async () => {
    await put('handed over');
    const settledAfter = async (handedAt: string) => {
      await query(
        `UPDATE campaign_recipients SET state = 'handed over', handed_at = $2 WHERE campaign_id = $1`,
        campaignId,
        handedAt,
      );
      await report('postmark', 'delivered');
      const { rows } = await query(
        'SELECT settled_at AS at FROM campaign_recipients WHERE campaign_id = $1',
        campaignId,
      );
      return rows[0]?.at;
    };
    // It says 10:00:00, and is read long after that.
    expect(await settledAfter('2026-11-20T09:59:00Z')).toEqual(new Date('2026-11-20T10:00:00Z'));
    // Providers leave parts of seconds out.
    expect(await settledAfter('2026-11-20T10:00:00.700Z')).toEqual(new Date('2026-11-20T10:00:00.700Z'));
    // A clock that is hours behind says nothing.
    expect(Number(await settledAfter('2026-11-20T13:00:00Z'))).toBeGreaterThan(
      Date.parse('2026-11-20T13:00:00Z'),
    );
  });

  it('settles a row that still waits in a restored database, so that it is not sent again', async () => {
    await put('waiting');
    await report('ses', 'delivered');
    expect(await state()).toEqual(['delivered']);
  });

  it.each<[string, () => string]>([
    ['forged', () => `${keyOf().slice(0, -2)}xx`],
    [
      'of a page',
      () => makeToken(audience.storage, { kind: 'mailed', ...ada, campaignId, id: contactId, month: 80 }),
    ],
    [
      'of another workspace',
      () =>
        makeToken(audience.storage, {
          kind: 'send',
          workspaceId: ada.workspaceId + 1,
          campaignId,
          id: contactId,
          month: 80,
        }),
    ],
    ['of a person who is gone', () => keyOf(999_999_999)],
  ])('stores an event as if there were no key, if that is %s', async (_, key) => {
    await put('handed over');
    await report('sendgrid', 'delivered', key());
    expect(await state()).toEqual(['handed over']);
    expect(await events()).toEqual([
      { kind: 'received', id: expect.stringContaining('sendgrid:'), contact: contactId, campaign: null },
    ]);
  });
});
