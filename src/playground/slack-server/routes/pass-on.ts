import { request as ask, type IncomingMessage, type ServerResponse } from 'node:http';
import { pipeline } from 'node:stream';
import { guardHeaders } from './guard.ts';
import { sendText } from './send.ts';

/** What the app serves beside Slack, which shares one port with the page: its HTTP API, webhooks, health. */
export const isForApp = (pathname: string): boolean =>
  pathname === '/healthz' || /^\/(?:api\/v1|webhooks)\//.test(pathname);

/**
 * Hands a request on to the app, and the answer back as it comes. Where it goes is the app's own host and port, whatever
 * the request says; of the target only path and query are taken, which `readTarget` checked.
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
      // The answer stands on the page's origin: it neither loosens the guard nor reaches into the browser.
      const given = Object.entries(endToEnd(answer)).filter(([name]) => !ofBrowsers.test(name));
      response.writeHead(answer.statusCode ?? 502, { ...Object.fromEntries(given), ...guardHeaders });
      // A client that goes away takes the app's answer with it.
      pipeline(answer, response, () => {});
    },
  );
  passed.on('error', () => {
    if (response.headersSent) response.destroy();
    else sendText(response, 'The app isn’t answering.', 502);
  });
  pipeline(request, passed, () => {});
}

/** What would let other sites read, or change what a browser keeps for this origin. */
const ofBrowsers = /^(?:access-control-.*|set-cookie|clear-site-data|service-worker-allowed|refresh|link)$/;

/** About one connection, and no business of the next one. */
const ofConnection = ['connection', 'keep-alive', 'proxy-connection', 'te', 'trailer', 'upgrade', 'expect'];

/** Where a body ends: without them it would be taken for the next request. */
const ofFraming = ['content-length', 'transfer-encoding'];

/** The headers without those that are about this connection, or that `Connection` says are. */
function endToEnd({ headers }: IncomingMessage): IncomingMessage['headers'] {
  const named = (headers.connection ?? '').split(',').map((name) => name.trim().toLowerCase());
  const left = [...ofConnection, ...named.filter((name) => !ofFraming.includes(name))];
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !left.includes(name)));
}
