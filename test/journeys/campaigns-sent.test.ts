import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addPeople, addSender, fakeServer, taken } from '../support/campaigns.ts';
import { startRollcall, type TestRollcall } from '../support/rollcall.ts';
import { slackPerson } from '../support/slack-person.ts';

let rollcall: TestRollcall;
let sam: ReturnType<typeof slackPerson>;
/** By how much the app's clock is ahead of the database's. */
let ahead = 0;
const server = fakeServer({ connections: 2 });
/** Mails wait while it is set. */
let gate: Promise<void> | undefined;
let openGate = () => {};
server.answer = async () => {
  await gate;
  return taken;
};

beforeAll(async () => {
  rollcall = await startRollcall('embedded', {
    publicUrl: 'https://mail.acme.example',
    sending: server.port,
    now: () => new Date(Date.now() + ahead),
  });
  const { ada, database, slack } = rollcall;
  sam = slackPerson(slack, 'U0SAM');
  await ada.types('/tags new vip');
  const { storage } = database;
  const { rows } = await storage.pool.query<{ id: number }>('SELECT id FROM workspaces');
  const workspaceId = rows[0]?.id ?? 0;
  await addPeople(storage, workspaceId, 4);
  await addPeople(storage, workspaceId, 1, { status: 'unsubscribed', prefix: 'gone' });
  await addSender(storage, workspaceId, { name: 'News' });
});
afterAll(() => rollcall?.close());

const write = async (person: typeof sam, name: string, audience: string) => {
  await person.types(`/campaigns new ${name}`);
  await person.seesModal('New campaign');
  await person.fills({ Subject: `About ${name}`, From: 'News', 'Or in words': audience, Text: 'Hello' });
  expect(await person.submits()).toEqual({ ok: true });
  await person.sees(`Created the draft *${name}*.`);
};

describe('sending campaigns from Slack', () => {
  it('asks in a channel, is approved by an admin, and shows its progress there until it is sent', async () => {
    const { ada } = rollcall;
    await write(sam, 'Spring sale', 'everyone');
    await sam.clicks('Send…');
    await sam.seesModal('An admin approves it.');
    await sam.fills({ When: 'someday' });
    await sam.fills({ 'Ask in': 'C0MARKETING' });
    expect(await sam.submits()).toMatchObject({ ok: false, errors: { When: /is not a time/ } });
    await sam.fills({ When: 'tomorrow' });
    expect(await sam.submits()).toMatchObject({ ok: false, errors: { When: /At what time\?/ } });
    await sam.fills({ When: 'now' });
    expect(await sam.submits()).toEqual({ ok: true });
    await sam.sees('Asked for approval.');

    await ada.sees(/@U0SAM asks an admin to approve it.*as soon as it’s approved/s);
    await sam.clicks('Approve…');
    await sam.sees('You need the admin role to approve campaigns.');
    await ada.clicks('Approve…');
    await ada.seesModal('4 people');
    // Nobody chose yet, and nothing is preselected.
    await ada.seesModal('What should Rollcall record of opens and clicks?');
    expect(await ada.submits()).toMatchObject({ ok: false, errors: { 'Track opens': expect.anything() } });
    await ada.fills({
      'Track opens': 'Count them, without saying who',
      'Track clicks': 'Record who clicked what',
    });
    gate = new Promise((resolve) => {
      openGate = resolve;
    });
    expect(await ada.submits()).toEqual({ ok: true });
    await ada.sees(/Spring sale\*\s+·\s+sending/);
    await ada.clicks('Pause');
    await ada.sees(/Spring sale\*\s+·\s+paused/);
    openGate();
    gate = undefined;
    await sam.types('/campaigns resume Spring sale');
    expect(sam.lastMessage()).toContain('You need the admin role to resume campaigns.');
    await ada.types('/campaigns resume Spring sale');
    await ada.sees('4 sent, 1 left out');
    await ada.types('/campaigns results Spring sale');
    expect(ada.lastMessage()).toMatch(/5 people in its audience/);
    expect([...server.counts().values()]).toEqual([1, 1, 1, 1]);
  }, 120_000);

  it('holds one that changed after its approval, and says what to do', async () => {
    const { ada } = rollcall;
    await ada.types('/tags add vip person-1@x.example');
    await ada.types('/segments new Few: tagged vip');
    await write(ada, 'For few', 'in segment Few');
    await ada.types('/campaigns schedule For few tomorrow 9am');
    await ada.seesModal(/Goes out \*\w{3} .* 09:00 \(Europe\/London\), tomorrow\*/);
    await ada.seesModal('Records clicks per person, opens in total.');
    expect(await ada.submits()).toEqual({ ok: true });
    await ada.sees(/Scheduled \*For few\*/);
    expect(ada.lastMessage()).toMatch(/ 09:00 \(Europe\/London\), tomorrow/);

    await sam.types('/campaigns show For few');
    await sam.clicks('Reschedule');
    await sam.isTold('You need the admin role to reschedule campaigns.');
    await ada.types('/campaigns show For few');
    await ada.clicks('Reschedule');
    await ada.seesModal(/1 person\*, approved by .*U0ADA.*The approval stays: only the time changes\./);
    await ada.fills({ When: 'next Friday' });
    await ada.seesModal('At what time?');
    await ada.fills({ When: 'in 3 days at 10:00' });
    await ada.seesModal(/Goes out \*.* 10:00 \(Europe\/London\), in 3 days\*/);
    expect(await ada.submits()).toEqual({ ok: true });
    await ada.sees(/Rescheduled\..* 10:00 \(Europe\/London\), in 3 days/s);
    await ada.types('/audience history');
    expect(ada.lastMessage()).toMatch(/rescheduled \*For few\* to /);
    const { pool } = rollcall.database.storage;
    await pool.query(`UPDATE segments SET rule = '{"type":"everyone"}' WHERE name = 'Few'`);
    const { rows } = await pool.query<{ ms: number }>(
      `SELECT extract(epoch FROM due_at - now()) * 1000 AS ms FROM campaign_mails WHERE state = 'scheduled'`,
    );
    ahead = Number(rows[0]?.ms) + 1000;
    // Nothing checks senders here, so its check has to count then, too.
    await pool.query(`UPDATE senders SET checked_at = now() + interval '4 days'`);
    await pool.query(`UPDATE jobs SET due_at = now() WHERE kind = 'campaign' AND state = 'waiting'`);
    await ada.sees(/This campaign is on hold.*isn’t what was approved/s);
    ahead = 0;
    await ada.types('/campaigns show For few');
    await ada.clicks('Stop');
    await ada.seesModal('Stop *For few* for good?');
    expect(await ada.submits()).toEqual({ ok: true });
    await ada.sees(/For few\*\s+·\s+stopped/);
  }, 120_000);

  it('shows who is uncertain, and sends to them again if an admin says so', async () => {
    const { ada } = rollcall;
    server.answer = () => ({ is: 'uncertain', reply: 'no reply' });
    await write(ada, 'Maybe', 'everyone, except tagged vip');
    await ada.types('/campaigns send Maybe');
    await ada.seesModal('Send campaign');
    expect(await ada.submits()).toEqual({ ok: true });
    await ada.sees(/0 sent, 1 left out, 3 uncertain.*\[Send to the 3 uncertain\]/s);
    server.answer = () => taken;
    await ada.clicks('Send to the 3 uncertain');
    await ada.seesModal('some may get it twice');
    expect(await ada.submits()).toEqual({ ok: true });
    await ada.sees('3 sent, 1 left out');
  }, 120_000);

  it('lets the only admin type the number in place of a second person', async () => {
    const { ada, database } = rollcall;
    await database.storage.pool.query('UPDATE workspaces SET second_person_above = 2');
    await write(ada, 'To many', 'everyone');
    await ada.types('/campaigns send To many');
    await ada.seesModal('type the number of people: 4');
    await ada.fills({ 'You’re the only admin. To confirm, type the number of people: 4': '5' });
    expect(await ada.submits()).toMatchObject({ ok: false, errors: expect.anything() });
    await ada.fills({ 'You’re the only admin. To confirm, type the number of people: 4': '4' });
    expect(await ada.submits()).toEqual({ ok: true });
    await ada.sees('4 sent, 1 left out');
  }, 120_000);
});
