import type { IncomingMessage, ServerResponse } from 'node:http';

/** How much a request may bring, and how fast. */
interface Intake {
  path: RegExp;
  mostBytes: number;
  /** From its headers to the end of its body. */
  withinMs: number;
  /** Which bodies it shares its memory with. */
  share: keyof typeof shares;
}

const MEGABYTE = 1024 * 1024;

/**
 * By path; the first that fits. Slack gives up after three seconds, and what it sends has some KB. Providers give up after 5 to 30,
 * and their batches have at most 1 MB by their documents. A program that brings ten megabytes at 2 Mbit/s needs 40.
 */
const intakes: Intake[] = [
  { path: /^\/slack\//, mostBytes: 2 * MEGABYTE, withinMs: 6_000, share: 'strangers' },
  { path: /^\/webhooks\//, mostBytes: 5 * MEGABYTE, withinMs: 20_000, share: 'strangers' },
  { path: /^\/api\//, mostBytes: 10 * MEGABYTE, withinMs: 60_000, share: 'programs' },
];
const elsewhere: Intake = { path: /./, mostBytes: 16 * 1024, withinMs: 6_000, share: 'strangers' };

/**
 * What bodies may hold in memory, all together: those that are read before it is known whose they are, and those of programs
 * that brought a key. A body counts until its request is answered.
 */
const shares = { strangers: 64 * MEGABYTE, programs: 128 * MEGABYTE };
/** A request this small is taken even then: it is what Slack and providers send most of the time. */
const SMALL = 32 * 1024;
/** How long a client that was refused may go on sending, so that it gets round to reading why. */
const LINGER_MS = 500;

/**
 * Looks at each request before anything else does, and keeps an eye on its body while it comes: whatever reads it, it is
 * cut off when it brings more than its path takes or takes too long, or when all bodies together hold the memory that they may.
 * False when the request was answered here.
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
      // What lies in the socket since long is late by our fault: it is read before anybody is judged.
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
      // What still comes counts for nobody.
      request.push = push;
    });
    return true;
  };
}

/** Ends a connection in the middle of a request, with a status if none was given yet. */
function cutOff({ socket }: IncomingMessage, response: ServerResponse, status: string): void {
  if (!socket.writable) return;
  if (!response.headersSent)
    socket.write(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
  socket.destroySoon();
}

/** Ends the connection of a request that was answered before it had come to its end, a moment later. */
function letGo(request: IncomingMessage): void {
  if (request.complete) return;
  setTimeout(() => {
    if (!request.complete) request.socket.destroy();
  }, LINGER_MS).unref();
}

const inWords = (bytes: number): string =>
  bytes >= MEGABYTE ? `${bytes / MEGABYTE} MB` : `${bytes / 1024} KB`;
