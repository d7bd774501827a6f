import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { closeView, submitView } from './acts/modal.ts';
import { runCommand, say } from './acts/say.ts';
import { act, suggestOptions } from './acts/touch.ts';
import { openHome, runShortcut, type UploadRequest, uploadFile } from './acts/visit.ts';
import { limits } from './checks/limits.ts';
import { createFeed } from './feed.ts';
import { createFiles } from './files.ts';
import { createIds } from './ids.ts';
import { createJournal, inOneLine, type JournalEntry } from './journal.ts';
import { createLink } from './link.ts';
import { createMessages, shownMessage } from './messages.ts';
import type { Kept, SlackServerOptions } from './options.ts';
import { createPace } from './pace.ts';
import type {
  ActionRequest,
  Channel,
  CloseRequest,
  Faults,
  HomeRequest,
  Message,
  OpenView,
  OptionsAnswer,
  OptionsRequest,
  Outcome,
  SayRequest,
  SharedFile,
  ShortcutRequest,
  SubmitRequest,
  Workspace,
} from './protocol.ts';
import { createResponseUrls } from './response-urls.ts';
import { serveApp } from './routes/for-app.ts';
import { servePage } from './routes/for-page.ts';
import { guardHeaders, refusal } from './routes/guard.ts';
import { isForApp, passOn } from './routes/pass-on.ts';
import { sendJson, sendText } from './routes/send.ts';
import { serveFile } from './routes/static.ts';
import { readTarget } from './routes/target.ts';
import { createTriggers } from './triggers.ts';
import { createViews, openView, type StoredView } from './views.ts';
import { clockOf, directMessageId, type Refusal, type World } from './world.ts';

/** A running stand-in for Slack. Everything a person can do on the page, a test can do by calling it here. */
export interface SlackServer {
  /** `http://127.0.0.1:PORT`, the page's address. */
  url: string;
  /** The address that the app uses as Slack's Web API: `${url}/api/`. */
  apiUrl: string;
  workspace: Workspace;
  /** The address where the app listens: `http://127.0.0.1:3001/slack/events`. */
  connectApp(requestUrl: string): void;
  say(request: SayRequest): Promise<Outcome>;
  runCommand(request: { person: string; channel: string; text: string }): Promise<Outcome>;
  /** A clicked button, a chosen option, an input that dispatches. */
  act(request: ActionRequest): Promise<Outcome>;
  suggestOptions(request: OptionsRequest): Promise<OptionsAnswer>;
  submitView(request: SubmitRequest): Promise<Outcome>;
  closeView(request: CloseRequest): Promise<Outcome>;
  runShortcut(request: ShortcutRequest): Promise<Outcome>;
  openHome(request: HomeRequest): Outcome;
  /** Throws a sentence if the file may not be uploaded. */
  uploadFile(request: UploadRequest): SharedFile;
  /** The bytes of any file, no matter who uploaded it. */
  fileBytes(id: string): Buffer | undefined;
  /** The messages this person sees, oldest first, ephemeral ones included. */
  messagesFor(person: string): Message[];
  /** Their open modals, bottom first. */
  viewsOf(person: string): OpenView[];
  /** Their Home tab, once the app has published one. */
  homeOf(person: string): Pick<StoredView, 'id' | 'hash' | 'view'> | undefined;
  /** The last 500 exchanges over the wire, oldest first. */
  journal: readonly JournalEntry[];
  /** Turns faults on or off. Returns which are on now. */
  setFaults(changes: Partial<Faults>): Faults;
  /** Refuses, or delays, exactly these calls from now on. An empty list refuses nothing. */
  refuse(calls: Refusal[]): void;
  /** Resolves with the result of `look` as soon as that is neither undefined, null nor false. */
  waitFor<T>(look: () => T, options?: { timeout?: number; what?: string }): Promise<NonNullable<T>>;
  /** Ends every connection and frees the port. */
  close(): Promise<void>;
}

/**
 * Starts a stand-in for Slack on this machine: Web API, commands, modals, files, events, and the page's endpoints.
 * It knows only the app's request URL. Rejects if the port is taken, or if NODE_ENV is production.
 *
 * @example
 * const slack = await startSlackServer({ port: 0, signingSecret, botToken, team, people, channels, manifest });
 * slack.connectApp('http://127.0.0.1:3001/slack/events');
 */
export async function startSlackServer(options: SlackServerOptions): Promise<SlackServer> {
  if (process.env.NODE_ENV === 'production') {
    throw new Error(
      'The stand-in for Slack must not run in production: unset NODE_ENV, or connect a real Slack.',
    );
  }
  let port = 0;
  const world = createWorld(options, () => `http://127.0.0.1:${port}`);
  const server = createServer((request, response) => {
    serve(world, options.pageRoot ?? null, port, request, response).catch((error: unknown) => {
      const sentence = error instanceof Error ? error.message : String(error);
      options.log?.(`✗ ${request.method} ${request.url?.split('?')[0]}: ${sentence}`);
      if (response.headersSent) response.destroy();
      else sendJson(response, { ok: false, error: sentence }, 400);
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(notListening(error, options.port)));
    server.listen(options.port, options.host ?? '127.0.0.1', resolve);
  });
  port = (server.address() as AddressInfo).port;

  return {
    url: world.base(),
    apiUrl: `${world.base()}/api/`,
    workspace: world.workspace,
    connectApp: world.link.connect,
    say: (request) => say(world, request),
    runCommand: (request) => runCommand(world, request),
    act: (request) => act(world, request),
    suggestOptions: (request) => suggestOptions(world, request),
    submitView: (request) => submitView(world, request),
    closeView: (request) => closeView(world, request),
    runShortcut: (request) => runShortcut(world, request),
    openHome: (request) => openHome(world, request),
    uploadFile(request) {
      const file = uploadFile(world, request);
      if (typeof file === 'string') throw new Error(file);
      return file;
    },
    fileBytes: (id) => world.files.find(id)?.bytes ?? undefined,
    messagesFor: (person) => world.messages.seenBy(person).map(shownMessage),
    viewsOf: (person) => world.views.stackOf(person).map(openView),
    homeOf: world.views.homeOf,
    journal: world.journal.entries,
    setFaults: (changes) => ({ ...Object.assign(world.faults, changes) }),
    refuse: (calls) => void world.refusals.splice(0, world.refusals.length, ...calls),
    waitFor: (look, waiting) => waitFor(world, look, waiting),
    async close() {
      world.link.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await options.memory?.settled();
    },
  };
}

function createWorld(options: SlackServerOptions, base: () => string): World {
  const { manifest, signingSecret, botToken, movableClock } = options;
  // Triggers, response URLs and the pace of messages last as long as ever while someone moves the clock.
  const { clock: realClock = Date.now } = options;
  const clock = movableClock === undefined ? realClock : () => movableClock.now().getTime();
  const { ackWithin = limits.ack.within, slowBy = 2_000 } = options;
  const { memory } = options;
  const before = memory?.before;
  const ids = createIds(clock, before?.ids);
  const feed = createFeed();
  const journal = createJournal(options.log ?? (() => {}), clock);
  const app = { id: 'A0PLAYGROUND', name: manifest.botName, botUserId: 'U0BOT' };
  const workspace: Workspace = {
    team: options.team,
    app,
    people: options.people,
    channels: [
      ...options.channels,
      ...(before?.channels ?? []),
      ...options.people.map(({ id }) => ({
        id: directMessageId(id),
        name: app.name,
        kind: 'direct' as const,
        members: [id],
      })),
    ],
    commands: manifest.commands,
    shortcuts: manifest.shortcuts ?? [],
    isMessagesTabReadOnly: manifest.isMessagesTabReadOnly ?? false,
  };
  const messages = createMessages(
    ids,
    feed,
    (id) => workspace.channels.find((channel) => channel.id === id),
    before?.messages,
  );
  const files = createFiles(ids, clock, before?.files);
  feed.onChange(() => memory?.keep(() => kept({ ids, workspace, messages, files }, options.channels)));
  options.mailbox?.onMail(() => feed.publish({ type: 'mailbox' }, () => true));
  options.readers?.onChange(() => {
    feed.publish({ type: 'mailbox' }, () => true);
    feed.publish({ type: 'clock', clock: clockOf(movableClock) }, () => true);
  });
  const refuse = (what: string, why: string) => journal.add({ kind: 'refused', what, why });
  const faults: Faults = { slow: false, rateLimited: false, triggersExpire: false, networkFails: false };
  return {
    base,
    botToken,
    signingSecret,
    botId: 'B0BOT',
    manifest,
    workspace,
    clock,
    ids,
    feed,
    journal,
    messages,
    views: createViews(ids, feed),
    triggers: createTriggers(realClock, () => faults.triggersExpire, options.triggersLast),
    responseUrls: createResponseUrls({
      messages,
      botUserId: app.botUserId,
      clock: realClock,
      next: ids.next,
      refuse,
    }),
    files,
    link: createLink({ signingSecret, ackWithin, isCut: () => faults.networkFails }, journal),
    pace: createPace(realClock),
    faults,
    refusals: [],
    sample: options.sample,
    mailbox: options.mailbox,
    readers: options.readers,
    movableClock,
    slowBy,
  };
}

/** Messages that survive a restart. */
const mostKept = 500;

function kept(
  { ids, workspace, messages, files }: Pick<World, 'ids' | 'workspace' | 'messages' | 'files'>,
  given: readonly Channel[],
): Kept {
  const latest = messages.latest(mostKept);
  const known = new Set(given.map(({ id }) => id));
  return {
    ids: ids.count(),
    channels: workspace.channels.filter(({ id, kind }) => kind !== 'direct' && !known.has(id)),
    messages: latest,
    files: latest.flatMap((message) => message.files ?? []).flatMap(({ id }) => files.find(id) ?? []),
  };
}

async function serve(
  world: World,
  pageRoot: string | null,
  port: number,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  for (const [name, value] of Object.entries(guardHeaders)) response.setHeader(name, value);
  const url = readTarget(request.url, world.base());
  if (url === undefined) return sendText(response, 'This server only answers paths of its own.', 400);
  const refused = refusal(request, port, url.pathname);
  if (refused !== undefined) return sendText(response, refused, 403);
  if (isForApp(url.pathname)) return passOn(world.link.origin(), url, request, response);
  if (await serveApp(world, request, response, url)) return;
  if (url.pathname.startsWith('/playground/')) return servePage(world, request, response, url);
  if (request.method !== 'GET') return sendText(response, 'Only GET is allowed here.', 405);
  await serveFile(response, url.pathname, pageRoot);
}

function waitFor<T>(
  world: World,
  look: () => T,
  { timeout = 5_000, what = 'what the test waits for' }: { timeout?: number; what?: string } = {},
): Promise<NonNullable<T>> {
  return new Promise((resolve, reject) => {
    const check = () => {
      try {
        const found = look();
        if (found === undefined || found === null || found === false) return;
        done();
        resolve(found);
      } catch (error) {
        done();
        reject(error);
      }
    };
    const stop = world.feed.onChange(check);
    // A test may look outside the stand-in: in the app, or in a database.
    const again = setInterval(check, 20);
    const timer = setTimeout(() => {
      done();
      const lately = world.journal.entries.slice(-8).map(inOneLine).join('\n');
      reject(new Error(`Waited ${timeout} ms for ${what}. Lately:\n${lately || '(nothing)'}`));
    }, timeout);
    const done = () => {
      stop();
      clearInterval(again);
      clearTimeout(timer);
    };
    check();
  });
}

function notListening(error: NodeJS.ErrnoException, port: number): Error {
  if (error.code !== 'EADDRINUSE') return error;
  return new Error(`Port ${port} is in use: stop what’s using it, or choose another port.`, {
    cause: error,
  });
}
