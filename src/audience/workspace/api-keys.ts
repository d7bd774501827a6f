import { RollcallError } from '../../errors.ts';
import type { Role } from '../../lib/roles.ts';
import { fold, tidy } from '../../lib/texts.ts';
import { withoutInvisible } from '../../lib/visible.ts';
import { nearest } from '../../lib/words.ts';
import type { ApiKey } from '../../storage/workspace/api-keys.ts';
import * as stored from '../../storage/workspace/api-keys.ts';
import type { AudienceDeps, Caller } from '../caller.ts';
import { asOneChange } from '../change.ts';
import { checkedName } from '../checked-name.ts';
import { requireRole } from '../permissions.ts';

/** What a key may be used for, and the role that it has in use cases. */
export const apiScopes = {
  'contacts:read': { role: 'editor', does: 'read contacts' },
  'contacts:write': { role: 'editor', does: 'add and change contacts, tag them' },
  'contacts:erase': { role: 'admin', does: 'erase contacts for good' },
  'segments:read': { role: 'viewer', does: 'list and count segments' },
  'segments:export': { role: 'admin', does: 'export contacts and the members of segments' },
  'events:write': { role: 'editor', does: 'report events' },
  'campaigns:read': { role: 'viewer', does: 'read campaigns and their numbers' },
  'campaigns:write': { role: 'editor', does: 'draft campaigns and count their audiences' },
  'campaigns:send': { role: 'admin', does: 'send campaigns' },
} as const satisfies Record<string, { role: Role; does: string }>;

export type ApiScope = keyof typeof apiScopes;
export const apiScopeNames = Object.keys(apiScopes) as ApiScope[];

const LONGEST_NAME = 60;

/**
 * Makes a key for the HTTP API. Its token is in the answer and nowhere else.
 *
 * @param options.name what it is for; the audit and the history show the key by this name
 * @throws RollcallError `invalid-input` for the name or an unknown scope, `taken`, `not-allowed`
 */
export async function createApiKey(
  deps: AudienceDeps,
  caller: Caller,
  options: { name: string; scopes: readonly string[] },
): Promise<{ key: ApiKey; token: string }> {
  requireRole(caller, 'admin', 'create API keys');
  const name = keyName(options.name);
  const scopes = checkedScopes(options.scopes);
  return asOneChange(deps, caller, async ({ database, workspaceId, actor, audit }) => {
    const same = (await stored.listApiKeys(database, workspaceId)).find(
      (key) => key.revokedAt === null && fold(key.name) === fold(name),
    );
    if (same !== undefined) {
      throw new RollcallError('taken', `A key named "${same.name}" already exists.`, {
        hint: 'Choose another name, or revoke that key first.',
      });
    }
    const now = deps.now();
    const made = await stored.insertApiKey(database, { workspaceId, name, scopes, createdBy: actor, now });
    await audit('api-key.created', name, { scopes: scopes.join(' ') });
    return made;
  });
}

/** The workspace's keys, including revoked ones, newest first. */
export async function listApiKeys(deps: AudienceDeps, caller: Caller): Promise<ApiKey[]> {
  requireRole(caller, 'admin', 'see API keys');
  return stored.listApiKeys(deps.storage.prisma, caller.workspaceId);
}

/**
 * Revokes a key, at once and for good.
 *
 * @param ref the name in any case, or the id that a button contains
 * @throws RollcallError `not-found`, with the nearest name
 */
export async function revokeApiKey(
  deps: AudienceDeps,
  caller: Caller,
  ref: { name: string } | { id: number },
): Promise<{ name: string }> {
  requireRole(caller, 'admin', 'revoke API keys');
  return asOneChange(deps, caller, async ({ database, workspaceId, audit }) => {
    const live = (await stored.listApiKeys(database, workspaceId)).filter((key) => key.revokedAt === null);
    const wanted = 'name' in ref ? fold(ref.name) : '';
    const key = live.find((one) => ('id' in ref ? one.id === ref.id : fold(one.name) === wanted));
    if (key === undefined) throw unknownKey(ref, live);
    await stored.revokeApiKey(database, { workspaceId, id: key.id, now: deps.now() });
    await audit('api-key.revoked', key.name);
    return { name: key.name };
  });
}

/** The caller that a token belongs to; undefined if it is invalid. Records that it was used. */
export async function apiCallerOf(
  deps: AudienceDeps,
  token: string,
): Promise<{ keyId: number; workspaceId: number; actor: string; scopes: ApiScope[] } | undefined> {
  const { prisma } = deps.storage;
  const key = await stored.findApiKey(prisma, token);
  if (key === undefined) return undefined;
  const now = deps.now();
  const { id, workspaceId } = key;
  if (stored.isUseDue(key.lastUsedAt, now)) await stored.noteUse(prisma, { workspaceId, id, now });
  const scopes = key.scopes.filter((scope): scope is ApiScope => Object.hasOwn(apiScopes, scope));
  return { keyId: id, workspaceId, actor: key.name, scopes };
}

function unknownKey(ref: { name: string } | { id: number }, live: ApiKey[]): RollcallError {
  if ('id' in ref) return new RollcallError('not-found', 'This key was already revoked.');
  const [close] = nearest(
    ref.name.trim(),
    live.map((key) => key.name),
  );
  return new RollcallError('not-found', `No key "${ref.name.trim()}".`, {
    ...(close === undefined
      ? {}
      : { hint: `Did you mean "${close}"?`, meant: { typed: ref.name, names: [close] } }),
  });
}

const keyName = (typed: string): string =>
  checkedName(tidy(withoutInvisible(typed)), {
    of: 'A key',
    longest: LONGEST_NAME,
    empty: 'A key needs a name that says what it is for.',
    wrong(name) {
      if (/\p{Cc}|\p{Cs}|@/u.test(name)) return 'A key name can’t have an @ or control characters.';
      return /^[UW][A-Z0-9]{2,}$/.test(name)
        ? `The history would mistake "${name}" for the ID of a person in Slack.`
        : undefined;
    },
    rest: { hint: 'For example: website, or order system' },
  });

function checkedScopes(given: readonly string[]): ApiScope[] {
  const hint = `Available scopes: ${apiScopeNames.join(', ')}.`;
  if (given.length === 0)
    throw new RollcallError('invalid-input', 'A key needs at least one scope.', { hint });
  const unknown = given.find((scope) => !Object.hasOwn(apiScopes, scope));
  if (unknown === undefined) return apiScopeNames.filter((scope) => given.includes(scope));
  const [close] = nearest(unknown, apiScopeNames);
  const meant = close === undefined ? '' : ` Did you mean "${close}"?`;
  throw new RollcallError('invalid-input', `No scope "${unknown}".${meant}`, { hint });
}
