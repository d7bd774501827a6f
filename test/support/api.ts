import type { AudienceDeps, Caller } from '../../src/audience/caller.ts';
import { createApiKey } from '../../src/audience/workspace/api-keys.ts';
import { createRoutes } from '../../src/http/routes.ts';

/** The HTTP API in front of a database, with one key. */
export interface TestApi {
  /** Sends a request; `body` is sent as JSON unless it is a text. */
  send(
    method: string,
    path: string,
    body?: unknown,
    headers?: Record<string, string>,
  ): Promise<{ status: number; headers: Headers; body: unknown; text: string }>;
  log: string[];
}

/**
 * @param scopes of the key; all of them if left out
 * @param name of the key: two in one workspace need two
 */
export async function openApi(
  deps: AudienceDeps,
  workspaceId: number,
  scopes = [
    ...[
      'contacts:read',
      'contacts:write',
      'contacts:erase',
      'segments:read',
      'segments:export',
      'events:write',
      ...['campaigns:read', 'campaigns:write', 'campaigns:send'],
    ],
  ],
  name = 'website',
): Promise<TestApi> {
  const admin: Caller = { workspaceId, actor: 'U0ADA', role: 'admin' };
  const { token } = await createApiKey(deps, admin, { name, scopes });
  const log: string[] = [];
  const routes = createRoutes(deps, { log: (line) => void log.push(line) });
  return {
    log,
    async send(method, path, body, headers = {}) {
      const response = await routes.request(path, {
        method,
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', ...headers },
        ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      });
      const text = await response.text();
      const isJson = /json$/.test(response.headers.get('content-type') ?? '');
      const read =
        isJson && !/ndjson/.test(response.headers.get('content-type') ?? '') ? JSON.parse(text) : text;
      return { status: response.status, headers: response.headers, body: read, text };
    },
  };
}
