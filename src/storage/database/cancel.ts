import pg from 'pg';

/** How long the request may take, in ms. */
const patience = 2_000;

/** Fields that a connection has and its types leave out. */
interface Connection {
  connect(portOrPath: number | string, host?: string): void;
  requestSsl(): void;
  cancel(processId: number, secretKey: number): void;
  on(event: 'connect' | 'sslconnect' | 'end' | 'error', listener: () => void): void;
  stream: { destroy(): void };
}

/**
 * Asks the server to stop what this session is doing, over a connection of its own, as the protocol requires.
 * A pooler in between forwards the request, while pg_cancel_backend would hit the session that has the number
 * that the pooler made up. Never throws.
 */
export function requestCancel(client: pg.PoolClient): Promise<void> {
  const session = client as unknown as {
    host: string;
    port: number;
    ssl: boolean | object;
    processID: number;
    secretKey: number;
  };
  return new Promise((resolve) => {
    const connection = new (pg.Connection as unknown as new (config: object) => Connection)({
      ssl: session.ssl,
    });
    const done = () => {
      clearTimeout(timer);
      connection.stream.destroy();
      resolve();
    };
    const timer = setTimeout(done, patience);
    const send = () => connection.cancel(session.processID, session.secretKey);
    connection.on('connect', () => (session.ssl ? connection.requestSsl() : send()));
    connection.on('sslconnect', send);
    // The server closes the connection once it has forwarded the request.
    connection.on('end', done);
    connection.on('error', done);
    if (session.host.startsWith('/')) connection.connect(`${session.host}/.s.PGSQL.${session.port}`);
    else connection.connect(session.port, session.host);
  });
}
