import { Hono } from 'hono';
import { afterEach, describe, expect, it } from 'vitest';
import { createFollow } from '../../src/audience/campaigns/tracking/follow.ts';
import { forgetContact } from '../../src/audience/contacts/forget.ts';
import { receiveItems } from '../../src/audience/events/provider-events.ts';
import { makeToken, monthOf } from '../../src/audience/public/token.ts';
import { servePublicPages } from '../../src/http/routes.ts';
import { adapters } from '../../src/http/webhooks/adapters.ts';
import { ensureLinks } from '../../src/storage/campaigns/links.ts';
import { withSending } from '../support/sending.ts';
import { browser, longAgo, sendTracked, type TrackedCampaign } from '../support/tracked-campaign.ts';

describe('the links and pictures of mails', () => {
  const sending = withSending();
  let sent: TrackedCampaign;
  afterEach(async () => {
    await sent?.close();
    await sending.query('DELETE FROM tracked_hits WHERE workspace_id = $1', sending.ada.workspaceId);
  });
  const send = async (given: Parameters<typeof sendTracked>[1] = {}) => {
    sent = await sendTracked(sending, given);
    return sent;
  };
  const events = async () =>
    (
      await sending.query(
        `SELECT contact_id AS contact, kind, machine, properties ->> 'url' AS link, count(*)::int AS times FROM events
         WHERE workspace_id = $1 AND kind IN ('opened', 'clicked') GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4`,
        sending.ada.workspaceId,
      )
    ).rows;
  const hits = async () =>
    (
      await sending.query(
        `SELECT kind, link_id AS link, machine, sum(hits)::int AS hits FROM campaign_hits
         WHERE workspace_id = $1 GROUP BY 1, 2, 3 ORDER BY 1, 2, 3`,
        sending.ada.workspaceId,
      )
    ).rows;
  const waiting = async () =>
    (
      await sending.query(
        'SELECT count(*)::int AS n FROM tracked_hits WHERE workspace_id = $1',
        sending.ada.workspaceId,
      )
    ).rows[0]?.n;

  it('lead to their addresses, record who clicked and opened, and prove that the mail arrived', async () => {
    const { id, mails, get, fold } = await send({ addsUtm: true });
    await longAgo(sending, { id });
    const [ada] = mails;
    expect(ada?.links).toHaveLength(3);
    expect(ada?.text).not.toContain('/l/');
    const answer = await get(ada?.links[0] ?? '');
    expect(answer.status).toBe(302);
    const utm =
      /^https:\/\/shop\.example\/a\?x=1&y=2&utm_source=rollcall&utm_medium=email&utm_campaign=sale-\w+$/;
    expect(answer.headers.get('location')).toMatch(utm);
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'cache-control': 'no-store',
      'referrer-policy': 'no-referrer',
      'x-robots-tag': 'noindex',
    });
    expect(ada?.text).toContain(`A (${answer.headers.get('location')})`);
    const picture = await get(ada?.pixel ?? '');
    expect(picture.headers.get('content-type')).toBe('image/gif');
    expect(picture.headers.get('cache-control')).toBe('no-store');
    expect(Buffer.from(await picture.arrayBuffer()).toString('latin1')).toMatch(/^GIF89a/);
    expect(await fold()).toBe(2);
    expect(await fold()).toBe(0);
    expect(await events()).toEqual([
      {
        contact: ada?.contactId,
        kind: 'clicked',
        machine: false,
        link: answer.headers.get('location'),
        times: 1,
      },
      { contact: ada?.contactId, kind: 'opened', machine: false, link: null, times: 1 },
    ]);
    const { rows } = await sending.query(
      'SELECT state FROM campaign_recipients WHERE campaign_id = $1 ORDER BY contact_id',
      id,
    );
    expect(rows).toEqual([{ state: 'delivered' }, { state: 'handed over' }]);
  });

  it('record hits and nobody if only totals are counted', async () => {
    const { mails, get, fold } = await send({ opens: 'total', clicks: 'total' });
    const [one, other] = mails;
    expect(one?.links).toEqual(other?.links);
    expect(one?.pixel).toBe(other?.pixel);
    for (const mail of mails) {
      await get(mail.links[1] ?? '');
      await get(mail.pixel ?? '', { method: 'HEAD' });
    }
    expect(await fold()).toBe(4);
    expect(await events()).toEqual([]);
    expect(await hits()).toEqual([
      { kind: 'clicked', link: 2, machine: false, hits: 2 },
      { kind: 'opened', link: 0, machine: true, hits: 2 },
    ]);
  });

  it('are left as they are if nothing is recorded, or nobody chose yet', async () => {
    for (const tracking of ['off', null] as const) {
      const { mails, id, close } = await send({ opens: tracking, clicks: tracking });
      expect(mails[0]).toMatchObject({ links: [], pixel: undefined });
      expect(mails[0]?.html).toContain('href="https://shop.example/a?x=1&amp;y=2"');
      expect(await sending.campaign(id)).toMatchObject({
        trackOpens: 'off',
        trackClicks: 'off',
        addsUtm: false,
      });
      await sending.query(`DELETE FROM contacts WHERE workspace_id = $1`, sending.ada.workspaceId);
      await close();
    }
  });

  it('count a thousand hits of one person as one person', async () => {
    const { id, mails, get, fold } = await send({ people: 1 });
    await longAgo(sending, { id });
    const path = mails[0]?.links[0] ?? '';
    for (let n = 0; n < 1_000; n += 50)
      await Promise.all(Array.from({ length: 50 }, () => get(path).then((answer) => answer.arrayBuffer())));
    expect(await fold()).toBe(1_000);
    expect(await events()).toMatchObject([{ machine: false, times: 1_000 }]);
  }, 60_000);

  it('lead nowhere if they were forged, cut, or are of another kind, and open no redirect', async () => {
    const { mails, get, fold, id } = await send();
    const token = mails[0]?.links[0]?.slice('/l/'.length) ?? '';
    const { storage } = sending.audience;
    const own = {
      workspaceId: sending.ada.workspaceId,
      campaignId: id,
      id: mails[0]?.contactId ?? 0,
      month: 0,
    };
    const forged = makeToken({ hash: () => 'ab'.repeat(32) }, { kind: 'link', link: 1, ...own });
    for (const path of [
      ...[`/l/${forged}`, `/l/${token.slice(0, -1)}`, `/l/${token}A`, '/l/', '/l/x'],
      ...['/l/https://evil.example', '/l/https:%2F%2Fevil.example', `/l/${token}/https://evil.example`],
      ...['/l//evil.example', `/l/${token}%0d%0aLocation:%20https://evil.example`, `/l/${token}%00`],
      ...[
        `/l/${makeToken(storage, { kind: 'send', ...own })}`,
        `/l/${makeToken(storage, { kind: 'link', ...own, link: 0 })}x`,
      ],
      `/l/${mails[0]?.pixel?.slice('/o/'.length).replace('.gif', '')}`,
    ]) {
      const answer = await get(path);
      expect([path, answer.status, answer.headers.get('location')]).toEqual([path, 404, null]);
      expect(await answer.text()).toContain('This link is not valid');
    }
    // A query says nothing, and an old encoding of slashes neither.
    const answer = await get(`/l/${token}?url=https://evil.example&next=//evil.example`);
    expect(answer.headers.get('location')).toBe('https://shop.example/a?x=1&y=2');
    for (const path of [`/o/${forged}.gif`, '/o/', '/o/https://evil.example', `/o/${token}.gif`]) {
      const picture = await get(path);
      expect([path, picture.status, picture.headers.get('content-type')]).toEqual([path, 200, 'image/gif']);
    }
    expect(await fold()).toBe(1);
    expect((await get(`/l/${token}`, { method: 'POST' })).status).toBe(404);
    // And the other way round: no link of a mail opens anyone's page.
    for (const place of ['p', 'view', 'confirm', 'find', 'join'])
      expect((await get(`/${place}/${token}`)).status).toBe(404);
  });

  it('lead to the home page if their address is gone, or to a page that says so', async () => {
    const { mails, get, fold, id, deps, recorder } = await send({ people: 1 });
    const { storage } = sending.audience;
    const { workspaceId } = sending.ada;
    const far = (link: number) =>
      `/l/${makeToken(storage, { kind: 'link', workspaceId, campaignId: id, id: mails[0]?.contactId ?? 0, link, month: 0 })}`;
    for (const link of [4, 32_767, 32_768, 2 ** 40]) {
      const answer = await get(far(link));
      expect(answer.status).toBe(410);
      expect(await answer.text()).toContain('This link is no longer in use');
    }
    await sending.query(
      `UPDATE workspaces SET home_page = 'https://acme.example/' WHERE id = $1`,
      workspaceId,
    );
    await sending.query('DELETE FROM campaign_links WHERE campaign_id = $1', id);
    // Another process, which has never seen the campaign.
    const other = servePublicPages(new Hono(), deps, { log: () => {}, tracker: recorder });
    const answer = await other.request(mails[0]?.links[0] ?? '');
    expect([answer.status, answer.headers.get('location')]).toEqual([302, 'https://acme.example/']);
    expect(await fold()).toBe(0);
  });

  it('lead to addresses that a campaign got later, soon after', async () => {
    const { mails, id, deps } = await send({ people: 1 });
    let ticks = 0;
    const follow = createFollow(deps, () => ticks);
    const own = { workspaceId: sending.ada.workspaceId, campaignId: id };
    const tokenOf = (link: number) =>
      makeToken(deps.storage, { kind: 'link', ...own, id: mails[0]?.contactId ?? 0, link, month: 0 });
    expect(await follow(tokenOf(1))).toMatchObject({ is: 'known' });
    // It goes on after a pause, and the footer has one more link.
    await ensureLinks(deps.storage.pool, own, ['https://shop.example/a?x=1&y=2', 'https://new.example/']);
    expect(await follow(tokenOf(4))).toMatchObject({ is: 'gone' });
    ticks += 10_000;
    expect(await follow(tokenOf(4))).toMatchObject({ is: 'known', url: 'https://new.example/' });
    expect(follow(tokenOf(1))).not.toBeInstanceOf(Promise);
  });

  it('keep machines apart from a person whose delivery is reported late', async () => {
    const { id, mails, get, fold, deps } = await send({ people: 1 });
    await longAgo(sending, { id });
    await get(mails[0]?.links[0] ?? '');
    const sentKey = makeToken(deps.storage, {
      kind: 'send',
      ...{ workspaceId: sending.ada.workspaceId, campaignId: id, id: mails[0]?.contactId ?? 0 },
      month: monthOf(deps.now()),
    });
    const item = { event: 'delivered', email: 'x@x.example', rollcall: sentKey, sg_event_id: 'd1' };
    const timestamp = Math.floor(Date.now() / 1000) - 3_590;
    const said = adapters.sendgrid.read({ ...item, timestamp }, { now: deps.now(), deliveryId: 'd1' });
    const source = { workspaceId: sending.ada.workspaceId, id: 1, provider: 'sendgrid' as const };
    await receiveItems(deps, source, { items: [{ item, said }], deliveryId: 'd1' });
    await fold();
    expect(await events()).toMatchObject([{ kind: 'clicked', machine: false }]);
  });

  it('keep leading to their addresses, and record nothing, for people who were erased', async () => {
    const { id, mails, get, fold } = await send();
    await longAgo(sending, { id });
    const [ada, sam] = mails;
    await get(ada?.links[0] ?? '');
    await sent.recorder.flush();
    const { rows } = await sending.query('SELECT email FROM contacts WHERE id = $1', ada?.contactId);
    await forgetContact(sending.deps(), sending.ada, { email: String(rows[0]?.email) });
    expect(await waiting()).toBe(0);
    expect((await get(ada?.links[0] ?? '')).headers.get('location')).toBe('https://shop.example/a?x=1&y=2');
    expect((await get(ada?.pixel ?? '')).status).toBe(200);
    await get(sam?.links[0] ?? '');
    await fold();
    expect(await events()).toMatchObject([{ contact: sam?.contactId, kind: 'clicked', times: 1 }]);
    expect(await waiting()).toBe(0);
  });

  it('keep machines apart: HEAD, what scanners call themselves, the first seconds, all links at once', async () => {
    const { id, mails, get, fold } = await send({ people: 5 });
    const [early, looking, named, sweeping, reading] = mails;
    await get(early?.links[0] ?? '');
    expect(await fold()).toBe(1);
    await longAgo(sending, { id });
    const head = await get(looking?.links[0] ?? '', { method: 'HEAD' });
    expect([head.status, head.headers.get('location')]).toEqual([302, 'https://shop.example/a?x=1&y=2']);
    await get(named?.links[0] ?? '', { headers: { 'user-agent': 'BarracudaCentral' } });
    await Promise.all(
      (sweeping?.links ?? []).map((link) => get(link, { headers: { 'user-agent': browser } })),
    );
    await get(reading?.links[0] ?? '');
    await get(reading?.links[1] ?? '');
    expect(await fold()).toBe(7);
    const counted = (await events()).map(({ contact, machine }) => ({ contact, machine }));
    expect(counted).toEqual(
      [early, looking, named, sweeping, sweeping, sweeping, reading, reading].map((mail) => ({
        contact: mail?.contactId,
        machine: mail !== reading,
      })),
    );
  });

  it('count once if a batch is written again after its answer was lost', async () => {
    const { id, mails, get, fold, recorder } = await send({ people: 1 });
    await longAgo(sending, { id });
    const { pool } = sending.audience.storage;
    const query = pool.query.bind(pool);
    let lost = 0;
    pool.query = (async (sql: string, params: unknown[]) => {
      const answer = await query(sql, params);
      if (/INSERT INTO tracked_hits/.test(sql) && lost++ < 2) throw new Error('connection lost');
      return answer;
    }) as typeof pool.query;
    try {
      await get(mails[0]?.links[0] ?? '');
      await recorder.flush().catch(() => {});
      await recorder.flush().catch(() => {});
      await recorder.flush();
    } finally {
      pool.query = query as typeof pool.query;
    }
    expect(lost).toBeGreaterThan(1);
    expect(sent.log).toEqual([
      'opens and clicks can’t be stored; they wait in memory: connection lost',
      'opens and clicks are stored again',
    ]);
    await fold();
    expect(await events()).toMatchObject([{ times: 1 }]);
  });

  it('are never turned away, however often someone guesses from the same address', async () => {
    const { mails, get } = await send({ people: 1 });
    const headers = { 'x-forwarded-for': '192.0.2.7' };
    const guesses = await Promise.all(Array.from({ length: 40 }, (_, n) => get(`/l/${n}guess`, { headers })));
    expect(guesses.at(-1)?.status).toBe(429);
    expect((await get(mails[0]?.links[0] ?? '', { headers })).status).toBe(302);
    expect((await get(mails[0]?.pixel ?? '', { headers })).status).toBe(200);
  });
});
