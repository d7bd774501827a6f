import type { IncomingMessage } from 'node:http';

/**
 * Why a request must not be answered, or undefined when it may. The server listens on this machine only, but any web
 * page that is open in a browser here can send to it: a foreign Host means that a name was pointed at this machine
 * (DNS rebinding), a foreign Origin that another site's page is asking.
 */
export function refusal(request: IncomingMessage, port: number): string | undefined {
  const own = [`127.0.0.1:${port}`, `localhost:${port}`];
  const { host, origin } = request.headers;
  if (!host || !own.includes(host)) return `Unknown host: open http://${own[0]} instead.`;
  if (origin !== undefined && !own.some((one) => origin === `http://${one}`))
    return 'Requests from other sites are refused.';
  const site = request.headers['sec-fetch-site'];
  const isPlainVisit = request.method === 'GET' && request.headers['sec-fetch-mode'] === 'navigate';
  if (site !== undefined && site !== 'same-origin' && site !== 'none' && !isPlainVisit) {
    return 'Requests from other sites are refused.';
  }
  return undefined;
}

/** What every answer carries: nothing but the page's own files may run, and nobody may frame it. */
export const guardHeaders: Record<string, string> = {
  'content-security-policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; " +
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-resource-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin',
  'cache-control': 'no-store',
};
