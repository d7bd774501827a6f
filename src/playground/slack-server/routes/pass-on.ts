import { request as ask, type IncomingMessage, type ServerResponse } from 'node:http';
import { pipeline } from 'node:stream';
import { guardHeaders } from './guard.ts';
import { sendText } from './send.ts';

/** What the app serves besides Slack, on the same port as the page: its HTTP API, webhooks, health. */
export const isForApp = (pathname: string): boolean =>
  pathname === '/healthz' || /^\/(?:api\/v1|webhooks)\//.test(pathname);

/**
 * Forwards a request to the app, and streams its answer back. The target is always the app's own host and
 * port, whatever the request says; only its path and query are used, which `readTarget` checked.
 *
 * @param app the app's origin, once it is connected
 */
export function passOn(
  app: string | undefined,
  { pathname, search }: URL,
  request: IncomingMessage,
  response: ServerResponse,
): void {
  if (app === undefined) {
    sendText(response, 'The app isn’t connected yet. Try again.', 503);
    return;
  }
  const { hostname, port, host } = new URL(app);
  const headers = { ...endToEnd(request), host };
  const passed = ask(
    { hostname, port, method: request.method, path: pathname + search, headers },
    (answer) => {
      // The answer shares the page's origin: it must not loosen the guard or change the browser's state.
      const given = Object.entries(endToEnd(answer)).filter(([name]) => !ofBrowsers.test(name));
      response.writeHead(answer.statusCode ?? 502, { ...Object.fromEntries(given), ...guardHeaders });
      // If the client disconnects, this ends the app's answer too.
      pipeline(answer, response, () => {});
    },
  );
  passed.on('error', () => {
    if (response.headersSent) response.destroy();
    else sendText(response, 'The app isn’t answering.', 502);
  });
  pipeline(request, passed, () => {});
}

/** Headers that would let other sites read the answer, or change what a browser stores for this origin. */
const ofBrowsers = /^(?:access-control-.*|set-cookie|clear-site-data|service-worker-allowed|refresh|link)$/;

/** Headers about one connection, which must not reach the next one. */
const ofConnection = ['connection', 'keep-alive', 'proxy-connection', 'te', 'trailer', 'upgrade', 'expect'];

/** Headers that mark the end of a body: without them the body would be read as the next request. */
const ofFraming = ['content-length', 'transfer-encoding'];

/** The headers without those that are about this connection, or that `Connection` names. */
function endToEnd({ headers }: IncomingMessage): IncomingMessage['headers'] {
  const named = (headers.connection ?? '').split(',').map((name) => name.trim().toLowerCase());
  const left = [...ofConnection, ...named.filter((name) => !ofFraming.includes(name))];
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !left.includes(name)));
}
