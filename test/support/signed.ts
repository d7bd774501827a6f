import { createHmac } from 'node:crypto';

/**
 * The headers of a request as Slack signs it.
 *
 * @param options.at seconds since 1970; now if left out
 */
export function signed(
  body: string,
  options: { secret: string; at?: number; type?: string },
): Record<string, string> {
  const timestamp = String(options.at ?? Math.floor(Date.now() / 1000));
  const digest = createHmac('sha256', options.secret).update(`v0:${timestamp}:${body}`).digest('hex');
  return {
    'content-type': options.type ?? 'application/json',
    'x-slack-request-timestamp': timestamp,
    'x-slack-signature': `v0=${digest}`,
  };
}

/** Sends a body to `/slack/events` as Slack would. */
export function sendSigned(
  url: string,
  body: string,
  options: Parameters<typeof signed>[1],
): Promise<Response> {
  return fetch(`${url}/slack/events`, { method: 'POST', headers: signed(body, options), body });
}
