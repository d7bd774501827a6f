import { createHash } from 'node:crypto';
import { Hono } from 'hono';
import type { AudienceDeps } from '../../audience/caller.ts';
import { receiveItems } from '../../audience/events/provider-events.ts';
import { openWebhook, takeToken } from '../../audience/events/webhooks.ts';
import { RollcallError } from '../../errors.ts';
import { defined } from '../../lib/defined.ts';
import { problem, problemOfError } from '../problem.ts';
import { type Delivery, notJson, RETRIES_MS } from './adapter.ts';
import { adapters } from './adapters.ts';
import { closingConnection, readBody } from './body.ts';

/** The endpoint for email providers' events about mails: /webhooks/<provider>/<id>. */
export function createWebhooks(
  deps: AudienceDeps,
  options: { log: (line: string) => void; fetchText?: Delivery['fetchText'] | undefined },
): Hono {
  const { log, fetchText = readAt } = options;
  const routes = new Hono();
  routes.onError((error, c) => problemOfError(error, c, log));
  routes.post('/:provider/:id', async (c) => {
    const webhook = await openWebhook(deps, { provider: c.req.param('provider'), path: c.req.param('id') });
    if (webhook === undefined) return closingConnection(problem(404, 'No webhook at this address.'));
    const adapter = adapters[webhook.provider];
    const { headers } = c.req.raw;
    const arrival = { headers, secret: webhook.secret, now: deps.now() };
    if (!adapter.admits(arrival)) return closingConnection(unsigned());
    const body = await readBody(c.req.raw, adapter);
    if (body instanceof Response) return body;
    const verified = await adapter.verify({ ...arrival, body, fetchText });
    if (verified === null) return unsigned();
    const { payload, token, visit } = verified;
    if (payload === notJson) return problem(400, 'The request is signed, but it isn’t JSON.');
    if (token !== undefined) {
      const bodyHash = createHash('sha256').update(body).digest('hex');
      // Remembered for longer than a token is valid.
      if (!(await takeToken(deps, webhook, { token, bodyHash, forMs: 2 * RETRIES_MS }))) {
        return problem(401, 'This token was already used for something else.');
      }
    }
    if (visit !== undefined) {
      await fetchText(visit).catch((cause: unknown) => {
        const message = 'The subscription can’t be confirmed right now.';
        throw new RollcallError('unavailable', message, { cause });
      });
    }
    const deliveryId = adapter.deliveryId?.(headers);
    const items = adapter
      .items(payload)
      .map((item) => ({ item, said: adapter.read(item, { now: arrival.now, deliveryId }) }));
    const { recorded, unknown, remembered, kept } = await receiveItems(deps, webhook, { items, deliveryId });
    return c.json(
      { recorded, unknown, ...defined({ remembered: remembered || undefined, kept: kept || undefined }) },
      200,
    );
  });
  return routes;
}

const unsigned = (): Response => problem(401, 'The signature is missing, too old, or not from the provider.');

/** Fetches a text from an address that the caller has checked. Follows no redirects. */
async function readAt(url: string): Promise<string> {
  const answer = await fetch(url, { redirect: 'error', signal: AbortSignal.timeout(10_000) });
  if (!answer.ok) throw new Error(`${new URL(url).host} answered ${answer.status}`);
  return answer.text();
}
