import type { IncomingMessage } from 'node:http';

/**
 * Why a request must be refused, or undefined if it is allowed. The server listens only on this machine, but
 * any web page open in a browser here can send to it. A foreign Host means that a name was pointed at this
 * machine (DNS rebinding). A foreign Origin or Sec-Fetch-Site means that another site's page sends the
 * request. A request without these headers is from a program on this machine, not from a browser.
 *
 * A navigation from another site may open the page at `/` and nothing else. "none", which browsers send for
 * an address that someone typed, is no exception: it stays "none" when that site redirects here.
 */
export function refusal(request: IncomingMessage, port: number, pathname: string): string | undefined {
  const own = [`127.0.0.1:${port}`, `localhost:${port}`];
  const { host, origin } = request.headers;
  // Node keeps the first of several Host headers, but a server behind this one might use another.
  const hosts = request.rawHeaders.filter((name, index) => index % 2 === 0 && name.toLowerCase() === 'host');
  if (!host || hosts.length > 1 || !own.includes(host)) return `Unknown host: open http://${own[0]} instead.`;
  if (origin !== undefined && !own.some((one) => origin === `http://${one}`))
    return 'Requests from other sites are refused.';
  const { 'sec-fetch-site': site, 'sec-fetch-mode': mode } = request.headers;
  if (site === undefined || site === 'same-origin') return undefined;
  const isVisit = request.method === 'GET' && mode === 'navigate' && pathname === '/';
  if (isVisit || (site === 'none' && mode !== 'navigate')) return undefined;
  return site === 'none'
    ? `Browsers can only open http://${own[0]}/ here. Use a program like curl for this address.`
    : 'Requests from other sites are refused.';
}

/** Headers of every answer: only the page's own files may run, and no one may frame it. */
export const guardHeaders: Record<string, string> = {
  'content-security-policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; frame-src 'self'; " +
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-resource-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin',
  'cache-control': 'no-store',
};
