import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { recordEvents } from '../../src/audience/events/events.ts';
import { addPeople } from '../support/campaigns.ts';
import { type ReadingApp, startReadingApp } from '../support/reading-app.ts';

const PEOPLE = 240;

let app: ReadingApp;
/** A number as cards say it: `212 of 4,770`. */
const said = (people: number, of: number) => `*${people.toLocaleString('en')} of ${of.toLocaleString('en')}*`;

beforeAll(async () => {
  app = await startReadingApp();
  const { ada, deps } = app;
  await ada.types('/tags new vip');
  const { pool } = deps.storage;
  const { rows } = await pool.query<{ id: number }>('SELECT id FROM workspaces');
  const workspaceId = rows[0]?.id ?? 0;
  await addPeople(deps.storage, workspaceId, PEOPLE);
  await addPeople(deps.storage, workspaceId, 3, { status: 'unsubscribed', prefix: 'gone' });
  await pool.query(`UPDATE workspaces SET postal_address = '1 Example Street', second_person_above = 10000`);
  await pool.query('UPDATE senders SET per_second = 10000');
  await ada.types('/campaigns new Spring sale');
  await ada.seesModal('New campaign');
  await ada.fills({
    ...{ Subject: 'Spring sale', 'Or in words': 'everyone' },
    Text: 'Hello. [Shop](https://shop.example/a) [News](https://shop.example/b)',
  });
  expect(await ada.submits()).toEqual({ ok: true });
  await ada.sees('Created the draft');
  await ada.types('/campaigns send Spring sale');
  await ada.seesModal('Send campaign');
  await ada.fills({ 'Track opens': 'Record who opened what', 'Track clicks': 'Record who clicked what' });
  expect(await ada.submits()).toEqual({ ok: true });
  await ada.sees(`${PEOPLE} sent, 3 left out`, { timeout: 60_000 });
  await app.letThemRead();
}, 180_000);
afterAll(() => app?.close());

describe('the results of a campaign that an audience has read', () => {
  it('agree with what the readers wrote down themselves, number by number', async () => {
    const { ada, people } = app;
    await ada.types('/campaigns results Spring sale');
    const card = ada.lastMessage();
    const [hard, soft] = [people('bounced hard'), people('bounced soft')];
    const delivered = PEOPLE - hard - soft;
    const clicks = app.deeds().filter(({ did }) => did === 'clicked').length;
    const left = people('unsubscribed by one click', 'unsubscribed on the page');
    expect(people('delivered')).toBe(delivered);
    expect(clicks).toBeGreaterThan(3);
    expect(card).toContain(`${PEOPLE + 3} people in its audience`);
    expect(card).toContain(`${delivered} sent, ${hard + soft} bounced, 3 left out`);
    expect(card).toContain(`${said(delivered, PEOPLE)} delivered`);
    expect(card).toContain(`${said(people('clicked'), delivered)} clicked`);
    expect(card).toContain(`${said(people('opened'), delivered)} opened it`);
    expect(card).toContain(left === 0 ? 'No one has unsubscribed' : `${said(left, delivered)} unsubscribed`);
    expect(card).toContain(`${said(hard + soft, PEOPLE)} bounced`);
    if (people('complained') > 0) expect(card).toContain(said(people('complained'), delivered));
    await ada.clicks('Links');
    const links = await ada.sees('2 links');
    for (const url of ['https://shop.example/a', 'https://shop.example/b']) {
      const of = app.deeds().filter(({ did, link }) => did === 'clicked' && link === url);
      const who = new Set(of.map(({ key }) => key)).size;
      expect(links).toContain(`\`${url.replace('https://', '')}\`\n*${who}* `);
    }
  });

  it('lead on: to people, a segment, a comparison, a file, and a question in a channel', async () => {
    const { ada, people } = app;
    const clickers = people('clicked');
    await ada.types('/campaigns results Spring sale');
    await ada.clicks('Segment of clickers');
    await ada.seesModal('New segment');
    expect(await ada.submits()).toEqual({ ok: true });
    expect(await ada.sees('Created *Clicked Spring sale*')).toMatch(new RegExp(`\\b${clickers}\\b`));

    await ada.types('/campaigns results Spring sale');
    await ada.clicks('Export CSV');
    await ada.sees('The file with the results of *Spring sale* is in your messages with Rollcall.');

    await ada.types('/campaigns compare Spring sale with Summer sale');
    expect(ada.lastMessage()).toContain('No campaign "Summer sale".');
    await ada.types('/campaigns compare Spring sale with Spring sale');
    expect(ada.lastMessage()).toContain('That compares "Spring sale" with itself.');
    await ada.types('/campaigns compare Spring sale');
    await ada.seesModal('Compare Spring sale with');
    await ada.closes();

    await ada.types('@Rollcall how did Spring sale do?', { channel: 'C0MARKETING' });
    await ada.sees(new RegExp(`${clickers} of \\d+ clicked.*Half of the clicks`, 's'));
    expect(ada.lastMessage()).not.toContain('View people');
  });

  it('are posted once in the campaign’s thread, three days later with everything until then', async () => {
    const { ada, deps } = app;
    const thread = async () => {
      const { rows } = await deps.storage.pool.query(
        'SELECT results_ts AS ts, results_step AS step FROM campaign_posts',
      );
      return rows;
    };
    await expect
      .poll(thread, { timeout: 20_000 })
      .toMatchObject([{ ts: expect.stringMatching(/^\d/), step: 2 }]);
    const posted = ada.messages().filter(({ text }) => /^Spring sale: .* clicked/.test(text ?? ''));
    expect(posted.length).toBeGreaterThan(0);
  });

  it('count conversions once someone says what counts', async () => {
    const { ada, deps } = app;
    const { rows } = await deps.storage.pool.query<{ email: string; at: Date; workspace: number }>(
      `SELECT c.email, r.clicked_at AS at, r.workspace_id AS workspace FROM campaign_recipients r
       JOIN contacts c ON c.workspace_id = r.workspace_id AND c.id = r.contact_id
       WHERE r.clicked_at IS NOT NULL ORDER BY c.id LIMIT 2`,
    );
    const shop = { workspaceId: rows[0]?.workspace ?? 0, actor: 'shop', role: 'admin' } as const;
    await recordEvents(deps, shop, {
      source: 'api',
      events: rows.map(({ email, at }, n) => ({
        ...{ id: `order ${n}`, email, kind: 'purchase', properties: { amount: 20.5 } },
        at: new Date(at.getTime() + 60_000),
      })),
    });
    await ada.types('/campaigns conversions Spring sale');
    await ada.seesModal('What should people do after *Spring sale*?');
    await ada.fills({ Event: 'purchase', 'Within how many days?': 'soon' });
    expect(await ada.submits()).toMatchObject({
      ok: false,
      errors: { 'Within how many days?': /1 to 90 days/ },
    });
    await ada.fills({ 'Within how many days?': '2' });
    expect(await ada.submits()).toEqual({ ok: true });
    await ada.sees(
      `*2 of ${app.people('clicked')}* who clicked did \`purchase\` within 2 days of their click, `,
    );
    expect(ada.lastMessage()).toContain('worth 41');
  });

  it('are compared with those of another campaign that is chosen in a form', async () => {
    const { ada, deps } = app;
    const { rows } = await deps.storage.pool.query<{ id: number; email: string }>(
      `SELECT w.id, c.email FROM workspaces w JOIN contacts c ON c.workspace_id = w.id WHERE c.status = 'subscribed' ORDER BY c.id LIMIT 10`,
    );
    await recordEvents(
      deps,
      { workspaceId: rows[0]?.id ?? 0, actor: 'shop', role: 'admin' },
      {
        source: 'api',
        events: rows.map(({ email }, n) => ({
          ...{ id: `old ${n}`, email, kind: 'received', campaign: 'Black Friday', at: deps.now() },
        })),
      },
    );
    await ada.types('/campaigns results Spring sale');
    await ada.clicks('Compare with…');
    await ada.seesModal('Compare Spring sale with');
    expect(await ada.looksUp('Compare Spring sale with', 'black')).toEqual(['Black Friday']);
    await ada.fills({ 'Compare Spring sale with': 'Spring sale' });
    expect(await ada.submits()).toMatchObject({
      ok: false,
      errors: { 'Compare Spring sale with': expect.stringContaining('compares "Spring sale" with itself') },
    });
    await ada.fills({ 'Compare Spring sale with': 'Black Friday' });
    expect(await ada.submits()).toEqual({ ok: true });
    const compared = (await ada.sees(/^Spring sale and Black Friday/)).replaceAll('\u00a0', ' ');
    const delivered = PEOPLE - app.people('bounced hard') - app.people('bounced soft');
    expect(compared).toMatch(
      new RegExp(`Clicked \\| \\S+ % \\(${app.people('clicked')} of ${delivered}\\) \\| not recorded`),
    );
    expect(compared).toContain('(10 of 10)');
  });

  it('lead to a draft for those who didn’t get it, with the number of its button', async () => {
    const { ada, deps } = app;
    const { pool } = deps.storage;
    const { rows: reached } = await pool.query<{ workspace: number; contact: number; email: string }>(
      `SELECT r.workspace_id AS workspace, r.contact_id AS contact, c.email FROM campaign_recipients r
       JOIN contacts c ON c.workspace_id = r.workspace_id AND c.id = r.contact_id
       WHERE r.state = 'delivered' AND c.status = 'subscribed' ORDER BY r.contact_id LIMIT 5`,
    );
    const [first] = reached;
    await pool.query(
      `UPDATE campaign_recipients SET state = CASE WHEN contact_id = $3 THEN 'left out' ELSE 'failed' END,
         reason = CASE WHEN contact_id = $3 THEN 'mailed lately' END, cause = CASE WHEN contact_id <> $3 THEN 'full' END
       WHERE workspace_id = $1 AND contact_id = ANY($2)`,
      [first?.workspace, reached.map(({ contact }) => contact), first?.contact],
    );
    await ada.types('/campaigns results Spring sale');
    expect(await ada.sees('Send to the 5 who didn’t get it')).toContain('4 failed');
    await ada.clicks('Bounces and unsubscribes');
    expect(await ada.sees('Refused when it was handed over')).toContain('*4* mailbox full');

    await ada.types(`/campaigns why ${reached[4]?.email} in Spring sale`);
    expect(ada.lastMessage()).toContain('didn’t get it: the server refused the mail (mailbox full)');

    // Someone is deleted, and the number goes down with them.
    await ada.types(`/contacts forget ${reached[4]?.email}`);
    await ada.clicks('Erase for good');
    await ada.sees('Erased the contact');
    await ada.types('/campaigns results Spring sale');
    await ada.clicks('Send to the 4 who didn’t get it');
    const draft = await ada.sees('Created the draft *Spring sale for those who missed it*');
    expect(draft).toContain(
      'for the 4 people who didn’t get *Spring sale*: 3 failed, 1 mailed too recently.',
    );
    await ada.types('/campaigns audience Spring sale for those who missed it');
    expect(ada.lastMessage()).toMatch(/\b4\b.*match/s);
    await ada.types('/campaigns show Spring sale for those who missed it');
    expect(await ada.sees('missed "Spring sale"')).toContain('4 people will get it');
  });
});
