import {
  createServer,
  type IncomingMessage,
  type RequestListener,
  type Server,
  type ServerResponse,
} from 'node:http';
import { Server as NetServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { getRequestListener } from '@hono/node-server';
import type { Hono } from 'hono';
import { RollcallError } from '../errors.ts';
import { defined } from '../lib/defined.ts';
import { closeIdle } from './idle.ts';
import { createIntake } from './intake.ts';
import { publicPath } from './public/paths.ts';
import { createSlices } from './slices.ts';
import { createUnanswered } from './unanswered.ts';

/** How long running requests may take when the server closes. */
const PATIENCE_MS = 8_000;

/** The limits for all clients together. */
export interface ServerLimits {
  /**
   * From the first byte to the end of the headers, in ms. Slack, providers and programs send them at once.
   */
  headersTimeout: number;
  /** To the end of the body, in ms; less on most paths (intake.ts). */
  requestTimeout: number;
  /** How often Node looks for requests that take longer. */
  connectionsCheckingInterval: number;
  /**
   * How long a connection stays open for the next request. Proxies keep theirs for a minute: if the app ends
   * one sooner, a request that is just being sent on it is lost.
   */
  keepAliveTimeout: number;
  /**
   * With more connections than this, those that have waited some seconds for their next request are closed.
   */
  keptConnections: number;
  /** How many ms that is. */
  idleMs: number;
  maxConnections: number;
  /**
   * How many requests run at once, of programs and for public pages each; Slack's are counted by person later.
   */
  underWay: number;
  /**
   * How long a closing server keeps listening and keeps waiting connections open, in ms. Closing at once
   * would reset what the system has accepted, and what is on its way over a kept connection. Up to four times
   * as long while more arrives.
   */
  graceMs: number;
  /** How many requests one connection may send before their answers (unanswered.ts). */
  pipelined: number;
}

const usualLimits: ServerLimits = {
  headersTimeout: 20_000,
  requestTimeout: 65_000,
  connectionsCheckingInterval: 2_000,
  ...{
    keepAliveTimeout: 65_000,
    keptConnections: 1_000,
    idleMs: 5_000,
    maxConnections: 16_000,
    underWay: 256,
    pipelined: 16,
    graceMs: 300,
  },
};

/**
 * A listener that also gets the arrival time of its request, by `performance.now()`: it may have waited
 * since.
 */
type SlackListener = (...args: [...Parameters<RequestListener>, arrived: number]) => void;

export interface HttpServer {
  /** The port that it listens on. */
  port: number;
  /**
   * Answers what still arrives for a moment, each request as the last of its connection; then accepts no new
   * connections, lets running requests end, and resolves when the last one has.
   */
  close(): Promise<void>;
}

/**
 * The app's one HTTP server: `/slack/*` goes to Slack's receiver (none in Socket Mode), the rest to the
 * router. Every request is checked for size and speed before either.
 *
 * @throws RollcallError `misconfigured` if the port is taken
 */
export async function startHttpServer(options: {
  port: number;
  /** Interface to listen on; all of them if not given. */
  host?: string;
  routes: Hono;
  slack?: SlackListener;
  /** How to answer a request for a public page that is one guess too many; undefined for all others. */
  turnsAway?: (request: IncomingMessage) => ((response: ServerResponse) => void) | undefined;
  limits?: Partial<ServerLimits>;
}): Promise<HttpServer> {
  const { slack } = options;
  const limits = { ...usualLimits, ...options.limits };
  // HTTP/1.0 needs no Host, and load balancers' health checks send none.
  const router = getRequestListener(options.routes.fetch, { hostname: 'localhost' });
  const isTaken = createIntake();
  /** Public pages have places of their own: whatever programs do, people can unsubscribe. */
  const underWay = { pages: 0, programs: 0 };
  let isClosing = false;
  let closed: Promise<void> | undefined;
  const isWaitedFor = createUnanswered(limits.pipelined);
  const server = createServer(limits, (request, response) => {
    if (!isWaitedFor(request, response)) return;
    // A connection that stays open for more requests would keep the server from ending.
    if (isClosing) response.setHeader('connection', 'close');
    // Also a connection whose answer had already begun. Not Node's `closeIdleConnections`, which ends those
    // about to send.
    response.once('close', () => {
      if (isClosing) request.socket.destroySoon();
    });
    if (!isTaken(request, response)) return;
    const { url = '' } = request;
    // Health checks are answered however busy the app is.
    if (url === '/healthz') return void router(request, response);
    if (slack !== undefined && url.startsWith('/slack/')) {
      const arrived = performance.now();
      return later(() => slack(request, response, arrived));
    }
    const refusal = options.turnsAway?.(request);
    if (refusal !== undefined) return asides(() => refusal(response));
    const share = publicPath(url) === undefined ? 'programs' : 'pages';
    if (underWay[share] >= limits.underWay) {
      response.writeHead(503, { 'content-type': 'application/problem+json', 'retry-after': '1' }).end(busy);
      return;
    }
    underWay[share] += 1;
    response.once('close', () => {
      underWay[share] -= 1;
    });
    later(() => void router(request, response));
  });
  const later = createSlices(server);
  // On their own, so that no one waits for a flood of guesses.
  const asides = createSlices(server);
  server.maxConnections = limits.maxConnections;
  const endIdle = closeIdle(server, limits);
  await listen(server, options.port, options.host);
  const address = server.address();
  return {
    port: typeof address === 'object' && address !== null ? address.port : options.port,
    close() {
      closed ??= close();
      return closed;
    },
  };

  async function close(): Promise<void> {
    isClosing = true;
    // A request that never ends (or an idle keep-alive) must not keep the app from ending.
    const patience = setTimeout(() => server.closeAllConnections(), PATIENCE_MS).unref();
    await nobodyKnocks(server, limits.graceMs);
    // Not the way Node's HTTP server closes: that ends accepted connections that haven't sent a request yet.
    const ended = new Promise((resolve) => NetServer.prototype.close.call(server, resolve));
    endIdle();
    const silent = setTimeout(() => server.closeIdleConnections(), 3 * limits.graceMs).unref();
    await ended;
    for (const timer of [patience, silent]) clearTimeout(timer);
  }
}

/**
 * Waits for a while, and then until no connection has arrived for a third of it, at most four times as long
 * in all.
 */
async function nobodyKnocks(server: Server, graceMs: number): Promise<void> {
  const started = performance.now();
  let hasKnocked = false;
  const knock = () => {
    hasKnocked = true;
  };
  server.on('connection', knock);
  for (;;) {
    hasKnocked = false;
    await sleep(Math.max(graceMs / 3, 5));
    const waited = performance.now() - started;
    if (waited >= graceMs && (!hasKnocked || waited >= 4 * graceMs)) break;
  }
  server.off('connection', knock);
}

const busy = JSON.stringify({
  type: 'about:blank',
  title: 'Unavailable',
  status: 503,
  detail: 'Rollcall is busy. Try again in a moment.',
});

async function listen(server: Server, port: number, host: string | undefined): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EACCES') {
        const hint = 'Choose a port above 1023: PORT=3000 npm start';
        const message = `Port ${port} can’t be opened by this user.`;
        return reject(new RollcallError('misconfigured', message, { hint, cause: error }));
      }
      if (error.code !== 'EADDRINUSE') return reject(error);
      reject(
        new RollcallError('misconfigured', `Port ${port} is in use by another program.`, {
          hint: `Stop that program, or start Rollcall on another port: PORT=${port + 1} npm start`,
          cause: error,
        }),
      );
    });
    // As long a queue as the system allows: clients in a burst should not have to connect twice.
    server.listen({ port, backlog: 4096, ...defined({ host }) }, resolve);
  });
}
