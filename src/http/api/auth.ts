import type { Context, MiddlewareHandler } from 'hono';
import type { AudienceDeps, Caller } from '../../audience/caller.ts';
import { type ApiScope, apiCallerOf, apiScopes } from '../../audience/workspace/api-keys.ts';
import { databaseTrouble } from '../../database-trouble.ts';
import { RollcallError } from '../../errors.ts';
import { problem } from '../problem.ts';

/** What an accepted request carries. */
export interface ApiEnv {
  Variables: { apiKey: { keyId: number; workspaceId: number; actor: string; scopes: ApiScope[] } };
}

/** Accepts only requests with a valid key. */
export function keyRequired(deps: AudienceDeps): MiddlewareHandler<ApiEnv> {
  return async (c, next) => {
    const token = /^Bearer +(\S+) *$/i.exec(c.req.header('authorization') ?? '')?.[1];
    const key = token === undefined ? undefined : await apiCallerOf(deps, token).catch(beforeAnything);
    if (key === undefined) {
      const detail =
        token === undefined
          ? 'Send your key with each request: Authorization: Bearer rollcall_…'
          : 'Invalid or revoked key.';
      return problem(401, detail, { headers: { 'www-authenticate': 'Bearer' } });
    }
    c.set('apiKey', key);
    return next();
  };
}

/** The key is checked before the request does anything, so nothing has changed. */
function beforeAnything(error: unknown): never {
  throw databaseTrouble(error, { nothingChanged: true }) ?? error;
}

/**
 * The person or program behind a request, with the role that the scope gives.
 *
 * @throws RollcallError `not-allowed` if the key doesn't have that scope
 */
export function callerWith(c: Context<ApiEnv>, scope: ApiScope): Caller {
  const { workspaceId, actor, scopes } = c.get('apiKey');
  if (scopes.includes(scope)) {
    const seesContacts = scopes.includes('contacts:read');
    return { workspaceId, actor, role: apiScopes[scope].role, seesContacts };
  }
  throw new RollcallError(
    'not-allowed',
    `The key "${actor}" needs the scope ${scope} to ${apiScopes[scope].does}.`,
  );
}
