import { createHmac } from 'node:crypto';
import type { Journal } from './journal.ts';

/** The app's answer to a request, or that there was none. */
export type Reply =
  | { kind: 'answered'; status: number; body: unknown; ackMs: number }
  | { kind: 'late'; ackMs: number }
  | { kind: 'unreachable'; ackMs: number }
  /** The network failed before anything was sent. */
  | { kind: 'unsent'; ackMs: number };

/** Sends signed requests to the app's one URL. */
export interface Link {
  connect(requestUrl: string): void;
  /** The app's address, once it is connected. */
  origin(): string | undefined;
  /** `what` names the request in the journal. A string body is sent as is, anything else as JSON. */
  send(what: string, body: URLSearchParams | object, headers?: Record<string, string>): Promise<Reply>;
  close(): void;
}

/** `options.isCut` is called at each request: while it returns true, none is sent. */
export function createLink(
  options: { signingSecret: string; ackWithin: number; isCut: () => boolean },
  journal: Journal,
): Link {
  let url: string | undefined;
  const open = new Set<AbortController>();
  return {
    connect(requestUrl) {
      url = requestUrl;
    },
    origin: () => (url === undefined ? undefined : new URL(url).origin),
    async send(what, body, headers = {}) {
      const sent = body instanceof URLSearchParams ? sentForm(body) : body;
      if (options.isCut()) {
        const cut = { kind: 'unsent', ackMs: 0 } as const;
        journal.add({ kind: 'request', what, status: 0, ackMs: 0, sent, answer: cut.kind });
        return cut;
      }
      const controller = new AbortController();
      open.add(controller);
      const late = setTimeout(() => controller.abort('late'), options.ackWithin);
      const started = performance.now();
      const passed = () => Math.round(performance.now() - started);
      const reply = await request(url, body, headers, options.signingSecret, controller.signal)
        .then(({ status, body }): Reply => ({ kind: 'answered', status, body, ackMs: passed() }))
        .catch((): Reply => {
          return { kind: controller.signal.reason === 'late' ? 'late' : 'unreachable', ackMs: passed() };
        });
      clearTimeout(late);
      open.delete(controller);
      journal.add({
        kind: 'request',
        what,
        status: reply.kind === 'answered' ? reply.status : 0,
        ackMs: reply.ackMs,
        sent,
        answer: reply.kind === 'answered' ? reply.body : reply.kind,
      });
      return reply;
    },
    close() {
      for (const controller of open) controller.abort('closed');
    },
  };
}

async function request(
  url: string | undefined,
  body: URLSearchParams | object,
  headers: Record<string, string>,
  secret: string,
  signal: AbortSignal,
): Promise<{ status: number; body: unknown }> {
  if (url === undefined) throw new Error('No app is connected: call connectApp(requestUrl) first.');
  const isForm = body instanceof URLSearchParams;
  const text = isForm ? body.toString() : JSON.stringify(body);
  // The app compares this with its own clock, so it is the real time even if the stand-in's clock differs.
  const timestamp = String(Math.floor(Date.now() / 1000));
  const response = await fetch(url, {
    method: 'POST',
    headers: {
      'content-type': isForm ? 'application/x-www-form-urlencoded' : 'application/json',
      'x-slack-request-timestamp': timestamp,
      'x-slack-signature': `v0=${createHmac('sha256', secret).update(`v0:${timestamp}:${text}`).digest('hex')}`,
      ...headers,
    },
    body: text,
    signal,
  });
  const answer = await response.text();
  const isJson = /json/.test(response.headers.get('content-type') ?? '') && answer !== '';
  return { status: response.status, body: isJson ? JSON.parse(answer) : answer };
}

function sentForm(form: URLSearchParams): unknown {
  const payload = form.get('payload');
  return payload === null ? Object.fromEntries(form) : JSON.parse(payload);
}
