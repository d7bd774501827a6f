import { randomUUID } from 'node:crypto';
import { Hono } from 'hono';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { AudienceDeps, Caller } from '../../src/audience/caller.ts';
import { addContact } from '../../src/audience/contacts/add.ts';
import { forgetContact } from '../../src/audience/contacts/forget.ts';
import { startJobRunner } from '../../src/audience/jobs/runner.ts';
import type { MailMessage } from '../../src/audience/mail/port.ts';
import { preferenceLink, preferencesUrl, publicForms } from '../../src/audience/public/links.ts';
import { makeToken } from '../../src/audience/public/token.ts';
import { visitOf } from '../../src/audience/public/visit.ts';
import { consentHistory } from '../../src/audience/topics/history.ts';
import { preferencesOf } from '../../src/audience/topics/preferences.ts';
import { addTopic, archiveTopic } from '../../src/audience/topics/topics.ts';
import { createGate } from '../../src/http/public/gate.ts';
import { servePublicPages } from '../../src/http/routes.ts';
import { type HttpServer, startHttpServer } from '../../src/http/server.ts';
import { openTestDatabase, type TestDatabase, usualDatabase } from '../support/database.ts';

// It moves the clock, so it has its own database.
describe('the public pages', () => {
  let database: TestDatabase;
  let server: HttpServer;
  let admin: Caller;
  let contactId: number;
  let email: string;
  let page: string;
  const sent: MailMessage[] = [];
  const log: string[] = [];
  const pages = { url: '', check: async () => undefined };
  let deps: AudienceDeps;
  // Each test uses its own address.
  let from = 0;

  beforeAll(async () => {
    database = await openTestDatabase(usualDatabase);
    deps = {
      storage: database.storage,
      now: database.storage.clock.now,
      pages,
      mail: {
        from: { name: 'Acme', address: 'news@acme.example' },
        async send(message) {
          sent.push(message);
          return { is: 'sent', reply: '250 fine' };
        },
      },
    };
    const { limits, turnsAway } = createGate(deps, { trustProxy: 1 });
    const options = { log: (line: string) => log.push(line), trustProxy: 1, limits };
    const routes = servePublicPages(new Hono(), deps, options);
    const listens = { port: 0, host: '127.0.0.1' };
    server = await startHttpServer({ ...listens, routes, turnsAway, limits: { underWay: 40 } });
    pages.url = `http://127.0.0.1:${server.port}`;
  });
  afterAll(async () => {
    await server?.close();
    await database?.close();
  });
  beforeEach(async () => {
    admin = { workspaceId: await database.addWorkspace(), actor: 'U0ADA', role: 'admin' };
    email = `ada-${randomUUID()}@x.example`;
    contactId = await add(email);
    page = preferencesUrl(deps, person());
    [sent.length, log.length] = [0, 0];
    from += 1;
  });

  const person = (id = contactId) => ({
    ...{ workspaceId: admin.workspaceId, contactId: id, emailChangedAt: null },
  });
  async function add(address: string): Promise<number> {
    const given = { email: address, name: null, values: [], status: 'subscribed' as const };
    const added = await addContact(deps, admin, given);
    if (!('id' in added)) throw new Error('there already');
    return added.id;
  }
  const topic = async (name: string, isOn = true): Promise<number> =>
    (
      await addTopic(deps, admin, {
        name,
        description: `About ${name}`,
        isOn,
        isShown: true,
        confirms: false,
      })
    ).id;
  const headers = (): Record<string, string> => ({ 'x-forwarded-for': `203.0.113.9, 198.51.100.${from}` });
  const get = (url: string, more: RequestInit = {}) =>
    fetch(url, { ...more, headers: { ...headers(), ...(more.headers as Record<string, string>) } });
  const post = (
    url: string,
    fields: [string, string][] | Record<string, string>,
    more: Record<string, string> = {},
  ) => fetch(url, { method: 'POST', headers: { ...headers(), ...more }, body: new URLSearchParams(fields) });
  const textOf = async (answer: Response | Promise<Response>) => (await answer).text();
  const state = async (id = contactId) => {
    const found = await preferencesOf(deps, person(id));
    // What the page reads with one query is what the use cases read with several.
    const visit = await visitOf(deps, preferencesUrl(deps, person(id)).split('/').at(-1) ?? '');
    expect(typeof visit === 'string' ? undefined : visit.preferences).toEqual(found);
    return (
      found && {
        status: found.status,
        on: found.topics.filter(({ on }) => on).map(({ name }) => name),
        paused: found.pausedUntil !== null,
      }
    );
  };
  const runJobs = async () => {
    const runner = startJobRunner(deps, { pollMs: 5 });
    await runner.idle();
    await runner.stop();
  };
  const linkIn = (mail: MailMessage | undefined) => /http:\/\/\S+/.exec(mail?.text ?? '')?.[0] ?? '';
  /** Everything that a page could have changed. */
  const everything = async () => {
    const all: unknown[] = [];
    for (const table of [
      'contacts',
      'consent_log',
      'topic_choices',
      'pauses',
      'suppressions',
      'sign_ups',
      'jobs',
      'undos',
      'events',
    ])
      all.push(
        (
          await database.storage.pool.query(`SELECT * FROM ${table} WHERE workspace_id = $1 ORDER BY 1, 2`, [
            admin.workspaceId,
          ])
        ).rows,
      );
    return all;
  };

  it('show a person what they receive, under a masked address, in their browser’s language', async () => {
    await topic('Product <news>');
    await topic('Offers', false);
    const answer = await get(page, { headers: { 'accept-language': 'de-AT, en;q=0.5' } });
    expect(answer.status).toBe(200);
    expect(answer.headers.get('set-cookie')).toBeNull();
    for (const [name, value] of [
      ['cache-control', 'no-store'],
      ['referrer-policy', 'no-referrer'],
      ['x-robots-tag', 'noindex'],
      ['x-content-type-options', 'nosniff'],
      [
        'content-security-policy',
        /^default-src 'none'; style-src 'sha256-[\w+/=]+'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'$/,
      ],
    ] as const)
      expect(answer.headers.get(name)).toMatch(value);
    const text = await answer.text();
    expect(text).toContain('<html lang="de">');
    expect(text).toContain('Product &lt;news&gt;');
    expect(text).toContain('a•••@x.example');
    expect(text).not.toContain(email);
    expect(text).not.toContain('<script');
    expect(text.match(/ checked/g)).toHaveLength(1);
  });

  it('change nothing when someone only opens links, no matter which', async () => {
    const news = String(await topic('News'));
    await post(page, { do: 'pause30' });
    const forms = publicForms(deps, admin.workspaceId);
    await post(forms.join, { email: `new-${randomUUID()}@x.example`, topic: news });
    await expect.poll(async () => ((await everything())[5] as unknown[]).length).toBe(1);
    const [signUp] = (await everything())[5] as { id: number }[];
    const { workspaceId } = admin;
    const confirm = `${pages.url}/confirm/${makeToken(deps.storage, { kind: 'join', workspaceId, id: signUp?.id ?? 0, now: deps.now() })}`;
    const before = await everything();
    const todo = [page, forms.find, forms.join, confirm];
    const seen = new Set<string>();
    for (let url = todo.pop(); url !== undefined; url = todo.pop()) {
      if (seen.has(url)) continue;
      seen.add(url);
      for (const method of ['HEAD', 'GET', 'OPTIONS']) {
        const answer = await get(url, { method });
        const text = await answer.text();
        for (const [, , target = ''] of text.matchAll(/(href|action|src)="([^"]*)"/g))
          todo.push(new URL(target, url).href);
        // Like a scanner that tries what a button would send, with GET.
        for (const [, value] of text.matchAll(/name="do" value="(\w+)"/g))
          todo.push(`${url.split('?')[0]}?do=${value}&List-Unsubscribe=One-Click`);
      }
    }
    expect(seen.size).toBeGreaterThan(6);
    expect(await everything()).toEqual(before);
  });

  it('switch topics, pause, unsubscribe and resubscribe, each with Undo', async () => {
    const news = String(await topic('News'));
    const offers = String(await topic('Offers', false));
    const shown: [string, string][] = [
      ['shown', news],
      ['shown', offers],
    ];
    expect(await state()).toEqual({ status: 'subscribed', on: ['News'], paused: false });
    const saved = await textOf(
      post(page, [
        ['do', 'save'],
        ...shown,
        ['was', news],
        ['on', offers],
        ['unknown', 'field'],
        ['shown', '99999'],
        ['on', 'x'],
      ]),
    );
    expect(saved).toContain('Your choices are saved.');
    expect(await state()).toEqual({ status: 'subscribed', on: ['Offers'], paused: false });
    // A page that was opened earlier changes only what is changed on it.
    await post(page, [['do', 'save'], ...shown, ['was', news], ['on', news]]);
    expect(await state()).toMatchObject({ on: ['Offers'] });

    expect(await textOf(post(page, { do: 'pause90' }))).toContain('Your break has started.');
    expect(await state()).toMatchObject({ paused: true });
    await database.storage.clock.move(91 * 86_400_000);
    expect(await state()).toMatchObject({ paused: false });
    page = preferencesUrl(deps, person());

    const left = await textOf(post(page, { do: 'leave' }));
    expect(left).toContain('You’re unsubscribed from everything.');
    expect(await state()).toEqual({ status: 'unsubscribed', on: [], paused: false });
    const undo = /name="undo" value="([^"]+)"/.exec(left)?.[1] ?? '';
    expect(await textOf(post(page, { do: 'undo', undo }))).toContain('Undone');
    expect(await state()).toMatchObject({ status: 'subscribed', on: ['Offers'] });
    expect(await textOf(post(page, { do: 'undo', undo }))).toContain('It’s too late to undo that');

    await post(page, { do: 'leave' });
    expect(await textOf(post(page, { do: 'back' }))).toContain('You’re subscribed again.');
    expect(await state()).toMatchObject({ status: 'subscribed' });
    // A program that means to say something else learns that it wasn't understood.
    for (const fields of [{ do: 'dance' }, {}]) {
      const answer = await post(page, fields);
      expect([answer.status, await answer.text()]).toEqual([
        400,
        expect.stringContaining('Nothing changed.'),
      ]);
    }
    expect(await state()).toMatchObject({ status: 'subscribed' });
  });

  it('let a link that a teammate copied only lower, and mail the person one that can do more', async () => {
    const news = String(await topic('News'));
    const offers = String(await topic('Offers', false));
    const copied = preferenceLink(deps, person());
    expect(await textOf(get(copied))).toContain('To turn something on, use a link that we email you.');
    const answer = await textOf(
      post(copied, [
        ['do', 'save'],
        ['shown', news],
        ['shown', offers],
        ['was', news],
        ['on', offers],
      ]),
    );
    expect(answer).toContain('To turn something on');
    expect(await state()).toMatchObject({ on: [] });
    const left = await textOf(post(copied, { do: 'leave' }));
    for (const act of ['back', 'resume']) await post(copied, { do: act });
    await post(copied, [
      ['do', 'save'],
      ['shown', offers],
      ['on', offers],
    ]);
    expect(await state()).toMatchObject({ status: 'unsubscribed', on: [] });
    // It can undo what it did itself, but not what the person did, although ids of undos can be guessed.
    await post(copied, { do: 'undo', undo: /name="undo" value="([^"]+)"/.exec(left)?.[1] ?? '' });
    expect(await state()).toMatchObject({ status: 'subscribed' });
    const own = /name="undo" value="([^"]+)"/.exec(await textOf(post(page, { do: 'leave' })))?.[1] ?? '';
    await post(copied, { do: 'undo', undo: own });
    expect(await state()).toMatchObject({ status: 'unsubscribed' });

    expect(await textOf(post(copied, { do: 'link' }))).toContain('We sent a link to a•••@x.example.');
    await runJobs();
    expect(sent.filter(({ to }) => to === email)).toMatchObject([
      { to: email, headers: { 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click' } },
    ]);
    await post(linkIn(sent.find(({ to }) => to === email)), { do: 'back' });
    expect(await state()).toMatchObject({ status: 'subscribed' });
  });

  it('let an old link unsubscribe forever, and do nothing else', async () => {
    const now = new Date(deps.now().getTime() - 500 * 86_400_000);
    const old = `${pages.url}/p/${makeToken(deps.storage, { kind: 'mailed', workspaceId: admin.workspaceId, id: contactId, now })}`;
    for (const act of ['pause30', 'back'])
      expect(await textOf(post(old, { do: act }))).toContain('use a link that we email you');
    expect(await state()).toEqual({ status: 'subscribed', on: [], paused: false });
    await post(old, { do: 'leave' });
    expect(await state()).toMatchObject({ status: 'unsubscribed' });
  });

  it.each<[string, (url: string) => Promise<Response>]>([
    ['a form', (url) => post(url, { 'List-Unsubscribe': 'One-Click' })],
    [
      'several parts',
      (url) => {
        const body =
          '--x\r\nContent-Disposition: form-data; name="List-Unsubscribe"\r\n\r\nOne-Click\r\n--x--\r\n';
        const type = { 'content-type': 'multipart/form-data; boundary=x' };
        return fetch(url, { method: 'POST', headers: { ...headers(), ...type }, body });
      },
    ],
    ...[
      [
        'a form that ends with a line break',
        'application/x-www-form-urlencoded',
        'List-Unsubscribe=One-Click\r\n',
      ],
      ['a form in lower case', 'application/x-www-form-urlencoded', 'list-unsubscribe=one-click'],
      ['a form in quotes', 'application/x-www-form-urlencoded', '"List-Unsubscribe=One-Click"'],
      ['an escaped form', 'application/x-www-form-urlencoded', 'List%2DUnsubscribe=One%2dClick'],
      ['a plain text', 'text/plain', 'List-Unsubscribe=One-Click'],
      ['JSON', 'application/json', '{"List-Unsubscribe": "One-Click"}'],
      [
        'parts with a bare name',
        'multipart/form-data; boundary=x',
        '--x\r\nContent-Disposition: form-data; name=List-Unsubscribe\r\nContent-Type: text/plain\r\n\r\nOne-Click\r\n--x--\r\n',
      ],
      ['parts without a boundary', 'multipart/form-data', 'List-Unsubscribe=One-Click'],
    ].map(([how, type = '', body = '']): [string, (url: string) => Promise<Response>] => [
      how ?? '',
      (url) => fetch(url, { method: 'POST', headers: { ...headers(), 'content-type': type }, body }),
    ]),
  ])('unsubscribe with a mail program’s one click, sent as %s', async (_how, send) => {
    await topic('News');
    const answer = await send(page);
    expect([answer.status, answer.redirected, answer.headers.get('set-cookie'), await answer.text()]).toEqual(
      [200, false, null, 'Unsubscribed.\n'],
    );
    expect(await state()).toMatchObject({ status: 'unsubscribed' });
    expect((await send(page)).status).toBe(200);
    const copied = await send(preferenceLink(deps, person()));
    expect(copied.status).toBe(200);
  });

  it('unsubscribe by one click from the topic of the mail alone, even an archived one', async () => {
    const [news, offers] = [await topic('News'), await topic('Offers')];
    const { workspaceId } = admin;
    const campaign = (name: string, topicId: number | null) =>
      database.storage.prisma.campaign.create({ data: { workspaceId, name, nameKey: name, topicId } });
    const sendKey = (campaignId: number) =>
      `${pages.url}/p/${makeToken(deps.storage, { kind: 'send', workspaceId, campaignId, id: contactId, now: deps.now() })}`;
    const oneClick = (campaignId: number) => post(sendKey(campaignId), { 'List-Unsubscribe': 'One-Click' });
    const weekly = await campaign('weekly', news);
    const sale = await campaign('sale', offers);
    expect((await oneClick(weekly.id)).status).toBe(200);
    expect(await state()).toEqual({ status: 'subscribed', on: ['Offers'], paused: false });
    await archiveTopic(deps, admin, { id: offers, archived: true });
    expect((await oneClick(sale.id)).status).toBe(200);
    await archiveTopic(deps, admin, { id: offers, archived: false });
    expect(await state()).toEqual({ status: 'subscribed', on: [], paused: false });
    const { rows } = await consentHistory(deps, admin, { contact: { id: contactId }, limit: 5 });
    expect(rows.map(({ topic: name, said, how, details }) => [name, said, how, details])).toEqual([
      ['Offers', 'off', 'one-click', { campaignId: sale.id }],
      ['News', 'off', 'one-click', { campaignId: weekly.id }],
    ]);
    // A campaign without a topic, or one that is gone: everything.
    await oneClick((await campaign('bare', null)).id);
    expect(await state()).toMatchObject({ status: 'unsubscribed' });
    const bob = await add(`bob-${randomUUID()}@x.example`);
    const gone = { kind: 'send', workspaceId, campaignId: 999_999, id: bob, now: deps.now() } as const;
    const lost = `${pages.url}/p/${makeToken(deps.storage, gone)}`;
    await post(lost, { 'List-Unsubscribe': 'One-Click' });
    expect(await state(bob)).toMatchObject({ status: 'unsubscribed' });
    const cy = await add(`cy-${randomUUID()}@x.example`);
    await post(`${pages.url}/p/${makeToken(deps.storage, { ...gone, id: cy })}`, { do: 'leave' });
    expect(await state(cy)).toMatchObject({ status: 'unsubscribed' });
  });

  it('give the same answer to every invalid link', async () => {
    const bob = await add(`bob-${randomUUID()}@x.example`);
    const erased = preferencesUrl(deps, person(bob));
    await forgetContact(deps, admin, { id: bob });
    const gone = await database.addWorkspace();
    const orphan = preferencesUrl(deps, { ...person(), workspaceId: gone });
    await database.storage.pool.query('DELETE FROM workspaces WHERE id = $1', [gone]);
    const wrong = [
      erased,
      orphan,
      page.slice(0, -1),
      `${page}A`,
      `${page}/`,
      `${pages.url}/p/x`,
      `${pages.url}/p/`,
      `${pages.url}/p/x/y`,
      preferencesUrl(deps, { ...person(), workspaceId: 2 ** 31 - 1 }),
    ];
    const before = await everything();
    const answers = new Set<string>();
    for (const url of wrong) {
      for (const answer of [
        await get(url),
        await post(url, { do: 'leave' }),
        await post(url, { 'List-Unsubscribe': 'One-Click' }),
      ])
        answers.add(`${answer.status} ${await answer.text()}`);
      from += 1;
    }
    expect(answers.size).toBe(1);
    expect([...answers][0]).toMatch(/^404 [\s\S]*This link is not valid[\s\S]*action="\/find"/);
    expect(await everything()).toEqual(before);
  });

  it('slow down a flood of guesses, but no one with a valid token', async () => {
    const guess = () => get(`${pages.url}/p/${randomUUID()}`);
    const statuses: number[] = [];
    for (let n = 0; n < 25; n++) statuses.push((await guess()).status);
    expect(statuses.filter((status) => status === 404)).toHaveLength(20);
    const refused = await guess();
    expect([refused.status, Number(refused.headers.get('retry-after')) > 0]).toEqual([429, true]);
    expect(await refused.text()).toContain('Too many requests');
    const { find, join } = publicForms(deps, admin.workspaceId);
    for (const url of [find, join]) expect((await post(url, { email })).status).toBe(429);
    for (let n = 0; n < 5; n++)
      expect((await post(page, { 'List-Unsubscribe': 'One-Click' })).status).toBe(200);
    // However many guesses come at once, they take no places from those who have a valid token.
    const flood = Array.from({ length: 300 }, guess);
    for (let n = 0; n < 5; n++)
      expect((await post(page, { 'List-Unsubscribe': 'One-Click' })).status).toBe(200);
    expect(new Set((await Promise.all(flood)).map(({ status }) => status))).toEqual(new Set([429]));
    const head = await get(`${pages.url}/p/x`, { method: 'HEAD' });
    expect([head.status, await head.text()]).toEqual([429, '']);
    from += 1;
    expect((await guess()).status).toBe(404);
    // A hundred at once are not all let in before the first is answered.
    from += 1;
    const first = await Promise.all(Array.from({ length: 35 }, guess));
    expect(first.filter(({ status }) => status === 404)).toHaveLength(20);
  });

  it('handle two simultaneous requests one after the other', async () => {
    const news = String(await topic('News'));
    const off: [string, string][] = [
      ['do', 'save'],
      ['shown', news],
      ['was', news],
    ];
    const answers = await Promise.all([
      post(page, off),
      post(page, { do: 'leave' }),
      post(page, { do: 'leave' }),
      post(page, off),
    ]);
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
    expect(await state()).toMatchObject({ status: 'unsubscribed', on: [] });
  });

  it('leave an archived topic alone, and refuse bodies that are too large', async () => {
    const news = await topic('News');
    await archiveTopic(deps, admin, { id: news, archived: true });
    const answer = await post(page, [
      ['do', 'save'],
      ['shown', String(news)],
      ['was', String(news)],
    ]);
    expect([answer.status, (await answer.text()).includes('Nothing changed.')]).toEqual([200, true]);
    const large = await post(page, { do: 'leave', more: 'x'.repeat(20_000) }).catch(() => undefined);
    expect(large?.status ?? 413).toBe(413);
    expect(await state()).toMatchObject({ status: 'subscribed' });
  });

  it('mail a link to contacts, and say the same to everyone', async () => {
    const { find } = publicForms(deps, admin.workspaceId);
    const known = await textOf(post(find, { email: email.toUpperCase() }));
    const unknown = await textOf(post(find, { email: `nobody-${randomUUID()}@x.example` }));
    expect(known).toBe(unknown);
    expect(known).toContain('If we know this address');
    await expect.poll(async () => ((await everything())[6] as unknown[]).length).toBe(1);
    await runJobs();
    expect(sent.map(({ to }) => to)).toEqual([email]);
    expect((await get(linkIn(sent[0]))).status).toBe(200);
    expect(await textOf(post(find, { email: 'nonsense' }))).toContain('That’s not an email address.');
    expect((await get(`${find}x`)).status).toBe(404);
    // Without a workspace, from the page of an invalid link.
    from += 1;
    expect(await textOf(post(`${pages.url}/find`, { email: 'x@y.example' }))).toContain(
      'If we know this address',
    );
  });

  it('sign people up once they confirm, with proof of what they saw', async () => {
    const news = String(await topic('News'));
    await topic('Offers');
    const { join } = publicForms(deps, admin.workspaceId);
    const fresh = `eve-${randomUUID()}@x.example`;
    const form = await textOf(get(join));
    expect(form).toContain('Sign up for emails from Rollcall');
    // A box that is ticked for someone is no consent, though both topics are on unless turned off.
    expect(form).not.toContain(' checked');
    const undecided = await textOf(post(join, { email: fresh }));
    expect(undecided).toMatch(/role="alert">Choose at least one\./);
    expect(undecided).toContain(`value="${fresh}"`);
    const mistyped = await textOf(post(join, { email: 'eve', topic: news }));
    expect(mistyped.match(/value="(\d+)" checked/)?.[1]).toBe(news);
    const told = await textOf(
      post(
        join,
        [
          ['email', fresh],
          ['topic', news],
          ['topic', '999'],
          ['website', ''],
        ],
        { 'accept-language': 'fr' },
      ),
    );
    expect(told).toContain('Presque terminé');
    await expect.poll(async () => ((await everything())[6] as unknown[]).length).toBe(1);
    await runJobs();
    expect(sent).toMatchObject([{ to: fresh, subject: 'Veuillez confirmer votre abonnement à Rollcall' }]);
    const confirm = linkIn(sent[0]);
    expect(await textOf(get(confirm))).toContain('Sujets : News');
    const done = await textOf(post(confirm, {}));
    expect(done).toContain('Vous êtes abonné(e).');
    const { rows } = await database.storage.pool.query(
      'SELECT id, language FROM contacts WHERE workspace_id = $1 AND email = $2',
      [admin.workspaceId, fresh],
    );
    expect(rows).toMatchObject([{ language: 'fr' }]);
    expect(await state(rows[0].id)).toEqual({ status: 'subscribed', on: ['News'], paused: false });
    expect((await get(/href="([^"]+)"/.exec(done)?.[1] ?? '')).status).toBe(200);
    expect([(await post(confirm, {})).status, (await get(confirm)).status]).toEqual([404, 404]);
  });

  it('refuse sign-ups by programs, of erased people, and too many in a row', async () => {
    const { join } = publicForms(deps, admin.workspaceId);
    const bob = `bob-${randomUUID()}@x.example`;
    await forgetContact(deps, admin, { id: await add(bob) });
    const answers = new Set<string>();
    const fresh = `new-${randomUUID()}@x.example`;
    for (const fields of [
      { email: bob },
      { email: `bot-${randomUUID()}@x.example`, website: 'https://spam.example' },
      { email: fresh },
    ])
      answers.add(await textOf(post(join, fields)));
    expect(answers.size).toBe(1);
    await expect.poll(async () => ((await everything())[5] as unknown[]).length).toBe(1);
    await post(join, { email: fresh });
    // Many at once, from as many addresses.
    const many = `many-${randomUUID()}@x.example`;
    const first = from;
    await Promise.all(
      Array.from({ length: 12 }, (_, n) => {
        from = first + n;
        return post(join, { email: many });
      }),
    );
    await expect.poll(async () => ((await everything())[5] as unknown[]).length).toBe(2);
    // They are worked on after their answers.
    await new Promise((resolve) => setTimeout(resolve, 300));
    await runJobs();
    expect(new Set(sent.map(({ to }) => to))).toEqual(new Set([fresh, many]));
    expect(sent).toHaveLength(2);
    expect(await textOf(post(join, { email: 'nonsense' }))).toContain('That’s not an email address.');
    await database.storage.pool.query('UPDATE workspaces SET takes_sign_ups = false WHERE id = $1', [
      admin.workspaceId,
    ]);
    expect((await get(join)).status).toBe(404);
  });

  it('log neither addresses nor tokens', async () => {
    const { rows } = await database.storage.pool
      .query('ALTER TABLE topics RENAME TO topics_away')
      .then(() => ({ rows: [] }));
    try {
      const answer = await get(page);
      expect([answer.status, (await answer.text()).includes('Something went wrong')]).toEqual([500, true]);
    } finally {
      await database.storage.pool.query('ALTER TABLE topics_away RENAME TO topics');
    }
    expect(rows).toEqual([]);
    expect(log).toHaveLength(1);
    expect(log[0]).toContain('public page GET /p/:token');
    expect(log[0]).not.toContain(page.split('/').at(-1));
  });
});
