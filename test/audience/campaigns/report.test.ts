import { beforeEach, describe, expect, it } from 'vitest';
import type { AudienceDeps, Caller } from '../../../src/audience/caller.ts';
import { draftForMissed } from '../../../src/audience/campaigns/copies.ts';
import { campaignLosses } from '../../../src/audience/campaigns/losses.ts';
import { campaignReport } from '../../../src/audience/campaigns/results.ts';
import { resultsCard } from '../../../src/audience/campaigns/results-card.ts';
import { campaignWaterfall } from '../../../src/audience/campaigns/waterfall.ts';
import { recordEvents } from '../../../src/audience/events/events.ts';
import { listPeople } from '../../../src/audience/people/list.ts';
import { makeToken } from '../../../src/audience/public/token.ts';
import { choose, oneClick, unsubscribeFromEverything } from '../../../src/audience/topics/choices.ts';
import { addTopic } from '../../../src/audience/topics/topics.ts';
import { undoChoice } from '../../../src/audience/topics/undo-choice.ts';
import { resultParts } from '../../../src/lib/campaigns/report.ts';
import { begunCampaign, type MailReport, reportMails } from '../../support/begun-campaign.ts';
import { addPeople } from '../../support/campaigns.ts';
import { withAudience } from '../../support/with-audience.ts';

const now = new Date('2026-11-20T12:00:00Z');
const at = (hours: number) => new Date(now.getTime() - hours * 3_600_000);

describe('the results of a campaign', () => {
  const audience = withAudience({ now: () => now });
  let ada: Caller;
  let people: number[];
  let id: number;
  const deps = (): AudienceDeps => audience.deps;
  const query = (sql: string, ...values: unknown[]) => audience.storage.pool.query(sql, values);
  const hand = (state: string, contacts: number[], reason: string | null = null) =>
    query(
      `UPDATE campaign_recipients SET state = $4, reason = $5, handed_at = $6 WHERE workspace_id = $1 AND campaign_id = $2 AND contact_id = ANY($3)`,
      ...[ada.workspaceId, id, contacts, state, reason, at(10)],
    );
  const report = () => campaignReport(deps(), ada, { id });
  const say = (...reports: Omit<MailReport, 'id'>[]) =>
    reportMails(deps(), ada, {
      campaignId: id,
      reports: reports.map((each, n) => ({ ...each, id: `${each.kind}-${each.contactId}-${n}` })),
    });

  beforeEach(async () => {
    ada = await audience.newCaller('editor');
    people = await addPeople(audience.storage, ada.workspaceId, 10);
    await addPeople(audience.storage, ada.workspaceId, 2, { status: 'unsubscribed', prefix: 'gone' });
    id = await begunCampaign(deps(), ada);
  });

  it('take events whose link is too long for an index, and don’t list it', async () => {
    await hand('handed over', people);
    const rare = Array.from({ length: 900 }, (_, n) => String.fromCodePoint(0x4e00 + ((n * 7_919) % 20_000)));
    const [a = 0] = people;
    await say({ kind: 'clicked', contactId: a, at: at(5), url: `https://x.org/${rare.join('')}` });
    expect(await report()).toMatchObject({ clicked: { people: 1, hits: 1 }, links: [] });
  });

  it('don’t list links that are about one person: with an address, or a token of ours', async () => {
    await hand('handed over', people);
    const [a = 0] = people;
    const token = makeToken(audience.storage, { kind: 'mailed', ...ada, campaignId: id, id: a, now });
    const urls = [
      ...['p', 'l', 'view'].map((place) => `https://mail.acme.example/${place}/${token}`),
      `https://mail.acme.example/news/p/${token}?utm_source=x`,
      ...['https://x.org/?to=ada%40x.example', 'https://x.org/p/spring-sale'],
    ];
    await say(...urls.map((url) => ({ kind: 'clicked' as const, contactId: a, at: at(5), url })));
    expect(await report()).toMatchObject({
      clicked: { people: 1, hits: urls.length },
      links: [{ url: 'https://x.org/p/spring-sale', hits: 1 }],
    });
  });

  it('are people first, each number with what it is a share of', async () => {
    expect(await report()).toMatchObject({
      ...{ name: 'Spring', isOurs: true, sentAt: null, audience: 12 },
      outcome: { sent: 0, bounced: 0, leftOut: 2, failed: 0, uncertain: 0, waiting: 10 },
      delivered: { people: 0, of: 0, said: 'accepted' },
      ...{
        opened: { how: 'off' },
        clicked: { how: 'off' },
        targets: [],
        links: [],
        hours: [],
        conversions: null,
      },
    });
    await hand('handed over', people);
    expect((await report()).delivered).toEqual({ people: 10, of: 10, said: 'accepted' });
    const [a = 0, b = 0, c = 0, d = 0, e = 0] = people;
    await say(
      { kind: 'opened', contactId: a, at: at(5) },
      { kind: 'opened', contactId: a, at: at(4) },
      { kind: 'opened', contactId: b, at: at(5), machine: true },
      { kind: 'clicked', contactId: a, at: at(4), url: 'https://x.org/a' },
      { kind: 'clicked', contactId: c, at: at(4), url: 'https://x.org/a' },
      { kind: 'clicked', contactId: c, at: at(3), url: 'https://x.org/b' },
      { kind: 'clicked', contactId: b, at: at(3), url: 'https://x.org/b', machine: true },
      { kind: 'bounced', contactId: d, at: at(5), bounce: 'hard' },
      { kind: 'bounced', contactId: e, at: at(5), bounce: 'soft' },
      { kind: 'complained', contactId: b, at: at(5) },
      { kind: 'unsubscribed', contactId: c, at: at(2) },
    );
    expect(await report()).toMatchObject({
      audience: 12,
      outcome: { sent: 8, bounced: 2, leftOut: 2, failed: 0, uncertain: 0, waiting: 0 },
      delivered: { people: 8, of: 10, said: 'delivered' },
      opened: { how: 'person', people: 1, of: 8, machines: 1, hits: 2, machineHits: 1 },
      clicked: { how: 'person', people: 2, of: 8, machines: 1, hits: 3, machineHits: 1 },
      unsubscribed: { people: 1, of: 8 },
      complained: { people: 1, of: 8 },
      bounced: { people: 2, of: 10, hard: 1, soft: 1 },
      links: [
        { url: 'https://x.org/a', hits: 2, machineHits: 0, people: 2 },
        { url: 'https://x.org/b', hits: 1, machineHits: 1, people: 1 },
      ],
      hours: [
        { at: at(5), opened: 1, clicked: 0 },
        { at: at(4), opened: 1, clicked: 2 },
        { at: at(3), opened: 0, clicked: 1 },
      ],
      eventsDeletedBefore: null,
      at: now,
    });
    // The same again changes nothing, and those who are deleted stay in every number.
    const before = await report();
    await say({ kind: 'opened', contactId: a, at: at(5) });
    expect(await report()).toEqual(before);
    await query('DELETE FROM contacts WHERE workspace_id = $1 AND id = ANY($2)', ada.workspaceId, people);
    expect(await report()).toEqual(before);
  });

  it('show hits alone if that is all that is recorded, and people if a provider reports them anyway', async () => {
    await hand('handed over', people);
    await query(
      `UPDATE campaign_mails SET track_opens = 'total', track_clicks = 'person' WHERE campaign_id = $1`,
      id,
    );
    await query(
      `INSERT INTO campaign_hits (workspace_id, campaign_id, kind, link_id, hour, machine, hits)
       VALUES ($1, $2, 'opened', 0, $3, false, 5), ($1, $2, 'opened', 0, $3, true, 2)`,
      ...[ada.workspaceId, id, at(5)],
    );
    expect(await report()).toMatchObject({
      opened: { how: 'total', hits: 5, machineHits: 2 },
      clicked: { how: 'person', people: 0, of: 10, machines: 0, hits: 0, machineHits: 0 },
    });
    await say({ kind: 'opened', contactId: people[0] ?? 0, at: at(5) });
    expect((await report()).opened).toEqual({
      ...{ how: 'person', people: 1, of: 10, machines: 0, hits: 6, machineHits: 2 },
    });
  });

  it('are told apart by what it was sent to, as that was then', async () => {
    await query(
      `INSERT INTO tags (workspace_id, id, name, created_by) VALUES ($1, 901, 'vip', 'U1'), ($1, 902, 'beta', 'U1')`,
      ada.workspaceId,
    );
    await query(
      `INSERT INTO contact_tags (workspace_id, contact_id, tag_id) SELECT $1::int, c, 901 FROM unnest($2::int[]) c
       UNION ALL SELECT $1::int, c, 902 FROM unnest($3::int[]) c`,
      ...[ada.workspaceId, people.slice(0, 4), people.slice(3, 6)],
    );
    id = await begunCampaign(deps(), ada, { name: 'Summer', audience: 'tagged vip, tagged beta' });
    await hand('handed over', people);
    await query('DELETE FROM contact_tags WHERE workspace_id = $1', ada.workspaceId);
    await say({ kind: 'clicked', contactId: people[3] ?? 0, at: at(1) });
    expect((await report()).targets).toEqual([
      { label: 'tagged vip', delivered: 4, opened: null, clicked: 1, unsubscribed: 0 },
      { label: 'tagged beta', delivered: 3, opened: null, clicked: 1, unsubscribed: 0 },
    ]);
  });

  it('count those who converted within the days after their first click, each once, and what it was worth', async () => {
    await hand('handed over', people);
    await query(
      `UPDATE campaign_mails SET conversion_kind = 'purchase', conversion_days = 5 WHERE campaign_id = $1`,
      id,
    );
    const [a = 0, b = 0, c = 0, d = 0] = people;
    const click = (contactId: number, hours: number) => ({
      kind: 'clicked' as const,
      contactId,
      at: at(hours),
    });
    await query('UPDATE campaign_recipients SET handed_at = $2 WHERE campaign_id = $1', id, at(241));
    await say(click(a, 240), click(b, 100), click(c, 48));
    const buy = (contactId: number, hours: number, properties: Record<string, string | number>) => ({
      ...{ contactId, kind: 'purchase', at: at(hours), properties },
    });
    await recordEvents(deps(), ada, {
      source: 'api',
      events: [
        // Too late, too early, and without a click.
        ...[buy(a, 119, { amount: 1000 }), buy(b, 101, { amount: 1000 }), buy(d, 1, { amount: 1000 })],
        ...[buy(a, 239, { amount: 10 }), buy(a, 200, { amount: 'a lot', value: 5.5 })],
        ...[buy(b, 99, { value: '20' }), buy(c, 1, {})],
      ],
    });
    expect((await report()).conversions).toEqual({
      ...{ kind: 'purchase', days: 5, after: 'click', people: 3, of: 3, value: 35.5 },
    });
    // A provider whose clock is behind reports the click of one before the mail went out, 100 hours ago.
    await query('UPDATE campaign_recipients SET handed_at = $2 WHERE campaign_id = $1', id, at(100));
    expect((await report()).conversions).toMatchObject({ people: 2, of: 3, value: 20 });
    await hand('handed over', people);
    await query(
      `UPDATE campaign_mails SET conversion_after = 'delivery', conversion_days = 1 WHERE campaign_id = $1`,
      id,
    );
    expect((await report()).conversions).toMatchObject({ after: 'delivery', people: 2, of: 10, value: 1000 });
  });

  it('are there for a campaign that is known from reports alone, by its name', async () => {
    const [a, b, c, d] = people.map((_, n) => `person-${n + 1}@x.example`);
    const events = [
      ...[a, b, c, d].map((email) => ({ email, kind: 'received', at: at(30) })),
      { email: a, kind: 'opened', at: at(20) },
      { email: a, kind: 'opened', at: at(19), machine: true },
      { email: b, kind: 'opened', at: at(19), machine: true },
      { email: c, kind: 'clicked', at: at(19), properties: { url: 'https://x.org/' } },
      { email: d, kind: 'bounced', at: at(29), bounce: 'hard' },
      { email: b, kind: 'bounced', at: at(29), bounce: 'soft' },
      { email: c, kind: 'unsubscribed', at: at(18) },
    ];
    await recordEvents(deps(), ada, {
      source: 'api',
      events: events.map((event) => ({ ...event, campaign: 'Black Friday' })),
    });
    expect(await campaignReport(deps(), ada, { name: 'black friday' })).toMatchObject({
      ...{ name: 'Black Friday', isOurs: false, sentAt: at(30), audience: null, outcome: null },
      delivered: { people: 3, of: 4, said: 'delivered' },
      opened: { how: 'person', people: 1, of: 3, machines: 1, hits: 1, machineHits: 2 },
      clicked: { how: 'person', people: 1, of: 3, machines: 0 },
      unsubscribed: { people: 1, of: 3 },
      complained: { people: 0, of: 3 },
      bounced: { people: 1, of: 4, hard: 1, soft: 0 },
      links: [{ url: 'https://x.org/', hits: 1, people: 1 }],
    });
    await expect(campaignReport(deps(), ada, { name: 'Blak Friday' })).rejects.toMatchObject({
      message: 'No campaign "Blak Friday".',
      hint: 'Did you mean "Black Friday"?',
    });
  });
  it('have the people behind each number as a list, as far as they still exist', async () => {
    await hand('handed over', people);
    await query(
      `UPDATE campaign_mails SET conversion_kind = 'purchase', conversion_days = 5 WHERE campaign_id = $1`,
      id,
    );
    const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0] = people;
    const url = 'https://x.org/a';
    await say(
      { kind: 'opened', contactId: a, at: at(5) },
      { kind: 'opened', contactId: b, at: at(5), machine: true },
      { kind: 'clicked', contactId: a, at: at(4), url },
      { kind: 'clicked', contactId: f, at: at(4), url: 'https://x.org/b' },
      { kind: 'clicked', contactId: c, at: at(4), url, machine: true },
      { kind: 'bounced', contactId: d, at: at(5), bounce: 'hard' },
      { kind: 'bounced', contactId: e, at: at(5), bounce: 'soft' },
      { kind: 'complained', contactId: b, at: at(5) },
      { kind: 'unsubscribed', contactId: c, at: at(2) },
    );
    const purchase = { contactId: a, kind: 'purchase', at: at(1) };
    await recordEvents(deps(), ada, { source: 'api', events: [purchase] });
    const lists = async (campaignId: number) => {
      const found: Record<string, number[]> = {};
      const { links } = await campaignReport(deps(), ada, { id: campaignId });
      for (const part of resultParts) {
        const link = part === 'clicked link' ? { link: links.find((each) => each.url === url)?.id ?? 0 } : {};
        const source = { of: 'results', id: campaignId, part, ...link } as const;
        const { people: listed, gone, size } = await listPeople(deps(), ada, { source });
        expect(listed).toHaveLength(size?.people ?? -1);
        found[part] = listed.map((each) => each.id).sort((x, y) => x - y);
        if (gone !== undefined) found[`${part}, gone`] = [gone];
      }
      return found;
    };
    const expected = {
      ...{ delivered: people.filter((each) => each !== d && each !== e), opened: [a], clicked: [a, f] },
      ...{ 'clicked link': [a], 'opened by machines': [b], 'clicked by machines': [c], unsubscribed: [c] },
      ...{ complained: [b], 'bounced hard': [d], 'bounced soft': [e], converted: [a] },
    };
    expect(await lists(id)).toEqual(expected);
    await query('DELETE FROM contacts WHERE workspace_id = $1 AND id = $2', ada.workspaceId, a);
    expect(await lists(id)).toEqual({
      ...expected,
      ...{ delivered: expected.delivered.slice(1), 'delivered, gone': [1], opened: [], 'opened, gone': [1] },
      ...{ clicked: [f], 'clicked, gone': [1], 'clicked link': [], 'clicked link, gone': [1], converted: [] },
    });
    // The same of a campaign that is known from reports alone.
    const byReport = [b, c, d].map((contactId) => ({ contactId, kind: 'received', at: at(9) }));
    await recordEvents(deps(), ada, {
      source: 'api',
      events: [
        ...byReport,
        { contactId: b, kind: 'opened', at: at(8), machine: true },
        { contactId: c, kind: 'clicked', at: at(8), properties: { url } },
        { contactId: d, kind: 'bounced', at: at(8), bounce: 'hard' },
      ].map((event) => ({ ...event, campaign: 'Black Friday' })),
    });
    const { id: other } = await campaignReport(deps(), ada, { name: 'Black Friday' });
    expect(await lists(other)).toMatchObject({
      ...{ delivered: [b, c], opened: [], clicked: [c], 'clicked link': [c], 'opened by machines': [b] },
      ...{ unsubscribed: [], complained: [], 'bounced hard': [d], converted: [] },
    });
  });

  it('lead to a draft for those who missed it, and for no one else', async () => {
    const [a = 0, b = 0, c = 0, d = 0, e = 0] = people;
    await hand('handed over', people.slice(5));
    await expect(draftForMissed(deps(), ada, { id })).rejects.toMatchObject({
      message: 'No one missed "Spring".',
    });
    await hand('failed', [a]);
    await hand('left out', [b], 'mailed lately');
    await hand('left out', [c], 'topic off');
    await hand('uncertain', [d]);
    await hand('bounced', [e], 'hard');
    const { draft, missed } = await draftForMissed(deps(), ada, { id });
    expect(missed).toEqual([
      { state: 'failed', reason: '', people: 1 },
      { state: 'left out', reason: 'mailed lately', people: 1 },
    ]);
    expect(draft).toMatchObject({ name: 'Spring for those who missed it', state: 'draft', prepared: null });
    const members = async (campaignId: number) => {
      const source = { of: 'campaign', id: campaignId, reason: null } as const;
      return (await listPeople(deps(), ada, { source })).people.map((each) => each.id).sort((x, y) => x - y);
    };
    expect(await members(draft.id)).toEqual([a, b]);
    // Of one that was stopped, also those who were left.
    await hand('left out', [c], 'stopped');
    const { draft: another } = await draftForMissed(deps(), ada, { id });
    expect([another.name, await members(another.id)]).toEqual([
      'Spring for those who missed it 2',
      [a, b, c],
    ]);
  });

  it('lead to a draft whose exclusions still hold, without those that use a deleted tag', async () => {
    const [a = 0, b = 0] = people;
    await hand('failed', [a, b]);
    const { rows } = await query(
      `INSERT INTO tags (workspace_id, name, created_by) VALUES ($1, 'churned', 'U1') RETURNING id`,
      ada.workspaceId,
    );
    const churned = Number(rows[0]?.id);
    await query(
      'INSERT INTO contact_tags (workspace_id, tag_id, contact_id, added_at) VALUES ($1, $2, $3, now())',
      ...[ada.workspaceId, churned, b],
    );
    const rule = { type: 'not', rule: { type: 'tagged', match: 'any', tags: [churned, churned + 99] } };
    await query('UPDATE campaign_mails SET audience = $2 WHERE campaign_id = $1', id, JSON.stringify(rule));
    const { draft } = await draftForMissed(deps(), ada, { id });
    const source = { of: 'campaign', id: draft.id, reason: null } as const;
    expect((await listPeople(deps(), ada, { source })).people.map((each) => each.id)).toEqual([a]);
  });

  it('lead to a draft for as many people as its button says: without those deleted or excluded since', async () => {
    const [a = 0, b = 0, c = 0, d = 0] = people;
    await hand('failed', [a, b]);
    await hand('left out', [c], 'mailed lately');
    await hand('left out', [d], 'stopped');
    const { rows } = await query(
      `INSERT INTO tags (workspace_id, name, created_by) VALUES ($1, 'churned', 'U1') RETURNING id`,
      ada.workspaceId,
    );
    const churned = Number(rows[0]?.id);
    const rule = { type: 'not', rule: { type: 'tagged', match: 'any', tags: [churned] } };
    await query('UPDATE campaign_mails SET audience = $2 WHERE campaign_id = $1', id, JSON.stringify(rule));
    const button = async () => (await resultsCard(deps(), ada, { id })).missed;
    expect(await button()).toBe(4);
    await query('DELETE FROM contacts WHERE workspace_id = $1 AND id = $2', ada.workspaceId, a);
    expect(await button()).toBe(3);
    await query(
      'INSERT INTO contact_tags (workspace_id, tag_id, contact_id, added_at) VALUES ($1, $2, $3, now())',
      ...[ada.workspaceId, churned, c],
    );
    expect(await button()).toBe(2);
    const { draft, missed } = await draftForMissed(deps(), ada, { id });
    expect(missed.map(({ people }) => people)).toEqual([1, 1]);
    expect((await campaignWaterfall(deps(), ada, { id: draft.id })).match).toBe(2);
    await query('DELETE FROM contacts WHERE workspace_id = $1 AND id = ANY($2)', ada.workspaceId, [b, d]);
    expect(await button()).toBe(0);
    await expect(draftForMissed(deps(), ada, { id })).rejects.toMatchObject({
      message: 'No one missed "Spring".',
    });
  });

  it('count people who left by a link in the mail, a topic or everything, until they undo it', async () => {
    const shown = { description: '', isOn: true, isShown: true, confirms: false };
    const admin = { ...ada, role: 'admin' as const };
    const topic = await addTopic(deps(), admin, { ...shown, name: 'News' });
    const other = await addTopic(deps(), admin, { ...shown, name: 'Offers' });
    await hand('handed over', people);
    const person = (n: number) => ({ workspaceId: ada.workspaceId, contactId: people[n] ?? 0 });
    const off = { topics: [{ id: other.id, on: false, text: 'Offers' }], campaignId: id };
    await oneClick(deps(), person(0), { topicId: topic.id, campaignId: id });
    const undoable = await choose(deps(), person(1), off);
    await unsubscribeFromEverything(deps(), person(2), { campaignId: id });
    const everything = await unsubscribeFromEverything(deps(), person(3), { campaignId: id });
    // By another link, and to get more.
    await oneClick(deps(), person(4), { topicId: topic.id, campaignId: null });
    await choose(deps(), person(5), { ...off, topics: [{ id: other.id, on: true, text: 'Offers' }] });
    await say({ kind: 'unsubscribed', contactId: people[6] ?? 0, at: at(1) });
    expect((await report()).unsubscribed).toEqual({ people: 5, of: 10 });
    expect((await campaignLosses(deps(), ada, { id, isOurs: true })).left).toEqual([
      { topic: null, people: 3 },
      { topic: 'News', people: 1 },
      { topic: 'Offers', people: 1 },
    ]);
    await undoChoice(deps(), person(1), { undoId: undoable.undoId ?? 0 });
    expect((await report()).unsubscribed.people).toBe(4);
    await undoChoice(deps(), person(3), { undoId: everything.undoId ?? 0 });
    expect((await report()).unsubscribed.people).toBe(3);
    // They had left by it before: undoing the second click leaves the first.
    await oneClick(deps(), person(1), { topicId: topic.id, campaignId: id });
    const second = await choose(deps(), person(1), off);
    await undoChoice(deps(), person(1), { undoId: second.undoId ?? 0 });
    expect((await report()).unsubscribed.people).toBe(4);
  });
});
