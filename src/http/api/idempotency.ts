import { createHash } from 'node:crypto';
import type { MiddlewareHandler } from 'hono';
import type { AudienceDeps } from '../../audience/caller.ts';
import { claimRequest, settleRequest } from '../../audience/workspace/given-answers.ts';
import { problem } from '../problem.ts';
import type { ApiEnv } from './auth.ts';

/**
 * Carries out a request with an Idempotency-Key once: the same request within 24 hours gets the same answer.
 */
export function idempotent(deps: AudienceDeps): MiddlewareHandler<ApiEnv> {
  return async (c, next) => {
    const key = c.req.header('idempotency-key')?.trim();
    if (key === undefined || c.req.method === 'GET') return next();
    if (!/^[\x21-\x7e]{1,200}$/.test(key)) {
      return problem(400, 'Idempotency-Key must have 1 to 200 printable ASCII characters and no spaces.');
    }
    const { keyId, workspaceId } = c.get('apiKey');
    // Not by host: a retry may arrive under another name of this app, or past a proxy.
    const { pathname, search } = new URL(c.req.url);
    const requestHash = createHash('sha256')
      .update(`${c.req.method} ${pathname}${search}\n`)
      .update(await c.req.text())
      .digest('hex');
    const request = { workspaceId, apiKeyId: keyId, key, requestHash };
    const claim = await claimRequest(deps, request);
    switch (claim.state) {
      case 'new': {
        let answer = { status: 500, body: '' };
        try {
          await next();
          answer = { status: c.res.status, body: await c.res.clone().text() };
        } finally {
          await settleRequest(deps, request, answer);
        }
        return;
      }
      case 'under-way':
        return problem(
          409,
          'The request with this Idempotency-Key is still running. Try again in a moment.',
          {
            headers: { 'retry-after': '1' },
          },
        );
      case 'other-request':
        return problem(
          422,
          'This Idempotency-Key was already used for another request. Use a new one for each request.',
        );
      case 'answered': {
        if (claim.body === null) {
          return problem(
            409,
            'This was done, but its response is no longer available: a contact in it was erased.',
          );
        }
        const type = claim.status >= 400 ? 'application/problem+json' : 'application/json';
        const headers = { 'content-type': type, 'idempotency-replayed': 'true' };
        return new Response(claim.status === 204 ? null : claim.body, { status: claim.status, headers });
      }
      default:
        return claim satisfies never;
    }
  };
}
