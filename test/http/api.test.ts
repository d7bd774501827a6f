import { beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { allowTestAddresses } from '../../src/audience/campaigns/tests.ts';
import { addSegment } from '../../src/audience/segments/segments.ts';
import { addTopic } from '../../src/audience/topics/topics.ts';
import { REQUESTS } from '../../src/http/api/rate-limit.ts';
import { openApi, type TestApi } from '../support/api.ts';
import { addSender, fakeServer } from '../support/campaigns.ts';
import { withAudience } from '../support/with-audience.ts';

const start = new Date('2026-11-23T10:00:00Z');
const consent = { source: 'sign-up form', at: '2026-11-22T10:00:00Z' };

describe('the HTTP API', () => {
  const audience = withAudience({ now: () => now });
  const { deps } = audience;
  let api: TestApi;
  let workspaceId: number;
  let now = start;

  beforeEach(async () => {
    now = start;
    workspaceId = await audience.addWorkspace();
    api = await openApi(deps, workspaceId);
  });

  const ada = '/api/v1/contacts/ada%40x.org';
  const call = async (...args: Parameters<TestApi['send']>) => {
    const { status, body } = await api.send(...args);
    return { status, body };
  };
  const segment = (sentence: string, name = 'All') =>
    addSegment(deps, { workspaceId, actor: 'U0ADA', role: 'admin' }, { name, sentence });

  it('answers every route as its document says', async () => {
    const { id } = await segment('everyone');
    const news = { name: 'News', description: 'What is new', isOn: true, isShown: true, confirms: false };
    await addTopic(deps, { workspaceId, actor: 'U0ADA', role: 'admin' }, news);
    await addSender(audience.storage, workspaceId);
    const pages = { url: 'https://mail.acme.example', check: async () => undefined };
    const api = await openApi(
      { ...deps, storage: audience.storage, pages, sending: fakeServer().port },
      workspaceId,
      undefined,
      'walker',
    );
    await allowTestAddresses(deps, { workspaceId, actor: 'U0ADA', role: 'admin' }, 'ada@x.org');
    let campaign = '';
    const sale = { name: 'Sale', subject: 'Hi', body: 'Hello', audience: 'everyone', sender: 'News' };
    const document = (await api.send('GET', '/api/v1/openapi.json')).body as OpenApi;
    const walk: [method: string, route: string, body?: unknown, path?: string][] = [
      ['put', '/contacts/{email}', { name: 'Ada', attributes: { seats: 3, plan: 'pro' } }],
      ['patch', '/contacts/{email}', { country: 'Norway', status: 'subscribed', consent }],
      ['post', '/contacts/batch', { contacts: [{ email: 'bob@x.org' }, { email: 'none' }] }],
      ['get', '/contacts', undefined, '/contacts?limit=1'],
      ['get', '/contacts/{email}'],
      ['put', '/contacts/{email}/tags/{tag}'],
      ['get', '/contacts/{email}/tags'],
      ['delete', '/contacts/{email}/tags/{tag}'],
      ['post', '/events', { email: 'ada@x.org', kind: 'opened', at: '2026-11-22T10:00:00Z' }],
      [
        'post',
        '/events/batch',
        { events: [{ email: 'no@x.org', kind: 'opened', at: '2026-11-22T10:00:00Z' }] },
      ],
      ['get', '/topics'],
      ['put', '/contacts/{email}/topics', { topics: { News: false } }],
      ['get', '/contacts/{email}/topics'],
      ['get', '/contacts/{email}/consent'],
      ['put', '/contacts/{email}/email', { email: 'Ada@x.org' }],
      ['get', '/attributes'],
      ['patch', '/attributes/{name}', { type: 'text', preview: true }],
      ['get', '/segments'],
      ['get', '/segments/{id}/size'],
      ['get', '/segments/{id}/history'],
      ['get', '/history', undefined, '/history?from=2026-01-01'],
      ['get', '/segments/{id}/members'],
      ['post', '/segments/count', { rule: 'country is NO' }],
      ['get', '/export'],
      ['post', '/campaigns', sale],
      ['get', '/campaigns'],
      ['get', '/campaigns/{id}'],
      ['get', '/campaigns/{id}/audience'],
      ['post', '/campaigns/{id}/test', { addresses: ['ada@x.org'] }],
      ['post', '/campaigns/{id}/send', { expected: 1, when: 'tomorrow 9am' }],
      ['get', '/campaigns/{id}/recipients'],
      ['get', '/campaigns/{id}/results'],
      ['delete', '/contacts/{email}'],
    ];
    const documented = Object.entries(document.paths).flatMap(([route, methods]) =>
      Object.keys(methods).map((method) => `${method} ${route}`),
    );
    expect(walk.map(([method, route]) => `${method} ${route}`).sort()).toEqual(documented.sort());
    for (const [method, route, body, path = route] of walk) {
      const address = path
        .replace('{email}', 'ada%40x.org')
        .replace('{tag}', 'vip')
        .replace('{name}', 'seats')
        .replace('{id}', route.startsWith('/campaigns') ? campaign : String(id));
      const answer = await api.send(method.toUpperCase(), `/api/v1${address}`, body);
      if (route === '/campaigns' && method === 'post') campaign = (answer.body as { id: string }).id;
      const described = document.paths[route]?.[method]?.responses[answer.status];
      expect([route, answer.status, described !== undefined]).toEqual([
        route,
        expect.toBeOneOf([200, 201, 202]),
        true,
      ]);
      const type = answer.headers.get('content-type')?.split(';')[0] ?? '';
      const schema = schemaOf(document, described?.content[type]?.schema);
      expect(schema.safeParse(answer.body).error, `${method} ${route}: ${answer.text}`).toBeUndefined();
      // The same route without a key is refused in the form that the document gives for refusals.
      const refused = await api.send(method.toUpperCase(), `/api/v1${address}`, body, { authorization: '' });
      expect([route, refused.status]).toEqual([route, 401]);
      const problem = document.paths[route]?.[method]?.responses.default?.content['application/problem+json'];
      expect(schemaOf(document, problem?.schema).safeParse(refused.body).error).toBeUndefined();
    }
    expect(api.log).toEqual([]);
  });

  it('adds a contact, changes what is given and leaves the rest', async () => {
    const made = await call('PUT', ada, { name: 'Ada', country: 'norway', attributes: { Seats: 3 } });
    expect(made).toMatchObject({
      status: 201,
      body: {
        email: 'ada@x.org',
        country: 'NO',
        status: 'non-subscribed',
        attributes: { Seats: 3 },
        tags: [],
      },
    });
    const changed = await call('PUT', ada, {
      name: null,
      phone: '1',
      attributes: { seats: '4', plan: 'pro' },
    });
    expect(changed).toMatchObject({
      status: 200,
      body: { name: null, phone: '1', country: 'NO', attributes: { Seats: 4, plan: 'pro' } },
    });
    expect(await call('PATCH', ada, { attributes: { plan: null } })).toMatchObject({
      body: { attributes: { Seats: 4 } },
    });
    expect((await call('PATCH', '/api/v1/contacts/bob%40x.org', { name: 'Bob' })).status).toBe(404);
  });

  it('stores a value under a field’s name in the field, unless an attribute has that name', async () => {
    const cy = '/api/v1/contacts/cy@x.org';
    expect(
      await call('PUT', cy, { attributes: { COMPANY: 'Acme', Country: 'norway', phone: 12 } }),
    ).toMatchObject({
      body: { company: 'Acme', country: 'NO', phone: '12', attributes: {} },
    });
    expect(await call('PATCH', cy, { company: 'Globex', attributes: { company: 'Acme' } })).toMatchObject({
      body: { company: 'Globex', country: 'NO' },
    });
    expect(await call('PATCH', cy, { attributes: { company: null } })).toMatchObject({
      body: { company: null },
    });
    expect(await call('PATCH', cy, { attributes: { phone: true } })).toMatchObject({
      status: 422,
      body: {
        errors: [{ pointer: '/attributes/phone', detail: 'true is not a text, which "phone" holds.' }],
      },
    });
    await audience.storage.prisma.attribute.create({
      data: { workspaceId, name: 'Country', nameKey: 'country', type: 'text' },
    });
    expect(await call('PATCH', cy, { attributes: { country: 'Norge' } })).toMatchObject({
      body: { country: 'NO', attributes: { Country: 'Norge' } },
    });
  });

  it('raises a status only with consent, and lowers it at once', async () => {
    expect(await call('PUT', ada, { status: 'subscribed' })).toMatchObject({
      status: 422,
      body: { errors: [{ pointer: '/status' }] },
    });
    expect((await call('GET', ada)).status).toBe(404);
    const { body } = await call('PUT', ada, { status: 'subscribed', consent });
    expect(body).toMatchObject({
      status: 'subscribed',
      statusSource: 'api',
      statusAt: '2026-11-22T10:00:00.000Z',
    });
    expect((await call('PATCH', ada, { status: 'unsubscribed' })).body).toMatchObject({
      status: 'unsubscribed',
    });
    for (const status of ['subscribed', 'non-subscribed']) {
      expect([status, (await call('PUT', ada, { status })).status]).toEqual([status, 422]);
    }
    // Mail that bounces says nothing new about someone who wants none.
    expect(await call('PUT', ada, { status: 'bounced' })).toMatchObject({
      status: 200,
      body: { status: 'unsubscribed', statusAt: now.toISOString() },
    });
    // What they agreed to before they unsubscribed no longer counts.
    expect(await call('PUT', ada, { status: 'subscribed', consent })).toMatchObject({
      status: 422,
      body: { errors: [{ pointer: '/consent' }] },
    });
    now = new Date('2026-11-24T10:00:00Z');
    const anew = { source: 'sign-up form', at: '2026-11-24T09:00:00Z' };
    expect((await call('PUT', ada, { status: 'subscribed', consent: anew })).status).toBe(200);
  });

  it.each([
    [{ nmae: 'Ada' }, '', 'No field "nmae": did you mean "name"?'],
    [{ name: 3 }, '/name', 'must be text'],
    [{ name: 'a\u0000b' }, '/name', 'contains a character that can’t be stored'],
    [{ status: 'member' }, '/status', 'must be one of subscribed, unsubscribed, non-subscribed, bounced'],
    [{ signedUpAt: 'yesterday' }, '/signedUpAt', 'must be a time like 2026-11-23T10:00:00Z'],
    [{ consent: { source: '', at: consent.at } }, '/consent/source', 'is empty'],
    [{ attributes: { plan: [] } }, '/attributes/plan', 'must be text, a number, true or false'],
    [{ name: 'x'.repeat(1001) }, '/name', 'has over 1000 characters'],
    [{ attributes: { plan: 'x'.repeat(1001) } }, '/attributes/plan', 'has over 1000 characters'],
    [
      { attributes: { ['x'.repeat(61)]: 1 } },
      `/attributes/${'x'.repeat(61)}`,
      'has a name longer than 60 characters',
    ],
    [{ attributes: { ' ': 1 } }, '/attributes/ ', 'has an empty name'],
    [
      { attributes: { seats: 2 ** 53 } },
      '/attributes/seats',
      'is a whole number larger than 9007199254740991, the largest that can be stored exactly; send it as text',
    ],
    [{ attributes: { seats: '\ud83c' } }, '/attributes/seats', 'contains a character that can’t be stored'],
  ])('refuses %j with a pointer to it', async (body, pointer, detail) => {
    const answer = await call('PUT', ada, body);
    expect(answer).toMatchObject({ status: 422, body: { status: 422, errors: [{ pointer, detail }] } });
  });

  it.each([
    [400, 'that is cut', '{', {}],
    [415, 'that is a form', 'name=Ada', { 'content-type': 'application/x-www-form-urlencoded' }],
    [401, 'without a key that opens', '{}', { authorization: 'Bearer rollcall_1_x' }],
    [413, 'that is too long', `{"name":"${'x'.repeat(1024 * 1024)}"}`, {}],
  ] as const)('refuses with %i a body %s', async (status, _what, body, headers) => {
    const answer = await api.send('PUT', ada, body, headers);
    expect([answer.status, answer.headers.get('content-type')]).toEqual([status, 'application/problem+json']);
  });

  it('lets a key do what its scopes allow, and nothing else', async () => {
    const reader = await openApi(deps, await audience.addWorkspace(), ['contacts:read']);
    expect((await reader.send('GET', '/api/v1/contacts')).status).toBe(200);
    expect((await reader.send('PUT', ada, {})).body).toMatchObject({
      status: 403,
      detail: 'The key "website" needs the scope contacts:write to add and change contacts, tag them.',
    });
    expect((await reader.send('DELETE', ada)).status).toBe(403);
    expect((await reader.send('GET', '/api/v1/segments')).status).toBe(403);
  });

  it('tells a write-only key what it wrote, and nothing else about the contacts that it names', async () => {
    const workspace = await audience.addWorkspace();
    const owner = await openApi(deps, workspace);
    const attributes = { plan: 'pro', 'shoe size': 38 };
    await owner.send('PUT', ada, { name: 'Ada', phone: '+47 22', company: 'Acme', attributes });
    await owner.send('PUT', `${ada}/tags/vip`);
    const scopes = ['contacts:write', 'segments:read', 'events:write'];
    const website = await openApi(deps, workspace, scopes, 'writer');
    const always = ['createdAt', 'email', 'id', 'status', 'statusAt', 'statusSource', 'updatedAt'];
    const keysOf = async (method: string, body: object) => {
      const answer = await website.send(method, ada, body);
      expect(answer.status).toBe(200);
      return Object.keys(answer.body as object).sort();
    };
    expect(await keysOf('PUT', {})).toEqual(always);
    expect(await keysOf('PATCH', {})).toEqual(always);
    expect((await website.send('PATCH', ada, { name: 'Ada L', attributes: { PLAN: 'free' } })).body).toEqual({
      ...Object.fromEntries(always.map((key) => [key, expect.anything()])),
      name: 'Ada L',
      attributes: { plan: 'free' },
    });
    expect((await website.send('PUT', `${ada}/tags/Lead`)).body).toEqual({ tags: ['Lead'] });
    expect((await website.send('DELETE', `${ada}/tags/lead`)).body).toEqual({ tags: [] });
    expect((await owner.send('GET', ada)).body).toMatchObject({
      ...{ name: 'Ada L', phone: '+47 22', company: 'Acme', tags: ['vip'] },
      attributes: { plan: 'free', 'shoe size': 38 },
    });
  });

  it('normalizes texts to one line, ordinary spaces and NFC, and leaves addresses and links unchanged', async () => {
    const { body } = await call('PUT', ada, {
      name: ' Jose\u0301\u00a0 O’Hara\n',
      company: '\u200bCo–op\u3000“One”',
      phone: '\u202a+47 22\u202c',
      attributes: {
        ' Shoe\u00a0 size ': ' XL\u00a0',
        link: 'https://x.org/e\u0301',
        seats: 9007199254740991,
      },
    });
    expect(body).toMatchObject({
      name: 'José O’Hara',
      company: 'Co–op “One”',
      phone: '+47 22',
      attributes: { 'Shoe size': 'XL', link: 'https://x.org/e\u0301', seats: 9007199254740991 },
    });
    expect((await call('PATCH', ada, { attributes: { 'SHOE  SIZE': '\u00a0' } })).body).not.toHaveProperty([
      'attributes',
      'Shoe size',
    ]);
  });

  it('lists attributes, and changes a type after a preview', async () => {
    for (const [n, seats] of ['12', '3.50', 'many'].entries())
      await call('PUT', `/api/v1/contacts/p${n}@x.org`, { attributes: { 'Seat’s': seats } });
    const name = encodeURIComponent("seat's");
    const listed = async () =>
      ((await call('GET', '/api/v1/attributes')).body as { attributes: unknown }).attributes;
    expect(await listed()).toEqual([{ name: 'Seat’s', type: 'text', yearly: false, segments: [] }]);
    const change = (body: object) => call('PATCH', `/api/v1/attributes/${name}`, body);
    expect(await change({ type: 'number', preview: true })).toMatchObject({
      status: 200,
      body: {
        ...{ name: 'Seat’s', type: 'number', yearly: false, values: 3, converted: 2, unfit: 1 },
        ...{ examples: ['"many"'], segments: [], blocking: [] },
      },
    });
    expect(await change({ type: 'number' })).toMatchObject({
      status: 422,
      body: { detail: expect.stringContaining('1 of 3 values of "Seat’s" are not plain numbers') },
    });
    expect(await change({})).toMatchObject({ status: 422 });
    expect(await change({ type: 'json' })).toMatchObject({ status: 422 });
    expect(await call('PATCH', '/api/v1/attributes/nope', { type: 'text' })).toMatchObject({ status: 404 });
    expect(await listed()).toEqual([{ name: 'Seat’s', type: 'text', yearly: false, segments: [] }]);
    expect(await change({ type: 'number', removeUnfit: true })).toMatchObject({
      status: 200,
      body: { converted: 2, unfit: 1 },
    });
    expect((await call('GET', '/api/v1/contacts/p1@x.org')).body).toMatchObject({
      attributes: { 'Seat’s': 3.5 },
    });
    const writer = await openApi(deps, await audience.addWorkspace(), ['contacts:write']);
    expect((await writer.send('GET', '/api/v1/attributes')).status).toBe(403);
  });

  it('writes a batch contact by contact', async () => {
    const contacts = [
      { email: 'Ada@x.org', name: 'Ada' },
      { email: 'ada@X.org' },
      { email: 'ada' },
      { email: 'bob@x.org', status: 'subscribed' },
      { email: 'cy@x.org', attributes: { seats: 1 } },
      { email: 'di@x.org', attributes: { seats: 'many' } },
    ];
    const { body } = await call('POST', '/api/v1/contacts/batch', { contacts });
    expect(body).toMatchObject({
      results: [
        { result: 'created' },
        { result: 'unchanged' },
        { result: 'refused', error: { pointer: '/contacts/2/email' } },
        { result: 'refused', error: { pointer: '/contacts/3/status' } },
        { result: 'created' },
        { result: 'refused', error: { pointer: '/contacts/5/attributes/seats' } },
      ],
    });
    const tooMany = Array.from({ length: 1001 }, (_, index) => ({ email: `a${index}@x.org` }));
    expect((await call('POST', '/api/v1/contacts/batch', { contacts: tooMany })).status).toBe(422);
  });

  it('pages through contacts, each once', async () => {
    const contacts = Array.from({ length: 7 }, (_, index) => ({ email: `a${index}@x.org` }));
    await call('POST', '/api/v1/contacts/batch', { contacts });
    const seen: string[] = [];
    let next: string | null = '';
    while (next !== null) {
      const cursor: string = next === '' ? '' : `&cursor=${next}`;
      const { body } = await call('GET', `/api/v1/contacts?limit=3${cursor}`);
      const page = body as { contacts: { email: string }[]; next: string | null };
      seen.push(...page.contacts.map(({ email }) => email));
      next = page.next;
    }
    expect(seen).toEqual(contacts.map(({ email }) => email));
    expect((await call('GET', '/api/v1/contacts?cursor=abc')).status).toBe(422);
    expect((await call('GET', '/api/v1/contacts?limit=1001')).status).toBe(422);
    expect((await call('GET', '/api/v1/contacts?offset=3')).status).toBe(422);
  });

  it('erases a contact, and then refuses the address', async () => {
    await api.send('PUT', ada, { name: 'Ada' }, { 'idempotency-key': 'a1' });
    expect((await call('DELETE', ada)).status).toBe(200);
    expect((await call('GET', ada)).status).toBe(404);
    expect((await call('PUT', ada, {})).status).toBe(403);
    // The stored answer contained her address.
    expect((await api.send('PUT', ada, { name: 'Ada' }, { 'idempotency-key': 'a1' })).status).toBe(409);
    const { rows } = await audience.storage.pool.query(
      'SELECT count(*)::int AS n FROM given_answers WHERE body LIKE $1',
      ['%ada@x.org%'],
    );
    expect(rows).toEqual([{ n: 0 }]);
  });

  it('adds a tag, refuses one that is very similar to another, and removes it', async () => {
    await call('PUT', ada, {});
    expect((await call('PUT', `${ada}/tags/vip`)).body).toEqual({ tags: ['vip'] });
    expect((await call('PUT', `${ada}/tags/beta%20user`)).body).toEqual({ tags: ['beta user', 'vip'] });
    expect((await call('PUT', `${ada}/tags/beta-user`)).status).toBe(409);
    expect((await call('DELETE', `${ada}/tags/vip`)).body).toEqual({ tags: ['beta user'] });
    expect((await call('DELETE', `${ada}/tags/none`)).status).toBe(404);
  });

  it('stores an event once, and none of a batch that contains a wrong one', async () => {
    await call('PUT', ada, { status: 'subscribed', consent });
    const event = { id: 'e1', email: 'ada@x.org', kind: 'Opened', at: '2026-11-22T10:00:00Z' };
    expect((await call('POST', '/api/v1/events', event)).body).toMatchObject({ recorded: 1 });
    expect((await call('POST', '/api/v1/events', event)).body).toMatchObject({ recorded: 0, repeated: 1 });
    const events = [
      { ...event, id: 'e2' },
      { ...event, id: 'e3', kind: 'bounced' },
    ];
    expect(await call('POST', '/api/v1/events/batch', { events })).toMatchObject({
      status: 422,
      body: { errors: [{ pointer: '/events/1/bounce' }] },
    });
    expect(await audience.storage.prisma.event.count({ where: { workspaceId } })).toBe(1);
    const hard = { ...event, id: 'e4', kind: 'bounced', bounce: 'hard' };
    expect((await call('POST', '/api/v1/events', hard)).body).toMatchObject({ lowered: { bounced: 1 } });
  });

  it('counts by a rule, and points at what it does not understand', async () => {
    await call('PUT', ada, { country: 'NO' });
    expect((await call('POST', '/api/v1/segments/count', { rule: 'country is Norway' })).body).toMatchObject({
      members: 1,
      reachable: 0,
    });
    const { status, body } = await call('POST', '/api/v1/segments/count', { rule: 'tagged vpi' });
    expect(status).toBe(422);
    expect((body as { detail: string }).detail).toMatch(/vpi.*at character 8 of the rule/);
    expect(await call('POST', '/api/v1/segments/count', { rule: 'not opened or clicked' })).toMatchObject({
      status: 422,
      body: { suggestions: ['not opened and not clicked', 'not opened or has clicked'] },
    });
  });

  it('suggests the names that are like one that nothing has', async () => {
    await addTopic(
      deps,
      { workspaceId, actor: 'U0ADA', role: 'admin' },
      { name: 'Product news', description: '', isOn: true, isShown: true, confirms: false },
    );
    await call('PUT', ada, { status: 'non-subscribed', attributes: { plan: 'pro' } });
    await call('PUT', `${ada}/tags/vip`);
    const suggested = async (...args: Parameters<typeof call>) => {
      const { status, body } = await call(...args);
      return [status, (body as { suggestions?: string[] }).suggestions];
    };
    expect(await suggested('GET', '/api/v1/export?tag=vpi')).toEqual([404, ['vip']]);
    expect(await suggested('DELETE', `${ada}/tags/vpi`)).toEqual([404, ['vip']]);
    expect(await suggested('PATCH', '/api/v1/attributes/paln', { type: 'number' })).toEqual([404, ['plan']]);
    expect(await suggested('PUT', `${ada}/topics`, { topics: { 'Prodct news': false } })).toEqual([
      404,
      ['Product news'],
    ]);
    expect(await suggested('GET', '/api/v1/export?tag=nothing%20like%20it')).toEqual([404, undefined]);
  });

  it('counts the other meaning of a timeframe as well', async () => {
    const count = async (rule: string) => (await call('POST', '/api/v1/segments/count', { rule })).body;
    expect(await count('signed up in the last month')).toMatchObject({
      otherMeaning: { rule: 'signed up in the past month', members: 0, reachable: 0 },
    });
    expect(await count('signed up in the past month')).not.toHaveProperty('otherMeaning');
  });

  it('sends a segment’s members as lines, formulas defused in CSV, and records it in the audit log', async () => {
    await call('PUT', ada, { name: '=1+1' });
    const { id } = await segment('everyone');
    const lines = await api.send('GET', `/api/v1/segments/${id}/members`);
    expect(JSON.parse(lines.text)).toMatchObject({
      email: 'ada@x.org',
      name: '=1+1',
      status: 'non-subscribed',
    });
    const csv = await api.send('GET', `/api/v1/segments/${id}/members`, undefined, { accept: 'text/csv' });
    expect(csv.text).toMatch(/^id,email,name,status\r\n\d+,ada@x.org,'=1\+1,non-subscribed\r\n$/);
    const audit = await audience.storage.prisma.auditEntry.findMany({
      where: { workspaceId, action: 'contacts.exported' },
    });
    expect(audit).toMatchObject([
      { actor: 'website', subject: 'the segment All', details: { contacts: 1 } },
      { actor: 'website', subject: 'the segment All', details: { contacts: 1 } },
    ]);
    expect((await api.send('GET', '/api/v1/segments/999999999/members')).status).toBe(404);
  });

  it('sends contacts as a file: all, those with a tag, or those in a segment', async () => {
    await call('PUT', ada, { name: '=1+1' });
    await call('PUT', `${ada}/tags/vip`);
    await call('PUT', ada.replace('ada', 'bob'), {});
    const { id } = await segment('not tagged vip');
    const emailsAt = async (path: string) => {
      const { status, text } = await api.send('GET', `/api/v1/export${path}`);
      expect(status).toBe(200);
      const [head = '', ...lines] = text.trimEnd().split('\n');
      expect(head).toMatch(/^\ufeff?Email,Name,.*,Tags/);
      return lines.map((line) => line.split(',').slice(0, 2));
    };
    expect(await emailsAt('')).toEqual([
      ['ada@x.org', "'=1+1"],
      ['bob@x.org', ''],
    ]);
    expect(await emailsAt('?tag=vip')).toEqual([['ada@x.org', "'=1+1"]]);
    expect(await emailsAt(`?segment=${id}`)).toEqual([['bob@x.org', '']]);
    const statusAt = async (path: string) => (await api.send('GET', `/api/v1/export${path}`)).status;
    expect(await statusAt('?tag=nobody')).toBe(404);
    expect(await statusAt(`?tag=vip&segment=${id}`)).toBe(422);
    const entries = await audience.storage.prisma.auditEntry.findMany({
      where: { workspaceId, action: 'contacts.exported' },
      orderBy: { id: 'asc' },
    });
    expect(entries.map(({ subject, details }) => [subject, details])).toEqual([
      ['all contacts', { contacts: 2 }],
      ['the tag vip', { contacts: 1 }],
      ['the segment All', { contacts: 1 }],
    ]);
  });

  it('carries out a request with an Idempotency-Key once', async () => {
    const key = { 'idempotency-key': 'k1' };
    const event = { email: 'ada@x.org', kind: 'opened', at: '2026-11-22T10:00:00Z' };
    await call('PUT', ada, {});
    const send = (body: unknown) => api.send('POST', '/api/v1/events', body, key);
    const [first, second] = await Promise.all([send(event), send(event)]);
    // If two arrive at once, one is carried out; the other is told to wait, or arrives late enough for its
    // answer.
    expect([first.status, second.status].sort()).toEqual(
      expect.toBeOneOf([
        [200, 200],
        [200, 409],
      ]),
    );
    const again = await send(event);
    expect([again.status, again.headers.get('idempotency-replayed')]).toEqual([200, 'true']);
    expect(await audience.storage.prisma.event.count({ where: { workspaceId } })).toBe(1);
    expect((await send({ ...event, kind: 'clicked' })).status).toBe(422);
    // By path, query and body, whatever host name the app is called by.
    const sentTo = (where: string) => api.send('POST', where, event, key);
    for (const host of ['http://other.example:8080', 'https://rollcall.example.org']) {
      const elsewhere = await sentTo(`${host}/api/v1/events`);
      expect([elsewhere.status, elsewhere.text]).toEqual([
        200,
        first.status === 200 ? first.text : again.text,
      ]);
    }
    expect((await sentTo('/api/v1/events?dry=1')).status).toBe(422);
    expect((await sentTo('/api/v1/events/batch')).status).toBe(422);
    await audience.storage.prisma.givenAnswer.updateMany({ where: { workspaceId }, data: { status: null } });
    expect((await send(event)).status).toBe(409);
    now = new Date(start.getTime() + 25 * 3_600_000);
    expect((await send(event)).headers.get('idempotency-replayed')).toBeNull();
  });

  it('refuses a key that asks too often, and says when to continue', async () => {
    const cheap = () => api.send('GET', '/api/v1/nothing');
    const first = await cheap();
    expect([first.status, first.headers.get('ratelimit')]).toEqual([
      404,
      `"requests";r=${REQUESTS - 1};t=60`,
    ]);
    for (let sent = 1; sent < REQUESTS; sent += 1) await cheap();
    // No matter what the time of day is meanwhile.
    for (const hours of [0, -2, 2]) {
      now = new Date(start.getTime() + hours * 3_600_000);
      const late = await cheap();
      expect([late.status, late.headers.get('retry-after')]).toEqual([
        429,
        expect.stringMatching(/^[1-6]?\d$/),
      ]);
    }
  });
});

interface OpenApi {
  paths: Record<
    string,
    Record<string, { responses: Record<string, { content: Record<string, { schema: object }> }> }>
  >;
  components: { schemas: Record<string, object> };
}

/** A schema of the document as a zod schema, with its references resolved. */
function schemaOf(document: OpenApi, schema: object | undefined): z.ZodType {
  const whole = (node: unknown): unknown => {
    if (Array.isArray(node)) return node.map(whole);
    if (typeof node !== 'object' || node === null) return node;
    const { $ref: ref } = node as { $ref?: string };
    if (ref !== undefined) return whole(document.components.schemas[ref.split('/').at(-1) ?? '']);
    return Object.fromEntries(Object.entries(node).map(([key, value]) => [key, whole(value)]));
  };
  if (schema === undefined) throw new Error('The document has no schema for this answer.');
  return z.fromJSONSchema(whole(schema) as Parameters<typeof z.fromJSONSchema>[0]);
}
