import type { IncomingMessage, ServerResponse } from 'node:http';

const heartbeat = 15_000;

/**
 * Begins an answer of Server-Sent Events. `seen` is the id of the last event that a page got before its
 * connection broke; `onClose` is called when the page disconnects.
 */
export function openStream(request: IncomingMessage, response: ServerResponse) {
  response.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8', 'x-accel-buffering': 'no' });
  // Without a first byte a browser would wait for one until something happens.
  response.write(': here\n\n');
  const beat = setInterval(() => response.write(': still here\n\n'), heartbeat).unref();
  const last = request.headers['last-event-id'];
  return {
    seen: typeof last === 'string' && /^\d+$/.test(last) ? Number(last) : undefined,
    write: (id: number, json: string) => response.write(`id: ${id}\ndata: ${json}\n\n`),
    onClose(stop: () => void) {
      response.on('close', () => {
        clearInterval(beat);
        stop();
      });
    },
  };
}
