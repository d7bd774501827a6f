import type { IncomingMessage, ServerResponse } from 'node:http';
import type { HomeView } from '@slack/types';
import { z } from 'zod';
import { addChannel } from '../acts/channels.ts';
import { closeView, submitView } from '../acts/modal.ts';
import { say } from '../acts/say.ts';
import { act, suggestOptions } from '../acts/touch.ts';
import { openHome, runShortcut, uploadFile } from '../acts/visit.ts';
import { exchangeOf, withoutSecrets } from '../inspector.ts';
import type { JournalEntry } from '../journal.ts';
import { shownMessage } from '../messages.ts';
import type { Sample } from '../options.ts';
import type { ClockState, ElementState, ElementStates, PlaygroundEvent } from '../protocol.ts';
import { openView } from '../views.ts';
import { clockOf, personById, type World } from '../world.ts';
import { readBody } from './body.ts';
import { serveMailbox, unsubscribe } from './for-mailbox.ts';
import { sendDownload, sendJson } from './send.ts';
import { openStream } from './stream.ts';

const mostPerRequest = 1024 * 1024;
const mostPerFile = 64 * 1024 * 1024;

const state = z.looseObject({}) as unknown as z.ZodType<ElementState>;
const states = z.record(z.string(), z.record(z.string(), state)) as z.ZodType<ElementStates>;
const container = z.union([
  z.object({ type: z.literal('message'), channel: z.string(), ts: z.string() }),
  z.object({ type: z.literal('view'), viewId: z.string() }),
]);
const touched = { person: z.string(), container, blockId: z.string(), actionId: z.string() };

const faults = z.strictObject({
  slow: z.boolean().exactOptional(),
  rateLimited: z.boolean().exactOptional(),
  triggersExpire: z.boolean().exactOptional(),
  networkFails: z.boolean().exactOptional(),
});

/** What the page may request by POST; `protocol.ts` has the shapes. */
const posts: Record<string, (world: World, body: unknown) => unknown> = {
  say: post(
    z.object({
      person: z.string(),
      channel: z.string(),
      text: z.string().min(1).max(40_000),
      threadTs: z.string().exactOptional(),
      id: z.string().max(100).exactOptional(),
    }),
    say,
  ),
  action: post(z.object({ ...touched, state: state.exactOptional(), states: states.exactOptional() }), act),
  options: post(z.object({ ...touched, query: z.string() }), suggestOptions),
  submit: post(z.object({ person: z.string(), viewId: z.string(), states }), submitView),
  close: post(
    z.object({ person: z.string(), viewId: z.string(), all: z.boolean().exactOptional() }),
    closeView,
  ),
  shortcut: post(
    z.object({
      person: z.string(),
      callbackId: z.string(),
      message: z.object({ channel: z.string(), ts: z.string() }).exactOptional(),
      channel: z.string().exactOptional(),
    }),
    runShortcut,
  ),
  channel: post(z.object({ person: z.string(), name: z.string().max(200) }), addChannel),
  sample: post(z.object({ person: z.string() }), async ({ sample }) => loadSample(sample)),
  'clear-mailbox': post(z.object({ person: z.string() }), async ({ mailbox, feed }) => {
    await mailbox?.clear();
    feed.publish({ type: 'mailbox' }, () => true);
    return {};
  }),
  unsubscribe: post(z.object({ person: z.string(), id: z.int() }), ({ mailbox }, mail) =>
    unsubscribe(mailbox, mail),
  ),
  readers: post(z.object({ person: z.string() }), ({ readers }) => readers?.start() ?? 'Nobody reads here.'),
  clock: post(z.object({ person: z.string(), byMs: z.int().positive() }), moveClock),
  home: post(z.object({ person: z.string(), tab: z.enum(['home', 'messages']) }), openHome),
};

/** Answers `/playground/…`. */
export async function servePage(
  world: World,
  request: IncomingMessage,
  response: ServerResponse,
  url: URL,
): Promise<void> {
  const name = url.pathname.slice('/playground/'.length);
  const query = Object.fromEntries(url.searchParams);
  if (request.method === 'GET') {
    if (await serveMailbox(world.mailbox, response, name, query)) return;
    return get(world, request, response, name, query);
  }
  const bad = (error: string) => sendJson(response, { error }, 400);
  if (request.method !== 'POST') return bad('Only GET and POST are allowed here.');
  const isUpload = name === 'upload';
  const known = Object.hasOwn(posts, name) ? posts[name] : undefined;
  if (!known && !isUpload && name !== 'faults') return bad(`Nothing at /playground/${name}.`);
  // A form on another site can't send this type without asking first.
  if (!isUpload && !request.headers['content-type']?.startsWith('application/json')) {
    return bad('content-type must be application/json.');
  }
  const bytes = await readBody(request, isUpload ? mostPerFile : mostPerRequest);
  try {
    const body = isUpload ? undefined : JSON.parse(bytes.toString('utf8'));
    if (name === 'faults') return sendJson(response, Object.assign(world.faults, faults.parse(body)));
    const person = String(isUpload ? query.person : body?.person);
    if (!personById(world, person)) return bad(`No person "${person}".`);
    const answer = known
      ? await known(world, body)
      : uploadFile(world, {
          person,
          name: query.name || 'file',
          bytes,
          ...(query.type && { mimetype: query.type }),
          ...(query.channel && { channel: query.channel }),
        });
    if (typeof answer === 'string') return bad(answer);
    sendJson(response, answer);
  } catch (error) {
    if (error instanceof z.ZodError) return bad(z.prettifyError(error));
    if (error instanceof SyntaxError) return bad(`The body is not JSON: ${error.message}`);
    throw error;
  }
}

function get(
  world: World,
  request: IncomingMessage,
  response: ServerResponse,
  name: string,
  query: Record<string, string>,
): void {
  const person = query.person ?? '';
  const file = name === 'file' ? world.files.find(query.id ?? '') : undefined;
  if (name === 'workspace') sendJson(response, world.workspace);
  else if (name === 'faults') sendJson(response, world.faults);
  else if (name === 'sample') void offerSample(world, response);
  else if (name === 'tour') void sendTour(world, response);
  else if (name === 'sample-file') void sendSampleFile(world, response);
  else if (name === 'readers' && world.readers) sendJson(response, world.readers.state());
  else if (name === 'journal') streamJournal(world, request, response);
  else if (!personById(world, person)) sendJson(response, { error: `No person "${person}".` }, 400);
  else if (name === 'events') streamEvents(world, request, response, person);
  else if (file?.bytes) sendDownload(response, file.bytes, file.name, file.mimetype);
  else sendJson(response, { error: `Nothing at /playground/${name}.` }, 404);
}

/** How far the clock is ahead, or a string that says why it was not moved. */
async function moveClock(world: World, { byMs }: { byMs: number }): Promise<ClockState | string> {
  try {
    await world.movableClock?.move(byMs);
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
  const clock = clockOf(world.movableClock);
  world.feed.publish({ type: 'clock', clock }, () => true);
  return clock;
}

async function offerSample({ sample }: World, response: ServerResponse): Promise<void> {
  // Only the app knows whether it is empty. If it fails to answer, no sample is offered.
  const offered = await sample?.isOffered().catch(() => false);
  sendJson(response, { offered: offered === true });
}

async function sendTour({ sample }: World, response: ServerResponse): Promise<void> {
  const facts = await sample?.tour().catch(() => undefined);
  if (facts) sendJson(response, facts);
  else sendJson(response, { error: 'The app didn’t say what it has.' }, 503);
}

async function sendSampleFile({ sample }: World, response: ServerResponse): Promise<void> {
  const file = await sample?.file().catch(() => undefined);
  if (file) sendDownload(response, file.bytes, file.name, 'text/csv; charset=utf-8');
  else sendJson(response, { error: 'There is no sample file here.' }, 404);
}

/** What was added, or a string that says why it failed. */
async function loadSample(sample: Sample | undefined): Promise<{ said: string } | string> {
  if (!sample) return 'No sample to load here.';
  try {
    return { said: await sample.load() };
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function streamEvents(
  world: World,
  request: IncomingMessage,
  response: ServerResponse,
  person: string,
): void {
  const { seen, write, onClose } = openStream(request, response);
  const send = (id: number, event: PlaygroundEvent) => write(id, JSON.stringify(event));
  const { stop, complete, last } = world.feed.subscribe(person, send, seen);
  if (!complete) send(last, snapshot(world, person));
  onClose(stop);
}

function streamJournal(world: World, request: IncomingMessage, response: ServerResponse): void {
  const { seen = 0, write, onClose } = openStream(request, response);
  const secrets = [world.botToken, world.signingSecret];
  const send = (entry: JournalEntry) => write(entry.id, withoutSecrets(exchangeOf(entry), secrets));
  const { entries, onEntry } = world.journal;
  // A number higher than any in the journal is from before the stand-in was restarted.
  const after = seen > (entries.at(-1)?.id ?? 0) ? 0 : seen;
  for (const entry of entries) if (entry.id > after) send(entry);
  onClose(onEntry(send));
}

function snapshot(world: World, person: string): PlaygroundEvent {
  const home = world.views.homeOf(person);
  return {
    type: 'snapshot',
    messages: world.messages
      .seenBy(person)
      .filter((message) => !message.ephemeral)
      .map(shownMessage),
    views: world.views.stackOf(person).map(openView),
    home: (home?.view as HomeView | undefined) ?? null,
    homeId: home?.id ?? null,
    clock: clockOf(world.movableClock),
  };
}

function post<T extends z.ZodType>(schema: T, run: (world: World, body: z.output<T>) => unknown) {
  return (world: World, body: unknown) => run(world, schema.parse(body));
}
