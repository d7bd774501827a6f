import type { IncomingMessage, ServerResponse } from 'node:http';

/** How large a request may be, and how slow. */
interface Intake {
  path: RegExp;
  mostBytes: number;
  /** From its headers to the end of its body. */
  withinMs: number;
  /** The bodies that it shares its memory with. */
  share: keyof typeof shares;
}

const MEGABYTE = 1024 * 1024;

/**
 * By path; the first match counts. Slack gives up after three seconds, and sends some KB. Providers give up
 * after 5 to 30 seconds, and their docs say that batches have at most 1 MB. A program that sends ten
 * megabytes at 2 Mbit/s needs 40 seconds.
 */
const intakes: Intake[] = [
  { path: /^\/slack\//, mostBytes: 2 * MEGABYTE, withinMs: 6_000, share: 'strangers' },
  { path: /^\/webhooks\//, mostBytes: 5 * MEGABYTE, withinMs: 20_000, share: 'strangers' },
  { path: /^\/api\//, mostBytes: 10 * MEGABYTE, withinMs: 60_000, share: 'programs' },
];
const elsewhere: Intake = { path: /./, mostBytes: 16 * 1024, withinMs: 6_000, share: 'strangers' };

/**
 * How much memory bodies may hold together: those that are read before we know the sender, and those of
 * programs with a key. A body counts until its request is answered.
 */
const shares = { strangers: 64 * MEGABYTE, programs: 128 * MEGABYTE };
/** A request this small is accepted even then: it is what Slack and providers send most of the time. */
const SMALL = 32 * 1024;
/** How long a refused client may keep sending, so that it gets to read why. */
const LINGER_MS = 500;

/**
 * Checks each request before anything else does, and watches its body while it arrives. Whatever reads the
 * body, the request is cut off if it is larger than its path allows or takes too long, or if all bodies
 * together use up their memory. False if the request was answered here.
 */
export function createIntake(): (request: IncomingMessage, response: ServerResponse) => boolean {
  const held = { strangers: 0, programs: 0 };

  return (request, response) => {
    const { mostBytes, withinMs, share } =
      intakes.find(({ path }) => path.test(request.url ?? '')) ?? elsewhere;
    response.once('finish', () => letGo(request));
    if (Number(request.headers['content-length'] ?? 0) > mostBytes) {
      const detail = `A request to this address can have at most ${inWords(mostBytes)}.`;
      response
        .writeHead(413, { 'content-type': 'application/problem+json' })
        .end(JSON.stringify({ type: 'about:blank', title: 'Too large', status: 413, detail }));
      return false;
    }
    const late = setTimeout(() => {
      // Data that waits in the socket is late because of us: read it before judging anyone.
      setImmediate(() => {
        if (!request.complete) cutOff(request, response, '408 Request Timeout');
      });
    }, withinMs).unref();
    let size = 0;
    const push = request.push;
    request.push = (part: Buffer | null, ...rest) => {
      if (part !== null) {
        size += part.length;
        held[share] += part.length;
        if (size > mostBytes) cutOff(request, response, '413 Payload Too Large');
        else if (held[share] > shares[share] && size > SMALL)
          cutOff(request, response, '503 Service Unavailable\r\nRetry-After: 5');
      }
      return push.call(request, part, ...rest);
    };
    response.once('close', () => {
      clearTimeout(late);
      held[share] -= size;
      // What still arrives is no longer counted.
      request.push = push;
    });
    return true;
  };
}

/** Ends a connection in the middle of a request, with a status unless one was already sent. */
function cutOff({ socket }: IncomingMessage, response: ServerResponse, status: string): void {
  if (!socket.writable) return;
  if (!response.headersSent)
    socket.write(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
  socket.destroySoon();
}

/** Ends the connection of a request that was answered before it had fully arrived, a moment later. */
function letGo(request: IncomingMessage): void {
  if (request.complete) return;
  setTimeout(() => {
    if (!request.complete) request.socket.destroy();
  }, LINGER_MS).unref();
}

const inWords = (bytes: number): string =>
  bytes >= MEGABYTE ? `${bytes / MEGABYTE} MB` : `${bytes / 1024} KB`;
