import { afterAll, beforeAll, expect, it } from 'vitest';
import { createApiKey } from '../../src/audience/workspace/api-keys.ts';
import { startRollcall, type TestRollcall } from '../support/rollcall.ts';

let rollcall: TestRollcall;
beforeAll(async () => {
  rollcall = await startRollcall('embedded');
});
afterAll(() => rollcall?.close());

it('accepts contacts on the playground’s port, and counts them in Slack', async () => {
  const { ada, database, slack } = rollcall;
  await ada.types('/audience');
  const workspace = await database.storage.prisma.workspace.findUniqueOrThrow({
    where: { teamId: slack.workspace.team.id },
  });
  const admin = { workspaceId: workspace.id, actor: 'U0ADA', role: 'admin' } as const;
  const deps = { storage: database.storage, now: () => new Date() };
  const { token } = await createApiKey(deps, admin, {
    name: 'website',
    scopes: ['contacts:write', 'segments:read'],
  });
  const send = (path: string, method: string, body?: object) =>
    fetch(`${slack.url}/api/v1${path}`, {
      method,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  const contacts = ['ada', 'bob', 'cy'].map((name) => ({ email: `${name}@x.org`, country: 'Norway' }));
  expect((await send('/contacts/batch', 'POST', { contacts })).status).toBe(200);
  expect((await send('/segments/count', 'POST', { rule: 'country is NO' })).status).toBe(200);
  expect((await send('/contacts', 'GET')).status).toBe(403);
  expect(await ada.types('/segments count country is Norway')).toMatch(/\b3\b/);
  expect((await fetch(`${slack.url}/healthz`)).status).toBe(200);
  expect((await fetch(`${slack.url}/api/v1/openapi.json`)).status).toBe(200);
  expect((await fetch(`${slack.url}/webhooks/resend/1-${'0'.repeat(32)}`, { method: 'POST' })).status).toBe(
    404,
  );
});

it('creates a key in Slack, shows its token once, and revokes it', async () => {
  const { ada, yuki, slack } = rollcall;
  await ada.types('/audience keys');
  await ada.clicks('New key');
  await ada.seesModal(/What it can do/);
  await ada.fills({ Name: 'order system', 'What it can do': ['contacts:read'] });
  expect(await ada.submits()).toEqual({ ok: true });
  const shown = await ada.seesModal(/the only time it’s shown/);
  const token = /rollcall_\d+_[\w-]{43}/.exec(JSON.stringify(shown))?.[0] ?? '';
  const read = () => fetch(`${slack.url}/api/v1/contacts`, { headers: { authorization: `Bearer ${token}` } });
  expect((await read()).status).toBe(200);
  expect(await yuki.types('/audience keys')).toContain('role to see API keys');
  await ada.closes();
  const listed = await ada.types('/audience keys');
  expect(listed).toContain('order system');
  expect(listed).not.toContain(token);
  await ada.clicks('Revoke');
  await expect.poll(async () => (await read()).status).toBe(401);
});
