import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addPeople, addSender, fakeServer } from '../support/campaigns.ts';
import { startRollcall, type TestRollcall } from '../support/rollcall.ts';
import { type SlackPerson, slackPerson } from '../support/slack-person.ts';

let rollcall: TestRollcall;
let sam: SlackPerson;
const server = fakeServer();

beforeAll(async () => {
  const publicUrl = 'https://mail.acme.example';
  rollcall = await startRollcall('embedded', { publicUrl, sending: server.port });
  const { ada, database, slack } = rollcall;
  sam = slackPerson(slack, 'U0SAM');
  await ada.types('/tags new vip');
  const { storage } = database;
  const { rows } = await storage.pool.query<{ id: number }>('SELECT id FROM workspaces');
  const workspaceId = rows[0]?.id ?? 0;
  await addPeople(storage, workspaceId, 4);
  await addPeople(storage, workspaceId, 1, { status: 'unsubscribed', prefix: 'gone' });
  await addSender(storage, workspaceId, { name: 'News' });
  await ada.types('/campaigns new Spring sale');
  await ada.seesModal('New campaign');
  await ada.fills({ Subject: 'About Spring sale', From: 'News', 'Or in words': 'everyone', Text: 'Hello' });
  await ada.submits();
  await ada.sees('Created the draft *Spring sale*.');
}, 240_000);
afterAll(() => rollcall?.close());

describe('campaigns around their sending', () => {
  it('sends tests to teammates and allowed addresses, and to no one who must not get mail', async () => {
    const { ada, database } = rollcall;
    await sam.types('/campaigns test Spring sale');
    await sam.seesModal('Send a test');
    await sam.fills({ Teammates: ['U0SAM', 'U0YUKI'] });
    expect(await sam.submits()).toEqual({ ok: true });
    await sam.sees('Sent 2 tests of *Spring sale*.');
    const tests = server.mails.slice(-2);
    expect(tests.map(({ to, subject }) => [to.address, subject])).toEqual([
      ['sam@acme.example', '[Test] About Spring sale'],
      ['yuki@acme.example', '[Test] About Spring sale'],
    ]);
    expect(tests.map(({ headers }) => headers['List-Unsubscribe'])).toEqual([undefined, undefined]);
    expect(tests[0]?.html).toContain('/p/test');

    await ada.types('/campaigns test Spring sale');
    await ada.seesModal('Send a test');
    const allowed = 'Allowed addresses (only admins see this)';
    await ada.fills({ Teammates: [], [allowed]: 'qa@acme.example no-address' });
    expect(await ada.submits()).toMatchObject({
      ok: false,
      errors: { [allowed]: /is not an email address/ },
    });
    await ada.fills({ [allowed]: 'qa@acme.example' });
    expect(await ada.submits()).toEqual({ ok: true });
    await ada.sees('Sent 1 test of *Spring sale*.');

    await ada.types('/contacts suppress yuki@acme.example');
    await sam.types('/campaigns test Spring sale');
    await sam.fills({ Teammates: ['U0YUKI'] });
    expect(await sam.submits()).toMatchObject({ ok: false, errors: { Teammates: /suppressed or erased/ } });
    await sam.fills({ Teammates: ['U0GUS'] });
    expect(await sam.submits()).toMatchObject({ ok: false, errors: { Teammates: /not to guests/ } });
    await database.storage.pool.query(
      `UPDATE audit_entries SET details = '{"mails": 19}' WHERE action = 'campaign.tested' AND details->>'mails' = '2'`,
    );
    await sam.fills({ Teammates: ['U0SAM'] });
    expect(await sam.submits()).toMatchObject({ ok: false, errors: { Teammates: /At most 20 tests/ } });
    await sam.closes();
  }, 120_000);

  it('starts campaigns from messages and cards, answers questions about them, and shows them at Home', async () => {
    const { ada } = rollcall;
    await sam.types('@Rollcall who gets "Spring sale"?');
    await ada.sees(/4 people will get it.*5 people match/s);
    await ada.types('/tags show vip');
    await ada.clicks('New campaign to these');
    await ada.seesModal('New campaign');
    await ada.fills({ Name: 'From a card' });
    expect(await ada.submits()).toEqual({ ok: true });
    await ada.sees(/Created the draft \*From a card\*.*tagged vip/s);
    const words = 'Hello *everyone*, see you at https://acme.example/';
    await rollcall.slack.say({ person: 'U0SAM', channel: 'C0GENERAL', text: words });
    await ada.runs('send_as_campaign', /Hello/);
    await ada.seesModal('New campaign');
    await ada.fills({ Name: 'From a message' });
    expect(await ada.submits()).toEqual({ ok: true });
    await ada.sees('Created the draft *From a message*.');
    await ada.types('/campaigns preview From a message');
    await ada.sees('Hello everyone, see you at');
    const home = await ada.opensHome();
    expect(home).toMatch(/Campaigns.*From a message.*All campaigns/s);
  }, 120_000);
});
