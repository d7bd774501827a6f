import { connect, createServer, type Socket } from 'node:net';

/**
 * A path to a server that can be closed, like a host that vanishes: nothing gets through, and no one is told.
 */
export interface TcpProxy {
  port: number;
  /** Lets nothing through on open connections, or on new ones. */
  vanish(): void;
  /** On new connections, what the server says arrives so much later: its processor is overloaded. */
  delay(ms: number): void;
  /** New connections get through again; earlier ones stay dead. */
  comeBack(): void;
  close(): Promise<void>;
}

/** Runs in front of a server on this machine. */
export async function startTcpProxy(target: number): Promise<TcpProxy> {
  const sockets = new Set<Socket>();
  const live = new Set<Socket>();
  let isAway = false;
  let delayMs = 0;
  const server = createServer((client) => {
    sockets.add(client);
    client.on('error', () => {});
    client.on('close', () => sockets.delete(client));
    if (isAway) return;
    const upstream = connect(target, '127.0.0.1');
    sockets.add(upstream);
    upstream.on('error', () => {});
    live.add(client);
    // Every byte is copied by hand: what is on its way when the host vanishes is lost.
    client.on('data', (data) => live.has(client) && upstream.write(data));
    const lateMs = delayMs;
    const pass = (data: Buffer) => live.has(client) && client.write(data);
    upstream.on('data', (data) => (lateMs === 0 ? pass(data) : void setTimeout(pass, lateMs, data)));
    client.on('close', () => upstream.destroy());
    upstream.on('close', () => {
      sockets.delete(upstream);
      if (live.has(client)) client.destroy();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as { port: number }).port,
    vanish() {
      isAway = true;
      live.clear();
    },
    delay(ms) {
      delayMs = ms;
    },
    comeBack() {
      isAway = false;
    },
    async close() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
