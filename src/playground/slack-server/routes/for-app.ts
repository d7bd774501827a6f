import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { callMethod } from '../api/call.ts';
import { limits } from '../checks/limits.ts';
import type { AnyBlock } from '../protocol.ts';
import type { ResponseBody } from '../response-urls.ts';
import type { World } from '../world.ts';
import { readBody, readFields } from './body.ts';
import { sendDownload, sendJson, sendText } from './send.ts';

const mostPerCall = 4 * 1024 * 1024;
const mostPerFile = 64 * 1024 * 1024;

/**
 * The app's requests to Slack: the Web API, response URLs, uploads and downloads. False if it's another one.
 */
export async function serveApp(
  world: World,
  request: IncomingMessage,
  response: ServerResponse,
  url: URL,
): Promise<boolean> {
  const { pathname } = url;
  const started = performance.now();
  if (/^\/(api|response|upload|files-pri)\//.test(pathname)) {
    if (world.faults.slow) await sleep(world.slowBy, undefined, { ref: false });
    if (world.faults.networkFails) {
      const what = pathname.startsWith('/api/') ? pathname.slice('/api/'.length) : 'a request of the app';
      world.journal.add({ kind: 'refused', what, why: 'the network failed: the connection was cut' });
      response.destroy();
      return true;
    }
  }
  if (pathname.startsWith('/api/')) {
    const fields = await readFields(request, url.searchParams, mostPerCall);
    const name = pathname.slice('/api/'.length);
    const { lateBy = 0 } = world.refusals.find(({ call, lateBy: ms }) => call === name && ms) ?? {};
    if (lateBy > 0) await sleep(lateBy, undefined, { ref: false });
    const answer = callMethod(world, name, bearer(request), fields, started);
    const limited = !answer.ok && answer.error === 'ratelimited';
    sendJson(response, answer, limited ? 429 : 200, {
      'x-oauth-scopes': world.manifest.scopes.join(','),
      ...(limited && { 'retry-after': String(limits.posting.retryAfter) }),
    });
    return true;
  }
  if (pathname.startsWith('/response/') && request.method === 'POST') {
    const sent = await readFields(request, new URLSearchParams(), mostPerCall);
    const body = responseBody.safeParse(sent);
    const refused = world.refusals.find(({ call }) => call === 'response URL')?.error;
    const { status, text } = refused
      ? { status: 404, text: refused }
      : body.success
        ? world.responseUrls.use(pathname, body.data as ResponseBody)
        : { status: 400, text: 'invalid_payload' };
    const ms = Math.round(performance.now() - started);
    world.journal.add({ kind: 'response', status, ms, sent, answer: text });
    sendText(response, text, status);
    return true;
  }
  if (pathname.startsWith('/upload/v1/') && request.method === 'POST') {
    const bytes = await uploaded(request);
    const file = world.files.find(pathname.slice('/upload/v1/'.length));
    if (!file) sendText(response, 'No such upload.', 404);
    else if (bytes.length !== file.expected) {
      sendText(response, `Expected ${file.expected} bytes, got ${bytes.length}.`, 400);
    } else {
      world.files.fill(file.id, bytes);
      sendText(response, `OK - ${bytes.length}`);
    }
    return true;
  }
  const download = /^\/files-pri\/[^/]+-([A-Z0-9]+)\//.exec(pathname);
  if (download) {
    const file = world.files.find(download[1] ?? '');
    // Without a token Slack does not refuse: it answers 200 with its sign-in page, and apps must notice.
    const allowed = bearer(request) === world.botToken && world.manifest.scopes.includes('files:read');
    if (!allowed)
      sendText(response, '<!doctype html><title>Sign in</title>', 200, 'text/html; charset=utf-8');
    else if (!file?.bytes) sendText(response, 'Not found', 404);
    else sendDownload(response, file.bytes, file.name, file.mimetype);
    return true;
  }
  return false;
}

const responseBody = z.looseObject({
  text: z.string().optional(),
  blocks: z.array(z.custom<AnyBlock>((block) => typeof block === 'object' && block !== null)).optional(),
  response_type: z.enum(['ephemeral', 'in_channel']).optional(),
  replace_original: z.boolean().optional(),
  delete_original: z.boolean().optional(),
  thread_ts: z.string().optional(),
});

function bearer(request: IncomingMessage): string | undefined {
  return /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1];
}

async function uploaded(request: IncomingMessage): Promise<Buffer> {
  if (!request.headers['content-type']?.startsWith('multipart/form-data'))
    return readBody(request, mostPerFile);
  const fields = await readFields(request, new URLSearchParams(), mostPerFile);
  return Object.values(fields).find((field): field is Buffer => Buffer.isBuffer(field)) ?? Buffer.alloc(0);
}
