import type { IncomingMessage, ServerResponse } from 'node:http';
import type { App, Receiver } from '@slack/bolt';
import { RollcallError } from '../../errors.ts';
import { logUnexpected } from '../../unexpected.ts';
import type { Log } from './show-error.ts';
import { isSigned, readStamp } from './signature.ts';

/** Where Slack sends all requests. */
const SLACK_PATH = '/slack/events';

/** A Slack view has at most 250 KB, and a form triples that if every character has to be escaped. */
const MOST_BYTES = 2 * 1024 * 1024;
/** Room for `ssl_check=1&token=…`, the only thing that Slack sends unsigned. */
const MOST_UNSIGNED = 512;
/** Slack gives up after three seconds. */
const USUAL_PATIENCE_MS = 5_000;
const UNSIGNED_PATIENCE_MS = 1_000;

/** A request, and when it arrived, by `performance.now()`. */
type Request = [request: IncomingMessage, response: ServerResponse, arrived?: number];

/**
 * Receives Slack's requests over HTTP. Bolt's own receiver reads up to 4 MB from anyone before it checks the
 * signature, accepts timestamps from years ahead, and ends the process on a signed `null`. This one checks
 * the headers first, limits the size and time of the body, and answers every error.
 */
export function createHttpReceiver(options: {
  signingSecret: string;
  log: Log;
  /** How long the body may take. */
  patienceMs?: number;
}): Receiver & { requestListener(...request: Request): void } {
  let app: App | undefined;
  return {
    init(bolt) {
      app = bolt;
    },
    // The app's one server does the listening.
    start: async () => {},
    stop: async () => {},
    requestListener(request, response, arrived = performance.now()) {
      receive(app, options, [request, response, arrived]).catch((error: unknown) => {
        logUnexpected(options.log, 'a request from Slack failed', error);
        answer(response, 500);
      });
    },
  };
}

async function receive(
  app: App | undefined,
  { signingSecret, log, patienceMs = USUAL_PATIENCE_MS }: Parameters<typeof createHttpReceiver>[0],
  [request, response, arrived]: Required<Request>,
): Promise<void> {
  if (request.url?.split('?')[0] !== SLACK_PATH) return answer(response, 404);
  if (request.method !== 'POST') return answer(response, 405, '', { allow: 'POST' });
  const stamp = readStamp(request.headers, Date.now());
  if (stamp === undefined) return answer(response, (await isTlsCheck(request)) ? 200 : 401);
  const bytes = await readBody(request, { most: MOST_BYTES, withinMs: patienceMs });
  if (!Buffer.isBuffer(bytes)) return answer(response, bytes);
  if (!isSigned(bytes, stamp, signingSecret)) return answer(response, 401);
  const body = bodyOf(bytes, request.headers['content-type'] ?? '');
  if (body === undefined) {
    log('Refused a signed request from Slack whose body isn’t an object.');
    return answer(response, 400);
  }
  if (body.ssl_check === '1') return answer(response, 200);
  if (body.type === 'url_verification') {
    return answer(response, 200, JSON.stringify({ challenge: body.challenge }), json);
  }
  let isAcked = false;
  const ack = async (given?: unknown): Promise<void> => {
    if (isAcked) throw new Error('a request from Slack was acknowledged twice');
    isAcked = true;
    if (typeof given === 'string' || given === undefined || given === null)
      answer(response, 200, given ?? '');
    else answer(response, 200, JSON.stringify(given), json);
  };
  try {
    await app?.processEvent({
      body,
      ack,
      retryNum: Number(request.headers['x-slack-retry-num'] ?? 0),
      retryReason: String(request.headers['x-slack-retry-reason'] ?? ''),
      customProperties: { arrived },
    });
  } catch (error) {
    // Slack delivers an event again after one minute and after five.
    if (error instanceof RollcallError && error.code === 'busy') return answer(response, 503);
    throw error;
  }
  if (isAcked) return;
  log(`Slack sent something nothing listens for: ${String(body.type ?? body.command)}`);
  answer(response, 404);
}

const json = { 'content-type': 'application/json' };

/** Answers once: Slack may have disconnected, or already have an answer. */
function answer(
  response: ServerResponse,
  status: number,
  text = '',
  headers: Record<string, string> = {},
): void {
  if (response.headersSent || response.destroyed) return;
  response.writeHead(status, headers).end(text);
}

/** Whether Slack only checks our certificate: then it signs nothing and expects a 200. */
async function isTlsCheck(request: IncomingMessage): Promise<boolean> {
  const length = Number(request.headers['content-length'] ?? Number.NaN);
  const isForm = request.headers['content-type']?.startsWith(form) === true;
  if (!isForm || !(length > 0 && length <= MOST_UNSIGNED)) return false;
  const bytes = await readBody(request, { most: MOST_UNSIGNED, withinMs: UNSIGNED_PATIENCE_MS });
  return Buffer.isBuffer(bytes) && new URLSearchParams(bytes.toString('utf8')).get('ssl_check') === '1';
}

const form = 'application/x-www-form-urlencoded';

/** The body, or the status that says why it was refused. Anything that arrives after that is discarded. */
function readBody(
  request: IncomingMessage,
  { most, withinMs }: { most: number; withinMs: number },
): Promise<Buffer | 408 | 413> {
  return new Promise((resolve) => {
    let parts: Buffer[] = [];
    let size = 0;
    const take = (part: Buffer) => {
      size += part.length;
      if (size > most) end(413);
      else parts.push(part);
    };
    const end = (outcome: Buffer | 408 | 413) => {
      clearTimeout(timer);
      request.off('data', take);
      request.resume();
      parts = [];
      resolve(outcome);
    };
    // Data that has waited in the socket is late because of us: read it before calling the request late.
    const timer = setTimeout(() => setImmediate(end, 408), withinMs);
    request.on('data', take);
    request.on('end', () => end(Buffer.concat(parts)));
    request.on('close', () => end(408));
  });
}

/**
 * The data that Slack sends: a form, JSON in a form's `payload`, or JSON. Undefined if it isn't an object.
 */
function bodyOf(bytes: Buffer, type: string): Record<string, unknown> | undefined {
  const text = bytes.toString('utf8');
  try {
    const fields = type.startsWith(form) ? Object.fromEntries(new URLSearchParams(text)) : undefined;
    const body: unknown =
      fields === undefined || fields.payload !== undefined ? JSON.parse(fields?.payload ?? text) : fields;
    return typeof body === 'object' && body !== null && !Array.isArray(body)
      ? (body as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined;
  }
}
