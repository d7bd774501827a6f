import { beforeEach, describe, expect, it } from 'vitest';
import type { Caller } from '../../../src/audience/caller.ts';
import {
  apiCallerOf,
  createApiKey,
  listApiKeys,
  revokeApiKey,
} from '../../../src/audience/workspace/api-keys.ts';
import { refused } from '../../support/refused.ts';
import { withAudience } from '../../support/with-audience.ts';

describe('keys of the HTTP API', () => {
  const audience = withAudience({ now: () => now });
  const { deps } = audience;
  let admin: Caller;
  let now = new Date('2026-11-23T10:00:00Z');

  beforeEach(async () => {
    now = new Date('2026-11-23T10:00:00Z');
    admin = await audience.newCaller();
  });

  const make = (name = 'website', scopes = ['events:write', 'contacts:read']) =>
    createApiKey(deps, admin, { name, scopes });

  it('give access to their own workspace within their scopes, and don’t store the token', async () => {
    const { key, token } = await make();
    expect(token).toMatch(/^rollcall_\d+_[\w-]{43}$/);
    expect(token.startsWith(key.prefix)).toBe(true);
    expect(token.length - key.prefix.length).toBe(37);
    const { workspaceId } = admin;
    expect(await apiCallerOf(deps, token)).toEqual({
      ...{ keyId: key.id, workspaceId, actor: 'website', scopes: ['contacts:read', 'events:write'] },
    });
    const rows = await audience.storage.pool.query('SELECT api_keys::text AS row FROM api_keys');
    expect(rows.rows.map(({ row }) => row).join()).not.toContain(token.slice(key.prefix.length));
  });

  it('give no access if they are wrong, cut off, from another workspace, or revoked', async () => {
    const { token } = await make();
    const other = await audience.addWorkspace();
    const wrong = [
      '',
      'x',
      token.slice(0, -1),
      `${token}x`,
      token.replace(/_\d+_/, `_${other}_`),
      `${token.slice(0, -1)}${token.endsWith('A') ? 'B' : 'A'}`,
    ];
    for (const each of wrong) expect(await apiCallerOf(deps, each)).toBeUndefined();
    expect(await revokeApiKey(deps, admin, { name: ' WEBSITE ' })).toEqual({ name: 'website' });
    expect(await apiCallerOf(deps, token)).toBeUndefined();
    expect(await refused(revokeApiKey(deps, admin, { name: 'website' }))).toBe(
      'not-found: No key "website".',
    );
    await make();
  });

  it('show when they were last used, to the minute', async () => {
    const { token } = await make();
    const used = async () => (await listApiKeys(deps, admin))[0]?.lastUsedAt?.toISOString();
    expect(await used()).toBeUndefined();
    await apiCallerOf(deps, token);
    now = new Date('2026-11-23T10:00:59Z');
    await apiCallerOf(deps, token);
    expect(await used()).toBe('2026-11-23T10:00:00.000Z');
    now = new Date('2026-11-23T10:01:00Z');
    await apiCallerOf(deps, token);
    expect(await used()).toBe('2026-11-23T10:01:00.000Z');
  });

  it.each([
    ['', ['contacts:read'], 'invalid-input: A key needs a name that says what it is for.'],
    [
      'x'.repeat(61),
      ['contacts:read'],
      'invalid-input: A key name can have at most 60 characters; this one has 61.',
    ],
    ['ada@x.org', ['contacts:read'], 'invalid-input: A key name can’t have an @ or control characters.'],
    ['shop', [], 'invalid-input: A key needs at least one scope.'],
    ['shop', ['contact:read'], 'invalid-input: No scope "contact:read". Did you mean "contacts:read"?'],
    ['Taken', ['contacts:read'], 'taken: A key named "taken" already exists.'],
  ])('can’t be named %j with the scopes %j', async (name, scopes, message) => {
    await make('taken');
    expect(await refused(createApiKey(deps, admin, { name, scopes }))).toBe(message);
  });

  it('are for admins, and in the audit log', async () => {
    const editor: Caller = { ...admin, role: 'editor' };
    expect(await refused(createApiKey(deps, editor, { name: 'a', scopes: ['contacts:read'] }))).toContain(
      'role to create API keys',
    );
    expect(await refused(listApiKeys(deps, editor))).toContain('role to see API keys');
    await make();
    expect(await refused(revokeApiKey(deps, editor, { name: 'website' }))).toContain('role to revoke');
    const audit = await audience.storage.prisma.auditEntry.findMany({
      where: { workspaceId: admin.workspaceId },
    });
    expect(audit).toMatchObject([
      { action: 'api-key.created', subject: 'website', details: { scopes: 'contacts:read events:write' } },
    ]);
  });
});
