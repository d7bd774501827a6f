import { request as ask, type IncomingMessage, type ServerResponse } from 'node:http';
import { pipeline } from 'node:stream';
import { sendText } from './send.ts';

/** What the app serves beside Slack, which stands on one port with the page: its HTTP API, webhooks, health. */
export const isForApp = (pathname: string): boolean =>
  pathname === '/healthz' || /^\/(?:api\/v1|webhooks)\//.test(pathname);

/** Hands a request on to the app as it is, and the answer back as it comes. */
export function passOn(origin: string | undefined, request: IncomingMessage, response: ServerResponse): void {
  if (origin === undefined) {
    sendText(response, 'The app is not connected yet: try again.', 503);
    return;
  }
  const { method, headers, url = '/' } = request;
  const passed = ask(new URL(url, origin), { method, headers }, (answer) => {
    response.writeHead(answer.statusCode ?? 502, answer.headers);
    // A client that goes away takes the app's answer with it.
    pipeline(answer, response, () => {});
  });
  passed.on('error', () => {
    if (response.headersSent) response.destroy();
    else sendText(response, 'The app does not answer.', 502);
  });
  pipeline(request, passed, () => {});
}
