import { beforeEach, describe, expect, it } from 'vitest';
import type { AudienceDeps, Caller } from '../../../src/audience/caller.ts';
import { type CampaignChange, listenToCampaigns } from '../../../src/audience/campaigns/changes.ts';
import { duplicateCampaign } from '../../../src/audience/campaigns/copies.ts';
import { editCampaign, showCampaign } from '../../../src/audience/campaigns/drafts.ts';
import {
  pauseCampaign,
  resumeCampaign,
  sendToUncertain,
  stopCampaign,
} from '../../../src/audience/campaigns/running.ts';
import { startPump } from '../../../src/audience/campaigns/sending/pump.ts';
import { forgetContact } from '../../../src/audience/contacts/forget.ts';
import { startJobRunner } from '../../../src/audience/jobs/runner.ts';
import { readToken } from '../../../src/audience/public/token.ts';
import { unsubscribeFromEverything } from '../../../src/audience/topics/choices.ts';
import { sumsOf } from '../../../src/storage/campaigns/sums.ts';
import { until } from '../../support/app-process.ts';
import {
  addPeople,
  addSender,
  draftFor,
  type FakeServer,
  fakeServer,
  sendNow,
  sums,
  taken,
} from '../../support/campaigns.ts';
import { withAudience } from '../../support/with-audience.ts';

describe('sending a campaign', () => {
  const audience = withAudience();
  let ada: Caller;
  let server: FakeServer;
  let senderId: number;
  let log: string[];

  beforeEach(async () => {
    ada = await audience.newCaller();
    server = fakeServer();
    log = [];
    senderId = await addSender(audience.storage, ada.workspaceId);
  });

  const deps = (): AudienceDeps => ({
    storage: audience.storage,
    now: audience.storage.clock.now,
    pages: { url: 'https://mail.acme.example', check: async () => undefined },
    sending: server.port,
  });
  const people = (count: number, options?: { status?: string; prefix?: string }) =>
    addPeople(audience.storage, ada.workspaceId, count, options);
  const query = (sql: string, ...values: unknown[]) => audience.storage.pool.query(sql, values);
  const stateOf = async (id: number) => (await showCampaign(deps(), ada, { id })).state;
  /** The start of a campaign whose time has come. */
  async function prepare(): Promise<void> {
    const runner = startJobRunner(deps(), { pollMs: 5, log: (line) => log.push(line) });
    await runner.idle();
    await runner.stop();
  }
  const pump = () => startPump(deps(), { pollMs: 20, log: (line) => log.push(line) });
  /** Sends until the campaign is in a state. */
  async function run(id: number, state = 'sent'): Promise<void> {
    const running = pump();
    await until(async () => (await stateOf(id)) === state, 10_000);
    await running.stop();
  }
  async function begun(count = 3): Promise<{ id: number; ids: number[] }> {
    const ids = await people(count);
    const { id } = await draftFor(deps(), ada, { senderId });
    await sendNow(deps(), ada, { id });
    await prepare();
    expect(await stateOf(id)).toBe('sending');
    return { id, ids };
  }

  it('hands over one mail to everyone in its audience, and to nobody else', async () => {
    await people(2, { status: 'unsubscribed', prefix: 'gone' });
    const { id } = await begun(57);
    await run(id);
    expect(server.counts().size).toBe(57);
    expect(new Set(server.counts().values())).toEqual(new Set([1]));
    expect(await sums(audience.storage, id)).toEqual({ 'handed over': 57, 'left out unsubscribed': 2 });
    const { rows } = await query(
      `SELECT count(*)::int AS n, count(DISTINCT external_id)::int AS ids FROM events WHERE workspace_id = $1 AND kind = 'received' AND campaign_id = $2`,
      ada.workspaceId,
      id,
    );
    expect(rows).toEqual([{ n: 57, ids: 57 }]);
    expect(log).toEqual([]);
  });

  it('writes the mail with the key, the links and the headers that its person needs', async () => {
    const { id, ids } = await begun(1);
    await run(id);
    const [mail] = server.mails;
    expect(mail).toMatchObject({
      from: { name: 'Acme', address: 'news@acme.example' },
      to: { name: 'Person 1', address: 'person-1@x.example' },
      subject: 'Hello',
      headers: {
        'List-Unsubscribe': `<https://mail.acme.example/p/${mail?.key}>`,
        'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
      },
    });
    const token = (url: string) => readToken(audience.storage, url.slice(url.lastIndexOf('/') + 1));
    const content = { workspaceId: ada.workspaceId, campaignId: id, id: ids[0] };
    expect(token(`/${mail?.key}`)).toMatchObject({ ...content, kind: 'send' });
    const [link = ''] = /https:\/\/mail\.acme\.example\/p\/[\w-]+/.exec(mail?.text ?? '') ?? [];
    expect(token(link)).toMatchObject({ ...content, kind: 'mailed' });
    expect(mail?.html).toContain(link);
  });

  it('writes Markdown for each person, with fallbacks for what they lack', async () => {
    await people(1);
    await query(
      'UPDATE contacts SET name = NULL WHERE workspace_id = $1 AND email LIKE $2',
      ada.workspaceId,
      '%',
    );
    const body = '**Hi {{first name|there}}**\n\n- [Shop](https://a.example/?who={{email}})\n  - more';
    const { id } = await draftFor(deps(), ada, { senderId, subject: 'For {{name|you}}', body });
    await sendNow(deps(), ada, { id });
    await prepare();
    await run(id);
    const [mail] = server.mails;
    expect(mail?.subject).toBe('For you');
    expect(mail?.html).toContain('<strong>Hi there</strong>');
    expect(mail?.html).toContain('href="https://a.example/?who=person-1%40x.example"');
    expect(mail?.text).toContain('- Shop (https://a.example/?who=person-1%40x.example)\n  - more');
  });

  it('is held if it uses an attribute that was deleted since', async () => {
    await people(1);
    const by = { workspaceId: ada.workspaceId, name: 'plan', nameKey: 'plan', type: 'text' };
    const { id: attribute } = await audience.storage.prisma.attribute.create({ data: by });
    const { id } = await draftFor(deps(), ada, { senderId, body: 'Your plan: {{plan|free}}' });
    await sendNow(deps(), ada, { id });
    await prepare();
    await query('DELETE FROM attributes WHERE workspace_id = $1 AND id = $2', ada.workspaceId, attribute);
    await run(id, 'held');
    expect((await showCampaign(deps(), ada, { id })).trouble).toMatchObject({ why: 'content broken' });
    expect(server.mails).toEqual([]);
  });

  it('does not mail who unsubscribed, paused or was erased after it was prepared', async () => {
    const { id, ids } = await begun(4);
    const [first = 0, second = 0, third = 0] = ids;
    await unsubscribeFromEverything(
      deps(),
      { workspaceId: ada.workspaceId, contactId: first },
      { text: 'x' },
    );
    await query(
      `INSERT INTO pauses (workspace_id, contact_id, at, until, how, log_id) VALUES ($1, $2, now(), now() + interval '1 day', 'page', 1)`,
      ada.workspaceId,
      second,
    );
    await forgetContact(deps(), ada, { id: third });
    await run(id);
    expect([...server.counts().keys()]).toEqual(['person-4@x.example']);
    expect(await sums(audience.storage, id)).toEqual({
      'handed over': 1,
      'left out unsubscribed': 1,
      'left out paused': 1,
    });
    // The sum stays: the erased person is counted, not named.
    const all = await sumsOf(audience.storage.pool, ada.workspaceId, id);
    expect(all).toContainEqual({ state: 'left out', reason: 'erased', people: 1 });
    expect(all.reduce((sum, each) => sum + each.people, 0)).toBe(4);
  });

  it('leaves out who unsubscribes while it goes out, up to their very mail', async () => {
    server = fakeServer({ connections: 1 });
    const { id, ids } = await begun(5);
    const last = ids.at(-1) ?? 0;
    server.answer = async (_, count) => {
      if (count === 2)
        await unsubscribeFromEverything(
          deps(),
          { workspaceId: ada.workspaceId, contactId: last },
          { text: 'x' },
        );
      return taken;
    };
    await run(id);
    expect(server.mails).toHaveLength(4);
    expect(await sums(audience.storage, id)).toEqual({ 'handed over': 4, 'left out unsubscribed': 1 });
  });

  it('pauses at once, resumes, and mails nobody twice', async () => {
    const { id } = await begun(60);
    let pausedAfter = 0;
    server.answer = async (_, count) => {
      await new Promise((resolve) => setTimeout(resolve, 5));
      if (count === 10) {
        await pauseCampaign(deps(), ada, { id });
        pausedAfter = server.mails.length;
      }
      return taken;
    };
    const running = pump();
    await until(async () => (await stateOf(id)) === 'paused');
    // Those with the server at that moment end; nobody else is handed over.
    await new Promise((resolve) => setTimeout(resolve, 300));
    const { length } = server.mails;
    expect(length).toBeLessThanOrEqual(pausedAfter + 5);
    await resumeCampaign(deps(), ada, { id });
    await until(async () => (await stateOf(id)) === 'sent');
    await running.stop();
    expect([server.counts().size, server.mails.length]).toEqual([60, 60]);
  });

  it('stops for good: who was waiting is left out, and the sum stays', async () => {
    const { id } = await begun(40);
    server.answer = async (_, count) => {
      await new Promise((resolve) => setTimeout(resolve, 5));
      if (count === 10) await stopCampaign(deps(), ada, { id });
      return taken;
    };
    const running = pump();
    await until(async () => (await stateOf(id)) === 'stopped');
    await new Promise((resolve) => setTimeout(resolve, 200));
    await running.stop();
    const {
      'handed over': handed = 0,
      'left out stopped': left = 0,
      ...others
    } = await sums(audience.storage, id);
    expect([handed + left, others]).toEqual([40, {}]);
    expect(server.mails).toHaveLength(handed);
    await expect(resumeCampaign(deps(), ada, { id })).rejects.toMatchObject({ code: 'busy' });
  });

  it('tries again who was refused for now, under the same key, and fails after the last time', async () => {
    const { id } = await begun(1);
    server.answer = () => ({ is: 'later', reply: '451 not now', isBusy: false });
    const running = pump();
    for (let tries = 1; tries <= 6; tries += 1) {
      await until(() => server.mails.length === tries);
      const { rows } = await query(
        'SELECT state, tries, next_try_at - rollcall_now() > interval $$50 seconds$$ AS waits FROM campaign_recipients WHERE campaign_id = $1',
        id,
      );
      await until(async () => (await sums(audience.storage, id)).waiting === 1 || tries === 6);
      if (rows[0].state === 'waiting') expect(rows[0].waits).toBe(true);
      expect(await stateOf(id)).toBe('sending');
      if (tries < 6)
        await query(
          'UPDATE campaign_recipients SET next_try_at = now() - interval $$1 second$$ WHERE campaign_id = $1',
          id,
        );
    }
    await until(async () => (await stateOf(id)) === 'sent');
    await running.stop();
    expect(await sums(audience.storage, id)).toEqual({ failed: 1 });
    expect(new Set(server.mails.map(({ key }) => key)).size).toBe(1);
  });

  it('bounces the contact too if there is no such mailbox, and says why others failed', async () => {
    const { id, ids } = await begun(3);
    server.answer = ({ to }) =>
      to.address.startsWith('person-1')
        ? { is: 'refused', reply: '550 5.1.1 no such user', isNobody: true }
        : to.address.startsWith('person-2')
          ? { is: 'refused', reply: '554 spam', isNobody: false }
          : taken;
    await run(id);
    expect(await sums(audience.storage, id)).toEqual({ 'bounced hard': 1, failed: 1, 'handed over': 1 });
    const { rows } = await query(
      'SELECT id, status FROM contacts WHERE workspace_id = $1 ORDER BY id',
      ada.workspaceId,
    );
    expect(rows.map(({ status }) => status)).toEqual(['bounced', 'subscribed', 'subscribed']);
    const failed = await query('SELECT reply, cause FROM campaign_recipients WHERE contact_id = $1', ids[1]);
    expect(failed.rows).toEqual([{ reply: '554 spam', cause: 'blocked' }]);
    const bounced = await query(
      `SELECT r.cause, e.properties FROM campaign_recipients r JOIN events e ON e.contact_id = r.contact_id AND e.kind = 'bounced' WHERE r.contact_id = $1`,
      ids[0],
    );
    expect(bounced.rows).toEqual([
      { cause: 'no mailbox', properties: { bounce: 'hard', cause: 'no mailbox' } },
    ]);
  });

  it('never sends again by itself what may have gone out; an admin may', async () => {
    const { id } = await begun(3);
    server.answer = ({ to }) =>
      to.address.startsWith('person-2') ? { is: 'uncertain', reply: 'no reply' } : taken;
    await run(id);
    expect(await sums(audience.storage, id)).toEqual({ uncertain: 1, 'handed over': 2 });
    expect(server.mails).toHaveLength(3);
    server.answer = () => taken;
    await sendToUncertain(deps(), ada, { id });
    await run(id);
    expect(await sums(audience.storage, id)).toEqual({ 'handed over': 3 });
    expect(
      new Set(server.mails.filter(({ to }) => to.address.startsWith('person-2')).map(({ key }) => key)).size,
    ).toBe(1);
  });

  it('writes a mail from the contact as it is at that moment', async () => {
    const { id, ids } = await begun(1);
    await query(
      `UPDATE contacts SET name = 'Changed', email = 'New@x.example', email_key = 'new@x.example' WHERE id = $1`,
      ids[0],
    );
    await run(id);
    expect(server.mails[0]?.to).toEqual({ name: 'Changed', address: 'New@x.example' });
  });

  it('leaves out an address that was erased, even if it came back in some other way', async () => {
    const { id, ids } = await begun(1);
    await query(
      `INSERT INTO suppressions (workspace_id, email_hash, reason, source) VALUES ($1, $2, 'erased', 'request')`,
      ada.workspaceId,
      audience.storage.hash('person-1@x.example'),
    );
    await run(id);
    expect([server.mails.length, await sums(audience.storage, id)]).toEqual([0, { 'left out erased': 1 }]);
    expect(ids).toHaveLength(1);
  });

  it('shares the work of one campaign among processes, each mail once', async () => {
    server = fakeServer({ connections: 3 });
    server.answer = async () => {
      await new Promise((resolve) => setTimeout(resolve, 2));
      return taken;
    };
    const { id } = await begun(300);
    const pumps = [pump(), pump(), pump()];
    await until(async () => (await stateOf(id)) === 'sent', 20_000);
    await Promise.all(pumps.map((each) => each.stop()));
    expect([server.counts().size, server.mails.length]).toEqual([300, 300]);
  });

  it('leaves few mails uncertain if it dies: it marks three for each connection at most before it notes them', async () => {
    const { id } = await begun(80);
    const open: number[] = [];
    server.answer = async () => {
      const { rows } = await query(
        `SELECT count(*)::int AS n FROM campaign_recipients WHERE campaign_id = $1 AND state = 'handing over'`,
        id,
      );
      open.push(rows[0].n);
      return taken;
    };
    await run(id);
    expect(open).toHaveLength(80);
    expect(Math.max(...open)).toBeLessThanOrEqual(15);
  });

  it('is sent only when every row is final', async () => {
    const { id } = await begun(2);
    server.answer = ({ to }) =>
      to.address.startsWith('person-2') ? { is: 'later', reply: '451 not now', isBusy: false } : taken;
    const running = pump();
    await until(async () => (await sums(audience.storage, id))['handed over'] === 1);
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(await stateOf(id)).toBe('sending');
    await running.stop();
  });

  it('tells who listens of every change, and of progress', async () => {
    const told: CampaignChange[] = [];
    const states: string[] = [];
    const end = listenToCampaigns(deps(), (change) => {
      told.push(change);
      if (change.kind === 'state') void stateOf(change.campaignId).then((state) => states.push(state));
      throw new Error('a listener that fails changes nothing');
    });
    const { id } = await begun(3);
    server.answer = ({ to }) =>
      to.address.startsWith('person-3') ? { is: 'later', reply: '451', isBusy: false } : taken;
    const running = pump();
    await until(() => told.some(({ kind }) => kind === 'progress'));
    await pauseCampaign(deps(), ada, { id });
    await stopCampaign(deps(), ada, { id });
    await until(() => states.includes('stopped'));
    await running.stop();
    end();
    expect(new Set(told.map(({ campaignId }) => campaignId))).toEqual(new Set([id]));
    // Scheduled, preparing, sending, paused, stopped. The state may have changed again before it is read.
    expect(told.filter(({ kind }) => kind === 'state').length).toBeGreaterThanOrEqual(5);
    const possible = ['scheduled', 'preparing', 'sending', 'paused', 'stopped'];
    expect(possible).toEqual(expect.arrayContaining(states));
    const { length } = told;
    await duplicateCampaign(deps(), ada, { ref: { id } });
    expect(told).toHaveLength(length);
  });

  it('is repaired if it can no longer be written, and goes on when an admin who did not write it says so', async () => {
    await people(3);
    await query('UPDATE workspaces SET second_person_above = 2 WHERE id = $1', ada.workspaceId);
    const by = { workspaceId: ada.workspaceId, name: 'plan', nameKey: 'plan', type: 'text' };
    const { id: attribute } = await audience.storage.prisma.attribute.create({ data: by });
    const { id } = await draftFor(deps(), ada, { senderId, body: 'Your plan: {{plan|free}}' });
    await sendNow(deps(), ada, { id });
    await prepare();
    await query('DELETE FROM attributes WHERE workspace_id = $1 AND id = $2', ada.workspaceId, attribute);
    await run(id, 'held');
    const { version } = await showCampaign(deps(), ada, { id });
    // Who gets it is fixed.
    await expect(editCampaign(deps(), ada, { id, version, audience: 'subscribed' })).rejects.toMatchObject({
      code: 'busy',
    });
    const repaired = await editCampaign(deps(), ada, {
      ...{ id, version, body: 'Your plan is free', audience: 'everyone', senderId },
    });
    expect(repaired).toMatchObject({ state: 'held', prepared: 3, contentBy: 'U0ADA' });
    await expect(resumeCampaign(deps(), ada, { id })).rejects.toMatchObject({ code: 'undecided' });
    await expect(resumeCampaign(deps(), ada, { id, isOnlyAdmin: true, typed: 2 })).rejects.toMatchObject({
      code: 'undecided',
    });
    await resumeCampaign(deps(), { ...ada, actor: 'U0BOB' }, { id });
    await run(id);
    expect(server.mails.map(({ text }) => text.includes('Your plan is free'))).toEqual([true, true, true]);
  });

  it('counts a contact that was added in a second target once', async () => {
    const [first = 0] = await people(3);
    const tag = await audience.storage.prisma.tag.create({
      data: { workspaceId: ada.workspaceId, name: 'vip', createdBy: 'U0ADA' },
    });
    await audience.storage.prisma.contactTag.create({
      data: { workspaceId: ada.workspaceId, tagId: tag.id, contactId: first },
    });
    const { id } = await draftFor(deps(), ada, { senderId, audience: 'tagged vip, subscribed' });
    await sendNow(deps(), ada, { id });
    await prepare();
    await run(id);
    expect([server.counts().size, server.mails.length]).toEqual([3, 3]);
  });
});
