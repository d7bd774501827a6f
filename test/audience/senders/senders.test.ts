import { beforeEach, describe, expect, it } from 'vitest';
import type { AudienceDeps, Caller } from '../../../src/audience/caller.ts';
import { createCampaign, showCampaign } from '../../../src/audience/campaigns/drafts.ts';
import { startJobRunner } from '../../../src/audience/jobs/runner.ts';
import { checkSender } from '../../../src/audience/senders/check.ts';
import { confirmCode, mailCode } from '../../../src/audience/senders/code.ts';
import { ensureMailboxSender } from '../../../src/audience/senders/mailbox.ts';
import type { DomainFacts, Probe } from '../../../src/audience/senders/port.ts';
import {
  createSender,
  editSender,
  listSenders,
  removeSender,
  type SenderForm,
  showSender,
  showSenders,
} from '../../../src/audience/senders/senders.ts';
import { settleLapsed } from '../../../src/storage/campaigns/going-out.ts';
import { resealAll } from '../../../src/storage/database/reseal.ts';
import { openSender } from '../../../src/storage/senders/senders.ts';
import {
  addPeople,
  addSender,
  draftFor,
  type FakeServer,
  fakeServer,
  sendNow,
} from '../../support/campaigns.ts';
import { withAudience } from '../../support/with-audience.ts';

const form: SenderForm = {
  ...{ name: 'News', fromName: 'Acme', fromAddress: 'News@Acme.example', replyTo: '' },
  ...{ host: 'smtp.acme.example', port: 587, userName: 'ada', password: 'hunter2 hunter2' },
  ...{ perSecond: '3', perDay: '', selector: '', signs: false },
};
const covered: DomainFacts = {
  spf: 'covers',
  dkim: { is: 'none' },
  dmarc: { is: 'policy', policy: 'reject' },
};
const uncovered: DomainFacts = { spf: 'other', dkim: { is: 'none' }, dmarc: { is: 'none' } };

describe('senders', () => {
  let now = new Date('2026-11-29T12:00:00Z');
  const audience = withAudience({ now: () => now });
  let ada: Caller;
  let server: FakeServer;
  let probe: Probe;
  let facts: DomainFacts;
  let pagesProblem: string | undefined;

  beforeEach(async () => {
    now = new Date();
    ada = await audience.newCaller('admin');
    server = fakeServer();
    probe = { is: 'fine', tls: 'TLS' };
    facts = covered;
    pagesProblem = undefined;
  });

  const deps = (): AudienceDeps => ({
    ...audience.deps,
    storage: audience.storage,
    pages: { url: 'https://mail.acme.example', check: async () => pagesProblem },
    sending: { ...server.port, checks: { probe: async () => probe, domain: async () => facts } },
  });
  const add = (changes: Partial<SenderForm> = {}, preset: 'smtp' | 'sendgrid' | 'resend' = 'smtp') =>
    createSender(deps(), ada, { preset, form: { ...form, ...changes } });
  const says = async (id: number) =>
    (await showSender(deps(), ada, { id })).shownFindings.map((one) => one.says);
  const later = (minutes: number) => {
    now = new Date(now.getTime() + minutes * 60_000);
  };

  it('are added and checked in one step, and their passwords are never shown', async () => {
    const sender = await add();
    expect(sender).toMatchObject({
      name: 'News',
      fromAddress: 'news@acme.example',
      problem: null,
      security: 'starttls',
    });
    expect(sender.checkedAt).toEqual(now);
    expect(await says(sender.id)).toEqual([
      'Connected to smtp.acme.example:587, encrypted, and logged in.',
      'The SPF record of acme.example allows this sender.',
      'DMARC of acme.example: p=reject.',
      'This server doesn’t report what happens later. You see what it refuses right away, but no bounces or complaints that come afterwards.',
    ]);
    expect(JSON.stringify(await showSenders(deps(), ada))).not.toContain('hunter2');
    const { rows } = await audience.storage.pool.query('SELECT * FROM senders WHERE id = $1', [sender.id]);
    expect(JSON.stringify(rows)).not.toContain('hunter2');
    const { workspaceId } = ada;
    expect(
      (await openSender(audience.storage.pool, audience.storage, { workspaceId, id: sender.id }))?.password,
    ).toBe('hunter2 hunter2');
    await expect(add({ name: 'news' })).rejects.toMatchObject({ code: 'taken', about: 'name' });
  });

  it('say that no bounces come from a provider that isn’t connected', async () => {
    const { id, provider, host } = await add({ host: 'smtp.sendgrid.net' }, 'sendgrid');
    expect({ provider, host }).toEqual({ provider: 'sendgrid', host: 'smtp.sendgrid.net' });
    expect((await says(id)).at(-1)).toMatch(/^SendGrid isn’t connected, so bounces and complaints/);
    expect(await add({ name: 'By Resend', password: 're_1' }, 'resend')).toMatchObject({
      ...{ way: 'resend', host: 'api.resend.com', port: 443, userName: null },
    });
  });

  it.each<[keyof SenderForm, string, RegExp]>([
    ['name', ' ', /needs a name/],
    ['fromName', '', /can’t be empty/],
    ['fromAddress', 'news', /not an email address/],
    ['replyTo', 'x@', /not an email address/],
    ['host', 'smtp.acme.example:587', /without a port/],
    ['host', 'https://smtp.acme.example', /without a port/],
    ['perSecond', '0', /from 1 to 1,000/],
    ['perDay', '2.5', /from 1 to/],
    ['perDay', 'many', /from 1 to/],
  ])('refuse %s "%s"', async (about, typed, message) => {
    await expect(add({ [about]: typed })).rejects.toMatchObject({
      ...{ code: 'invalid-input', about, message: expect.stringMatching(message) },
    });
  });

  it('refuse other ports than those for mail', async () => {
    for (const port of [22, 80, 1025, 5432, 0])
      await expect(add({ port })).rejects.toMatchObject({ about: 'port' });
  });

  it('are for admins only', async () => {
    const { id } = await add();
    const eve: Caller = { ...ada, actor: 'U0EVE', role: 'editor' };
    for (const attempt of [
      () => createSender(deps(), eve, { preset: 'smtp', form }),
      () => editSender(deps(), eve, { id, form }),
      ...[showSender, checkSender, removeSender, mailCode].map((act) => () => act(deps(), eve, { id })),
      () => confirmCode(deps(), eve, { id, code: '123456' }),
      () => showSenders(deps(), eve),
    ])
      await expect(attempt()).rejects.toMatchObject({ code: 'not-allowed' });
    expect((await listSenders(deps(), eve)).map(({ name }) => name)).toEqual(['News']);
    const stranger = await audience.newCaller('admin');
    await expect(showSender(deps(), stranger, { id })).rejects.toMatchObject({ code: 'not-found' });
    await expect(mailCode(deps(), stranger, { id })).rejects.toMatchObject({ code: 'not-found' });
  });

  it('send a stored password to no other server than the one it was entered for', async () => {
    const { id } = await add();
    for (const changes of [{ host: 'smtp.evil.example' }, { userName: 'eve' }])
      await expect(
        editSender(deps(), ada, { id, form: { ...form, password: '', ...changes } }),
      ).rejects.toMatchObject({ about: 'password' });
    await editSender(deps(), ada, { id, form: { ...form, password: '', perSecond: '9' } });
    const { workspaceId } = ada;
    expect(await openSender(audience.storage.pool, audience.storage, { workspaceId, id })).toMatchObject({
      ...{ password: 'hunter2 hunter2', perSecond: 9 },
    });
  });

  it.each([
    ['none', /^acme\.example has no SPF record, and it has no DKIM key/],
    ['several', /^acme\.example has several SPF records, which count as none: make them one, and it/],
    ['too long', /^The SPF record of acme\.example takes more than ten DNS look-ups/],
  ] as const)('say why SPF doesn’t help them: %s', async (spf, said) => {
    facts = { ...uncovered, spf };
    expect((await add()).problem).toMatch(said);
  });

  it('need a code from the From address if its domain does not cover them', async () => {
    facts = uncovered;
    const sender = await add();
    const { id } = sender;
    expect(sender.problem).toMatch(/doesn’t allow this sender/);
    expect(await mailCode(deps(), ada, { id })).toEqual({ fromAddress: 'news@acme.example' });
    const [mail] = server.mails;
    expect(mail?.to.address).toBe('news@acme.example');
    const code = /\d{6}/.exec(mail?.text ?? '')?.[0] ?? '';
    await expect(mailCode(deps(), ada, { id })).rejects.toMatchObject({ code: 'busy' });
    const other = code === '000000' ? '000001' : '000000';
    await expect(confirmCode(deps(), ada, { id, code: other })).rejects.toThrow('not the code');
    await confirmCode(deps(), ada, { id, code: ` ${code.slice(0, 3)} ${code.slice(3)}` });
    expect((await showSender(deps(), ada, { id })).problem).toBeNull();
    // Once is enough, and only for this address.
    await expect(confirmCode(deps(), ada, { id, code })).rejects.toThrow('expired');
    const changed = await editSender(deps(), ada, { id, form: { ...form, fromAddress: 'ceo@bank.example' } });
    expect(changed.problem).toMatch(/bank\.example doesn’t allow/);
  });

  it('take a code for half an hour and five tries', async () => {
    facts = uncovered;
    const { id } = await add();
    const mailed = async () => {
      await mailCode(deps(), ada, { id });
      return /\d{6}/.exec(server.mails.at(-1)?.text ?? '')?.[0] ?? '';
    };
    const late = await mailed();
    later(31);
    await expect(confirmCode(deps(), ada, { id, code: late })).rejects.toThrow('expired');
    const guessed = await mailed();
    for (let guess = 0; guess < 5; guess++)
      await expect(confirmCode(deps(), ada, { id, code: 'no' })).rejects.toThrow('not the code');
    await expect(confirmCode(deps(), ada, { id, code: guessed })).rejects.toThrow('tried too often');
    later(2);
    await confirmCode(deps(), ada, { id, code: await mailed() });
  });

  it('say what a server answers to the mail with the code', async () => {
    facts = uncovered;
    const { id } = await add();
    for (const [answer, said] of [
      [{ is: 'later', reply: '450 come back', isBusy: true }, /greylisting.*450 come back/],
      [{ is: 'refused', reply: '553 not yours', isNobody: false }, /may not send from that address.*553/],
      [{ is: 'sender refused', reply: '550 5.7.60 not yours' }, /may not send from that address.*5\.7\.60/],
      [{ is: 'unreachable', reply: 'hung up' }, /couldn’t be handed over/],
    ] as const) {
      server.answer = () => answer;
      await expect(mailCode(deps(), ada, { id })).rejects.toThrow(said);
      later(2);
    }
  });

  it('sign with a key of their own that has to be in DNS', async () => {
    facts = { ...covered, dkim: { is: 'none', selector: 'rollcall' } };
    const sender = await add({ signs: true });
    expect(sender.dkim?.name).toBe('rollcall._domainkey.acme.example');
    expect(sender.dkim?.record).toMatch(/^v=DKIM1; k=rsa; p=[A-Za-z0-9+/]{390,400}={0,2}$/);
    expect(sender.problem).toMatch(/DNS has no key there yet/);
    const { rows } = await audience.storage.pool.query('SELECT dkim_key FROM senders WHERE id = $1', [
      sender.id,
    ]);
    expect(rows[0].dkim_key).not.toContain('PRIVATE');
    facts = { ...covered, dkim: { is: 'covers', selector: 'rollcall' } };
    expect((await checkSender(deps(), ada, { id: sender.id })).problem).toBeNull();
    // The key stays the same while it is edited.
    const same = await editSender(deps(), ada, { id: sender.id, form: { ...form, signs: true } });
    expect(same.dkim).toEqual(sender.dkim);
    expect((await editSender(deps(), ada, { id: sender.id, form })).dkim).toBeUndefined();
    expect(await resealAll(audience.storage)).toMatchObject({ unreadable: 0 });
  });

  it('have the key of their service found by its selector, which proves nothing for another server', async () => {
    facts = { ...uncovered, dkim: { is: 'covers', selector: '20260101pm' } };
    const postmark = (selector: string) =>
      createSender(deps(), ada, { preset: 'postmark', form: { ...form, name: `P ${selector}`, selector } });
    const asked: string[][] = [];
    const withDns = (): AudienceDeps => ({
      ...deps(),
      sending: {
        ...server.port,
        checks: {
          probe: async () => probe,
          async domain({ selectors }) {
            asked.push([...selectors]);
            return facts;
          },
        },
      },
    });
    for (const [selector, said] of [
      ['20260101pm; drop', /not a selector: it’s the part/],
      ['default', /not a selector of Postmark.*a date followed by pm/],
    ] as const)
      await expect(postmark(selector)).rejects.toMatchObject({
        ...{ about: 'selector', message: expect.stringMatching(said) },
      });
    // The whole name of the record, as providers show it.
    const { id, keySelector, problem } = await postmark('20260101PM._domainkey.acme.example');
    expect([keySelector, problem]).toEqual(['20260101pm', null]);
    await checkSender(withDns(), ada, { id });
    expect(asked).toEqual([['20260101pm']]);

    facts = uncovered;
    await checkSender(deps(), ada, { id });
    expect((await says(id)).join('\n')).toContain(
      'DNS has no DKIM key at 20260101pm._domainkey.acme.example',
    );
    await editSender(deps(), ada, { id, form: { ...form, name: 'P', password: '', selector: '' } });
    expect((await says(id)).join('\n')).toContain(
      'If Postmark’s DKIM key is in DNS, enter its selector with Edit.',
    );

    facts = { ...uncovered, dkim: { is: 'covers', selector: 'google' } };
    const other = await add({ name: 'Other', selector: 'google' });
    expect(other.problem).toContain('it doesn’t say whose DKIM key it has');
    expect((await says(other.id)).join('\n')).toContain(
      'DNS has a DKIM key at google._domainkey.acme.example.',
    );
  });

  it('are ready in the playground, once', async () => {
    const { pool } = audience.storage;
    const { rows } = await pool.query('SELECT team_id FROM workspaces WHERE id = $1', [ada.workspaceId]);
    for (const _start of [1, 2]) await ensureMailboxSender(deps(), rows[0].team_id);
    expect(await listSenders(deps(), ada)).toMatchObject([
      { name: 'Playground mailbox', way: 'mailbox', problem: null },
    ]);
  });

  describe('and campaigns', () => {
    const start = async (): Promise<void> => {
      const runner = startJobRunner(deps(), { pollMs: 5 });
      await runner.idle();
      await runner.stop();
    };
    const haveAddress = () =>
      audience.storage.pool.query(`UPDATE workspaces SET postal_address = 'x' WHERE id = $1`, [
        ada.workspaceId,
      ]);
    const stateOf = async (id: number) => {
      const { state, trouble } = await showCampaign(deps(), ada, { id });
      return { state, trouble };
    };

    it('refuses to send with one that can’t be used, or while people can’t unsubscribe', async () => {
      await addPeople(audience.storage, ada.workspaceId, 2);
      probe = { is: 'trouble', what: 'login refused', reply: '535 no' };
      const { id: senderId } = await add();
      const { id } = await draftFor(deps(), ada, { senderId });
      await expect(sendNow(deps(), ada, { id })).rejects.toThrow(/refused the user name or the password/);
      probe = { is: 'fine', tls: null };
      await expect(sendNow(deps(), ada, { id })).rejects.toThrow(/refused the user name/);
      await checkSender(deps(), ada, { id: senderId });
      await expect(sendNow(deps(), ada, { id })).rejects.toThrow(/need your postal address/);
      await haveAddress();
      pagesProblem = 'Rollcall can’t reach itself.';
      await expect(sendNow(deps(), ada, { id })).rejects.toThrow('Rollcall can’t reach itself.');
      pagesProblem = undefined;
      expect((await sendNow(deps(), ada, { id })).state).toBe('scheduled');
    });

    it.each<[string, () => Promise<void> | void, object]>([
      [
        'its pages can’t be reached',
        () => {
          pagesProblem = 'Away.';
        },
        { why: 'sender', problem: 'Away.' },
      ],
      [
        'its sender’s check has become old, and fails',
        () => {
          later(25 * 60);
          facts = uncovered;
        },
        { why: 'sender', problem: expect.stringContaining('doesn’t allow this sender') },
      ],
      [
        'someone changed its sender since',
        async () => {
          later(1);
          const [sender] = await listSenders(deps(), ada);
          await editSender(deps(), ada, { id: sender?.id ?? 0, form: { ...form, fromName: 'Other' } });
        },
        { why: 'sender changed' },
      ],
    ])('holds one at its time if %s', async (_what, happens, trouble) => {
      await addPeople(audience.storage, ada.workspaceId, 2);
      const { id: senderId } = await add();
      const { id } = await createCampaign(deps(), ada, {
        ...{ name: 'Sale', subject: 'Hi', body: 'Hi', audience: 'everyone', senderId },
      });
      const before = now;
      await haveAddress();
      await sendNow(deps(), ada, { id });
      await happens();
      // The campaign itself isn't late.
      await audience.storage.pool.query('UPDATE campaign_mails SET due_at = $2 WHERE campaign_id = $1', [
        id,
        now,
      ]);
      await start();
      expect(await stateOf(id)).toEqual({ state: 'held', trouble });
      now = before;
    });

    it('tries again what Resend was being handed when a process died, and no other sender’s mails', async () => {
      const { pool } = audience.storage;
      for (const [way, state] of [
        ['resend', 'waiting'],
        ['smtp', 'uncertain'],
      ]) {
        const caller = await audience.newCaller();
        const [contactId] = await addPeople(audience.storage, caller.workspaceId, 1);
        const senderId = await addSender(audience.storage, caller.workspaceId);
        await pool.query('UPDATE senders SET way = $2 WHERE id = $1', [senderId, way]);
        const { id } = await draftFor(deps(), caller, { senderId });
        const row = (markedAt: string) =>
          pool.query(
            `INSERT INTO campaign_recipients (workspace_id, campaign_id, contact_id, state, leased_until, next_try_at, key_month, marked_at)
             VALUES ($1, $2, $3, 'handing over', now() - interval '1 second', now(), 82, rollcall_now() - $4::interval)
             ON CONFLICT (workspace_id, campaign_id, contact_id)
               DO UPDATE SET state = 'handing over', leased_until = excluded.leased_until, marked_at = excluded.marked_at, handed_at = NULL`,
            [caller.workspaceId, id, contactId, markedAt],
          );
        const settle = async () => {
          await settleLapsed(pool, { workspaceId: caller.workspaceId, campaignId: id });
          const { rows } = await pool.query('SELECT state FROM campaign_recipients WHERE campaign_id = $1', [
            id,
          ]);
          return rows[0].state;
        };
        await row('1 minute');
        expect(await settle()).toBe(state);
        await row('24 hours');
        expect(await settle()).toBe('uncertain');
      }
    });

    it('go out with a sender that was checked', async () => {
      await addPeople(audience.storage, ada.workspaceId, 2);
      const senderId = await addSender(audience.storage, ada.workspaceId);
      const { id } = await draftFor(deps(), ada, { senderId });
      await sendNow(deps(), ada, { id });
      await start();
      expect(await stateOf(id)).toEqual({ state: 'sending', trouble: null });
    });
  });
});
