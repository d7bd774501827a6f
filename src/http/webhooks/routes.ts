import { createHash } from 'node:crypto';
import { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { z } from 'zod';
import type { AudienceDeps } from '../../audience/caller.ts';
import { openWebhook, receiveEvents, takeToken } from '../../audience/webhooks.ts';
import { problem, problemOfError } from '../problem.ts';
import { type Adapter, type Delivery, RETRIES_MS } from './adapter.ts';
import { mailgun } from './mailgun.ts';
import { postmark } from './postmark.ts';
import { resend } from './resend.ts';
import { sendgrid } from './sendgrid.ts';
import { ses } from './ses.ts';

const adapters: Record<Parameters<typeof takeToken>[1]['provider'], Adapter> = {
  ...{ resend, sendgrid, postmark, mailgun, ses },
};

const MOST_BYTES = 5 * 1024 * 1024;

/** Where email providers send what became of mails: /webhooks/<provider>/<id>. */
export function createWebhooks(
  deps: AudienceDeps,
  options: { log: (line: string) => void; fetchText?: Delivery['fetchText'] | undefined },
): Hono {
  const { log, fetchText = readAt } = options;
  const routes = new Hono();
  routes.onError((error, c) => problemOfError(error, c, log));
  routes.use(
    bodyLimit({ maxSize: MOST_BYTES, onError: () => problem(413, 'A webhook holds at most 5 MB.') }),
  );
  routes.post('/:provider/:id', async (c) => {
    const webhook = await openWebhook(deps, { provider: c.req.param('provider'), path: c.req.param('id') });
    if (webhook === undefined) return problem(404, 'There is no webhook at this address.');
    const adapter = adapters[webhook.provider];
    const body = Buffer.from(await c.req.arrayBuffer());
    const delivery = { headers: c.req.raw.headers, body, secret: webhook.secret, now: deps.now(), fetchText };
    const verified = await adapter.verify(delivery);
    if (verified === null) return problem(401, 'The signature is not the provider’s, or too old.');
    const { payload, token, visit } = verified;
    if (token !== undefined) {
      const bodyHash = createHash('sha256').update(body).digest('hex');
      // Remembered for longer than a token is taken.
      if (!(await takeToken(deps, webhook, { token, bodyHash, forMs: 2 * RETRIES_MS }))) {
        return problem(401, 'This token came before, with something else.');
      }
    }
    if (visit !== undefined) await fetchText(visit);
    try {
      return c.json(await receiveEvents(deps, webhook, adapter.events(payload, delivery)), 200);
    } catch (error) {
      if (error instanceof z.ZodError)
        return problem(400, 'The request is signed, but not in the form that is documented.');
      throw error;
    }
  });
  return routes;
}

/** Reads a text at an address, which the caller has looked at. Follows nothing elsewhere. */
async function readAt(url: string): Promise<string> {
  const answer = await fetch(url, { redirect: 'error', signal: AbortSignal.timeout(10_000) });
  if (!answer.ok) throw new Error(`${new URL(url).host} answered ${answer.status}`);
  return answer.text();
}
