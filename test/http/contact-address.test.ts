import { beforeEach, describe, expect, it } from 'vitest';
import type { AudienceDeps } from '../../src/audience/caller.ts';
import { openApi, type TestApi } from '../support/api.ts';
import { withAudience } from '../support/with-audience.ts';

describe('the address of a contact over the HTTP API', () => {
  const audience = withAudience();
  let api: TestApi;
  let deps: AudienceDeps;
  let workspaceId: number;
  const consent = { source: 'form', at: '2026-11-01T10:00:00Z' };

  beforeEach(async () => {
    workspaceId = await audience.addWorkspace();
    deps = { storage: audience.storage, now: () => new Date('2026-11-28T10:00:00Z') };
    api = await openApi(deps, workspaceId);
    await put('ada@x.org', { name: 'Ada', status: 'subscribed', consent });
  });

  const put = (address: string, body: object) =>
    api.send('PUT', `/api/v1/contacts/${encodeURIComponent(address)}`, body);
  const change = (from: string, to: string, on = api) =>
    on.send('PUT', `/api/v1/contacts/${encodeURIComponent(from)}/email`, { email: to });

  it('changes, and the contact keeps everything, with a note in its consent history', async () => {
    const { id } = (await put('ada@x.org', {})).body as { id: string };
    expect(await change('ADA@x.org', ' Ada@New.example ')).toMatchObject({
      status: 200,
      body: { id, email: 'Ada@New.example', name: 'Ada', status: 'subscribed' },
    });
    expect((await api.send('GET', '/api/v1/contacts/ada%40x.org')).status).toBe(404);
    const { body } = await api.send('GET', '/api/v1/contacts/ada%40new.example/consent');
    expect(body).toMatchObject({ history: [{ what: 'address', said: 'changed', how: 'api' }, {}] });
    expect((await change('ada@new.example', 'ada@new.example')).status).toBe(200);
  });

  it('is refused if it belongs to another contact, was erased, or is none', async () => {
    await put('bob@x.org', {});
    await put('eve@x.org', {});
    await api.send('DELETE', '/api/v1/contacts/eve%40x.org');
    const results = [];
    for (const to of ['BOB@x.org', 'eve@x.org', 'nobody'])
      results.push(await change('ada@x.org', to).then(({ status, body }) => [status, body]));
    expect(results).toEqual([
      [409, expect.objectContaining({ detail: 'Another contact has the address BOB@x.org.' })],
      [403, expect.objectContaining({ detail: expect.stringContaining('was erased on request') })],
      [422, expect.objectContaining({ detail: '"nobody" is not an email address.' })],
    ]);
    expect((await change('none@x.org', 'new@x.org')).status).toBe(404);
    const website = await openApi(deps, workspaceId, ['contacts:write'], 'of the website');
    expect((await change('ada@x.org', 'new@x.org', website)).status).toBe(403);
    expect((await api.send('GET', '/api/v1/contacts/ada%40x.org')).status).toBe(200);
  });

  it('leaves opt-outs with both addresses', async () => {
    await put('ada@x.org', { status: 'unsubscribed' });
    expect((await change('ada@x.org', 'ada@new.example')).body).toMatchObject({ status: 'unsubscribed' });
    expect((await put('ada@x.org', { name: 'Ada' })).body).toMatchObject({ status: 'unsubscribed' });
    expect((await put('ada@x.org', { status: 'subscribed', consent })).status).toBe(422);
    await api.send('DELETE', '/api/v1/contacts/ada%40x.org');
    expect((await change('ada@new.example', 'ada@x.org')).status).toBe(403);
  });
});
