import { createServer, type RequestListener, type Server } from 'node:http';
import { getRequestListener } from '@hono/node-server';
import type { Hono } from 'hono';
import { RollcallError } from '../errors.ts';

/** How long requests under way may take when the server is closed. */
const PATIENCE_MS = 5000;

export interface HttpServer {
  /** The port that it listens on. */
  port: number;
  /** Takes no new connections, lets running requests end, and resolves when the last one has. */
  close(): Promise<void>;
}

/**
 * The app's one HTTP server: `/slack/*` goes to Bolt's receiver (none in Socket Mode), the rest to the router.
 *
 * @throws RollcallError `misconfigured` when the port is taken
 */
export async function startHttpServer(options: {
  port: number;
  /** Interface to listen on; all of them when not given. */
  host?: string;
  routes: Hono;
  slack?: RequestListener;
}): Promise<HttpServer> {
  const { slack } = options;
  const router = getRequestListener(options.routes.fetch);
  const server = createServer((request, response) => {
    if (slack === undefined || !request.url?.startsWith('/slack/')) return void router(request, response);
    try {
      slack(request, response);
    } catch {
      // Bolt's listener throws at once on a path or a method that it does not serve.
      response.writeHead(404).end();
    }
  });
  await listen(server, options.port, options.host);
  const address = server.address();
  return {
    port: typeof address === 'object' && address !== null ? address.port : options.port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeIdleConnections();
        // A request that never ends (or an idle keep-alive) must not keep the app from ending.
        setTimeout(() => server.closeAllConnections(), PATIENCE_MS).unref();
      }),
  };
}

async function listen(server: Server, port: number, host: string | undefined): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EACCES') {
        const hint = 'Choose a port over 1023: PORT=3000 npm start';
        const message = `Port ${port} may not be opened by this user.`;
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
    server.listen({ port, ...(host === undefined ? {} : { host }) }, resolve);
  });
}
