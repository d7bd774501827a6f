import { beforeEach, describe, expect, it } from 'vitest';
import type { AudienceDeps } from '../../src/audience/caller.ts';
import { addTopic, archiveTopic } from '../../src/audience/topics/topics.ts';
import { openApi, type TestApi } from '../support/api.ts';
import { withAudience } from '../support/with-audience.ts';

const start = new Date('2026-11-28T10:00:00Z');
const topicsOfAda = '/api/v1/contacts/ada%40x.org/topics';

describe('topics over the HTTP API', () => {
  const audience = withAudience();
  let api: TestApi;
  let deps: AudienceDeps;
  let workspaceId: number;
  let now = start;

  beforeEach(async () => {
    now = start;
    workspaceId = await audience.addWorkspace();
    deps = { storage: audience.storage, now: () => now };
    api = await openApi(deps, workspaceId);
    await add('Product news', true);
    await add('Events', false);
    const consent = { source: 'form', at: '2026-11-01T10:00:00Z' };
    await api.send('PUT', '/api/v1/contacts/ada%40x.org', { status: 'subscribed', consent });
  });

  const add = (name: string, isOn: boolean) =>
    addTopic(
      deps,
      { workspaceId, actor: 'U0ADA', role: 'admin' },
      { name, description: `About ${name}`, isOn, isShown: true, confirms: false },
    );
  const put = async (topics: Record<string, unknown>, at?: string) => {
    const consent = at === undefined ? {} : { consent: { source: 'account page', at } };
    const { status, body } = await api.send('PUT', topicsOfAda, { topics, ...consent });
    return { status, body };
  };

  it('lists topics with how many people get each', async () => {
    await put({ 'Product news': false });
    expect((await api.send('GET', '/api/v1/topics')).body).toEqual({
      topics: [
        expect.objectContaining({ name: 'Product news', default: 'on', on: 0, off: 1, archived: false }),
        expect.objectContaining({ name: 'Events', default: 'off', on: 0, off: 1, shown: true }),
      ],
    });
  });

  it('turns topics off without a reason, and on only with consent', async () => {
    expect((await api.send('GET', topicsOfAda)).body).toEqual({
      topics: [
        { name: 'Product news', on: true, chosen: null },
        { name: 'Events', on: false, chosen: null },
      ],
      pausedUntil: null,
    });
    expect(await put({ 'product news': false })).toMatchObject({
      status: 200,
      body: { topics: [{ on: false, chosen: { at: start.toISOString(), how: 'api' } }, { on: false }] },
    });
    expect(await put({ Events: true })).toMatchObject({
      status: 422,
      body: { detail: expect.stringContaining('Turning "Events" on needs their consent') },
    });
    expect((await put({ Events: true }, '2026-11-20T10:00:00Z')).body).toMatchObject({
      topics: [{ on: false }, { on: true, chosen: { at: '2026-11-20T10:00:00.000Z' } }],
    });
  });

  it('refuses consent from before they turned it off, or from the future', async () => {
    await put({ 'Product news': false });
    for (const at of ['2026-11-27T10:00:00Z', start.toISOString()])
      expect(await put({ 'Product news': true }, at)).toMatchObject({ status: 422 });
    expect(await put({ 'Product news': true }, '2026-11-29T10:00:00Z')).toMatchObject({
      status: 422,
      body: { detail: expect.stringContaining('is in the future') },
    });
    now = new Date('2026-11-28T11:00:00Z');
    expect((await put({ 'Product news': true }, '2026-11-28T10:30:00Z')).status).toBe(200);
  });

  it('changes nothing if a topic is unknown, archived or not a boolean', async () => {
    const events = await add('Old', true);
    await archiveTopic(
      deps,
      { workspaceId, actor: 'U0ADA', role: 'admin' },
      { id: events.id, archived: true },
    );
    for (const topics of [
      { 'Product news': false, Evnts: false },
      { 'Product news': false, Old: false },
    ])
      expect(await put(topics)).toMatchObject({ status: 404 });
    expect(await put({ Evnts: false })).toMatchObject({
      body: { detail: 'No topic "Evnts". Did you mean "Events"?' },
    });
    expect(await put({ 'Product news': 'off' })).toMatchObject({
      status: 422,
      body: { errors: [{ pointer: '/topics/Product news' }] },
    });
    const { body } = await api.send('GET', topicsOfAda);
    expect(body).toMatchObject({ topics: [{ chosen: null }, { chosen: null }] });
  });

  it('shows the consent history, newest first', async () => {
    now = new Date('2026-11-28T11:00:00Z');
    await put({ 'Product news': false, Events: true }, '2026-11-20T10:00:00Z');
    await api.send('PUT', '/api/v1/contacts/ada%40x.org', { status: 'unsubscribed' });
    const { body } = await api.send('GET', '/api/v1/contacts/ada%40x.org/consent');
    expect(body).toMatchObject({
      history: [
        { what: 'status', said: 'opt-out', how: 'api', details: { from: 'subscribed', to: 'unsubscribed' } },
        {
          what: 'topic',
          said: 'on',
          topic: 'Events',
          at: '2026-11-20T10:00:00.000Z',
          details: { where: 'account page' },
        },
        { what: 'topic', said: 'off', topic: 'Product news', how: 'api', undoes: null },
        // What the contact itself doesn't say: where they agreed.
        { what: 'status', said: 'consent', how: 'api', by: 'website', details: { where: 'form' } },
      ],
      next: null,
    });
  });

  it('is described in the document', async () => {
    const { body } = await api.send('GET', '/api/v1/openapi.json');
    const { paths } = body as { paths: Record<string, object> };
    expect(Object.keys(paths)).toEqual(
      expect.arrayContaining(['/topics', '/contacts/{email}/topics', '/contacts/{email}/consent']),
    );
  });
});
