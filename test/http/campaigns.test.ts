import { beforeEach, describe, expect, it } from 'vitest';
import type { AudienceDeps, Caller } from '../../src/audience/caller.ts';
import { editCampaign, showCampaign } from '../../src/audience/campaigns/drafts.ts';
import { previewCampaign } from '../../src/audience/campaigns/preview.ts';
import { releaseForm } from '../../src/audience/campaigns/release-form.ts';
import { startPump } from '../../src/audience/campaigns/sending/pump.ts';
import { allowTestAddresses } from '../../src/audience/campaigns/tests.ts';
import { chooseTracking } from '../../src/audience/campaigns/tracking/settings.ts';
import { startJobRunner } from '../../src/audience/jobs/runner.ts';
import { openApi, type TestApi } from '../support/api.ts';
import { until } from '../support/app-process.ts';
import { addPeople, addSender, type FakeServer, fakeServer } from '../support/campaigns.ts';
import { withAudience } from '../support/with-audience.ts';

describe('campaigns over the HTTP API', () => {
  const audience = withAudience();
  let ada: Caller;
  let api: TestApi;
  let server: FakeServer;

  beforeEach(async () => {
    ada = await audience.newCaller();
    server = fakeServer();
    await addSender(audience.storage, ada.workspaceId);
    api = await openApi(deps(), ada.workspaceId);
  });

  const deps = (): AudienceDeps => ({
    ...{ storage: audience.storage, now: audience.storage.clock.now, sending: server.port },
    pages: { url: 'https://mail.acme.example', check: async () => undefined },
  });
  const draft = async (changes: object = {}): Promise<string> => {
    const input = {
      name: 'Sale',
      subject: 'Hi',
      body: 'Hello',
      audience: 'everyone',
      sender: 'news',
      ...changes,
    };
    const { status, body } = await api.send('POST', '/api/v1/campaigns', input);
    expect([status, body]).toEqual([201, expect.objectContaining({ state: 'draft', name: 'Sale' })]);
    return (body as { id: string }).id;
  };
  const at = (id: string, path = '') => `/api/v1/campaigns/${id}${path}`;

  it('say what is recorded of opens and clicks, and leave the rest as in the settings', async () => {
    const id = await draft({ tracking: { opens: 'total', utm: true } });
    const { rows } = await audience.storage.pool.query(
      'SELECT track_opens AS opens, track_clicks AS clicks, adds_utm AS utm FROM campaign_mails WHERE campaign_id = $1',
      [id],
    );
    expect(rows).toEqual([{ opens: 'total', clicks: null, utm: true }]);
    expect((await api.send('GET', at(id))).body).toMatchObject({
      tracking: { opens: 'total', clicks: 'off', utm: true, chosen: false },
    });
    const wrong = await api.send('POST', '/api/v1/campaigns', { name: 'Other', tracking: { opens: 'all' } });
    expect(wrong.status).toBe(422);
  });

  it('say when they send one that nobody chose what to record, and what is recorded once someone did', async () => {
    await addPeople(audience.storage, ada.workspaceId, 2);
    const id = await draft();
    const off = { opens: 'off', clicks: 'off', utm: false, chosen: false };
    const sent = await api.send('POST', at(id, '/send'), { expected: 2, when: 'tomorrow 9am' });
    expect(sent).toMatchObject({ status: 202, body: { state: 'scheduled', tracking: off } });
    expect((await api.send('GET', at(id))).body).toMatchObject({ tracking: off });
    await chooseTracking(deps(), ada, { opens: 'off', clicks: 'total' });
    const chosen = { ...off, clicks: 'total', chosen: true };
    expect((await api.send('GET', '/api/v1/campaigns')).body).toMatchObject({
      campaigns: [{ id, tracking: chosen }],
    });
  });

  it('asks the admin who approves what an API key asked for, as long as nobody chose what to record', async () => {
    await addPeople(audience.storage, ada.workspaceId, 2);
    await audience.storage.pool.query('UPDATE workspaces SET second_person_above = 1 WHERE id = $1', [
      ada.workspaceId,
    ]);
    const id = await draft();
    expect(await api.send('POST', at(id, '/send'), { expected: 2 })).toMatchObject({
      body: { state: 'needs approval', tracking: { chosen: false } },
    });
    const form = () => releaseForm(deps(), ada, { id: Number(id) });
    expect(await form()).toMatchObject({ way: 'send', toChoose: { opens: null, clicks: null } });
    await chooseTracking(deps(), ada, { opens: 'off', clicks: 'off' });
    expect((await form()).toChoose).toBeUndefined();
  });

  it('draft, count, send and read one, and send it once however often they ask', async () => {
    await addPeople(audience.storage, ada.workspaceId, 3);
    await addPeople(audience.storage, ada.workspaceId, 2, { status: 'unsubscribed', prefix: 'gone' });
    const id = await draft();
    expect((await api.send('GET', at(id, '/audience'))).body).toMatchObject({
      ...{ match: 5, getIt: 3, leftOut: [{ reason: 'unsubscribed', people: 2 }], audience: 'everyone' },
    });
    const refused = await api.send('POST', at(id, '/send'), { expected: 4 });
    expect(refused.status).toBe(409);
    expect(refused.text).toContain('You expected 4 people; now it’s 3.');
    const [sent, again] = [
      await api.send('POST', at(id, '/send'), { expected: 3 }, { 'idempotency-key': 'k1' }),
      await api.send('POST', at(id, '/send'), { expected: 3 }, { 'idempotency-key': 'k1' }),
    ];
    expect(sent).toMatchObject({ status: 202, body: { state: 'scheduled' } });
    expect(again.text).toBe(sent.text);
    expect((await api.send('POST', at(id, '/send'), { expected: 3 })).status).toBe(409);

    const runner = startJobRunner(deps(), { pollMs: 5 });
    await runner.idle();
    await runner.stop();
    const pump = startPump(deps(), { pollMs: 20 });
    await until(async () => /"state":"sent"/.test((await api.send('GET', at(id))).text), 30_000);
    await pump.stop();
    expect(server.counts().size).toBe(3);
    expect((await api.send('GET', at(id, '/results'))).body).toMatchObject({
      ...{
        id,
        name: 'Sale',
        sentByRollcall: true,
        audience: 5,
        delivered: { people: 3, of: 3, said: 'accepted' },
      },
      states: [
        { state: 'handed over', reason: null, people: 3 },
        { state: 'left out', reason: 'unsubscribed', people: 2 },
      ],
      opened: { recorded: 'off', people: null, hits: null },
      ...{ unsubscribed: { people: 0, of: 3 }, causes: [], conversions: null, eventsDeletedBefore: null },
    });
    const csv = await api.send('GET', at(id, '/results'), undefined, { accept: 'text/csv' });
    expect(csv.headers.get('content-type')).toMatch('text/csv');
    expect(csv.text).toContain('part,name,measure,people,of,hits,machine_hits\r\ncampaign,Sale,,,,,\r\n');
    expect(csv.text).toContain('state,left out,unsubscribed,2,5,,\r\n');
    await audience.storage.pool.query(
      `UPDATE campaign_recipients SET state = 'bounced', reason = 'hard', cause = 'no mailbox' WHERE campaign_id = $1 AND state = 'handed over'`,
      [id],
    );
    const causes = [{ state: 'bounced', cause: 'no mailbox', people: 3 }];
    expect((await api.send('GET', at(id, '/results'))).body).toMatchObject({ causes });
    const { body: page } = await api.send('GET', at(id, '/recipients?state=bounced&limit=1'));
    expect(page).toMatchObject({ recipients: [{ state: 'bounced', reason: 'hard', cause: 'no mailbox' }] });
    const bounced = await api.send('GET', at(id, '/results'), undefined, { accept: 'text/csv' });
    expect(bounced.text).toContain('cause,no mailbox,bounced,3,,,\r\n');
    await audience.storage.pool.query(
      `UPDATE campaign_recipients SET state = 'handed over', reason = NULL, cause = NULL WHERE campaign_id = $1 AND state = 'bounced'`,
      [id],
    );
    expect((await api.send('GET', at(id))).body).toMatchObject({
      prepared: 5,
      people: [
        { state: 'handed over', reason: null, people: 3 },
        { state: 'left out', reason: 'unsubscribed', people: 2 },
      ],
    });

    const seen: string[] = [];
    let cursor = '';
    do {
      const { body } = await api.send('GET', at(id, `/recipients?limit=2${cursor && `&cursor=${cursor}`}`));
      const page = body as { recipients: { email: string }[]; next: string | null };
      seen.push(...page.recipients.map(({ email }) => email));
      cursor = page.next ?? '';
    } while (cursor !== '');
    expect(new Set(seen).size).toBe(5);
    expect(seen).toHaveLength(5);
    const { body: leftOut } = await api.send('GET', at(id, '/recipients?state=left%20out'));
    expect(leftOut).toMatchObject({ recipients: [{ reason: 'unsubscribed' }, { reason: 'unsubscribed' }] });
    expect((await api.send('GET', '/api/v1/campaigns')).body).toMatchObject({
      campaigns: [{ id, name: 'Sale' }],
    });
    expect(api.log).toEqual([]);
  });

  it('take an HTML file, which stays one when someone edits something else', async () => {
    const file = { body: undefined, html: '<p>Hi {{name|there}}</p>' };
    const id = Number(await draft(file));
    const { version } = await showCampaign(deps(), ada, { id });
    await editCampaign(deps(), ada, { id, version, subject: 'New', body: '<p>Hi {{name|you}}</p>' });
    expect(await showCampaign(deps(), ada, { id })).toMatchObject({ bodyKind: 'html', subject: 'New' });
    const { mail } = await previewCampaign(deps(), ada, { id });
    expect(mail.html).toMatch(/^<p>Hi you<\/p><div /);
    for (const [input, said] of [
      [{ html: '<script></script>' }, /Line 1: Scripts don’t run in mails/],
      [{ html: '<p>x</p>', body: 'x' }, /either/],
    ] as const) {
      const answer = await api.send('POST', '/api/v1/campaigns', { name: 'Other', ...input });
      expect([answer.status, answer.text]).toEqual([422, expect.stringMatching(said)]);
    }
  });

  it('send tests to addresses that an admin allowed, and to no others', async () => {
    await allowTestAddresses(deps(), ada, 'tester@acme.example');
    const id = await draft();
    const test = (...addresses: string[]) => api.send('POST', at(id, '/test'), { addresses });
    expect((await test('eve@x.example')).status).toBe(403);
    expect(await test('tester@acme.example')).toMatchObject({
      status: 200,
      body: { tests: [{ to: 'tester@acme.example', result: 'sent' }] },
    });
    expect(server.mails.map(({ subject }) => subject)).toEqual(['[Test] Hi']);
  });

  it('only ask for approval if many people get it', async () => {
    await addPeople(audience.storage, ada.workspaceId, 4);
    await audience.storage.pool.query('UPDATE workspaces SET second_person_above = 3 WHERE id = $1', [
      ada.workspaceId,
    ]);
    const id = await draft();
    const { status, body } = await api.send('POST', at(id, '/send'), { expected: 4, when: 'tomorrow 9am' });
    expect([status, body]).toEqual([202, expect.objectContaining({ state: 'needs approval' })]);
    expect((await api.send('POST', at(id, '/send'), { expected: 4 })).status).toBe(409);
  });

  it.each<[string, object, number, RegExp]>([
    ['a field that doesn’t exist', { tilte: 'x' }, 422, /tilte/],
    ['no name', { name: '' }, 422, /empty/],
    ['a sender that doesn’t exist', { name: 'B', sender: 'nobody' }, 422, /No sender .*nobody.*News/],
    ['an audience that isn’t understood', { name: 'B', audience: 'tagged nothing' }, 422, /nothing/],
    ['a merge field that doesn’t exist', { name: 'B', body: '{{shoe size|x}}' }, 422, /shoe size/],
    ['a name that is in use', { name: 'sale' }, 409, /already exists/],
  ])('refuse %s', async (_what, input, status, said) => {
    await draft();
    const answer = await api.send('POST', '/api/v1/campaigns', { name: 'Other', ...input });
    expect([answer.status, answer.text]).toEqual([status, expect.stringMatching(said)]);
  });

  it('need their own scopes: drafting doesn’t let a key send, and reading names nobody', async () => {
    await addPeople(audience.storage, ada.workspaceId, 1);
    const id = await draft();
    const writer = await openApi(deps(), ada.workspaceId, ['campaigns:write', 'campaigns:read'], 'writer');
    const refused = await writer.send('POST', at(id, '/send'), { expected: 1 });
    expect([refused.status, refused.text]).toEqual([403, expect.stringContaining('campaigns:send')]);
    expect((await writer.send('GET', at(id, '/recipients'))).status).toBe(403);
    const reader = await openApi(deps(), ada.workspaceId, ['contacts:read'], 'reader');
    for (const path of ['', '/recipients', '/audience', '/results'])
      expect((await reader.send('GET', at(id, path))).status).toBe(403);
    const other = await openApi(deps(), (await audience.newCaller()).workspaceId);
    for (const path of ['', '/recipients', '/audience', '/results'])
      expect((await other.send('GET', at(id, path))).status).toBe(404);
    expect((await other.send('POST', at(id, '/send'), { expected: 1 })).status).toBe(404);
  });
});
