import { Hono } from 'hono';
import type { AudienceDeps, Caller } from '../../src/audience/caller.ts';
import { CLEAR_AFTER_MS, foldHits } from '../../src/audience/campaigns/tracking/fold.ts';
import { createRecorder, type HitRecorder } from '../../src/audience/campaigns/tracking/recorder.ts';
import { createGate } from '../../src/http/public/gate.ts';
import { servePublicPages } from '../../src/http/routes.ts';
import { type HttpServer, startHttpServer } from '../../src/http/server.ts';
import type { Tracking } from '../../src/lib/campaigns/tracking.ts';
import { addPeople, draftFor, sendNow } from './campaigns.ts';
import type { TestSending } from './sending.ts';

/** What people's browsers call themselves. */
export const browser = 'Mozilla/5.0 (X11; Linux x86_64; rv:133.0) Gecko/20100101 Firefox/133.0';

/** One person's mail of a campaign. */
export interface TrackedMail {
  contactId: number;
  /** Paths. */
  links: string[];
  pixel: string | undefined;
  html: string;
  text: string;
}

/** A campaign that was sent, and the app's public pages over HTTP. */
export interface TrackedCampaign {
  id: number;
  url: string;
  mails: TrackedMail[];
  log: string[];
  recorder: HitRecorder;
  deps: AudienceDeps;
  /** Asks for a path as a browser does, and doesn't follow. */
  get(path: string, init?: RequestInit): Promise<Response>;
  /** Later: everything that was asked for is folded. */
  fold(): Promise<number>;
  close(): Promise<void>;
}

/** Sends a campaign with three links to some people, with what it records. */
export async function sendTracked(
  sending: TestSending,
  given: {
    people?: number;
    opens?: Tracking | null;
    clicks?: Tracking | null;
    addsUtm?: boolean;
    body?: string;
    now?: () => Date;
    caller?: Caller;
  } = {},
): Promise<TrackedCampaign> {
  const { people = 2, opens = 'person', clicks = 'person', addsUtm = false } = given;
  const { ada, server: mailServer, senderId, audience } = sending;
  const log: string[] = [];
  const pages = { url: '', check: async () => undefined };
  const deps = { ...sending.deps(), pages, now: given.now ?? audience.storage.clock.now };
  const { limits, turnsAway } = createGate(deps, { trustProxy: 1 });
  const recorder = createRecorder(deps, { everyMs: 20, log: (line) => log.push(line) });
  const routes = servePublicPages(new Hono(), deps, {
    log: (line) => log.push(line),
    ...{ limits, tracker: recorder, trustProxy: 1 },
  });
  const server: HttpServer = await startHttpServer({ port: 0, host: '127.0.0.1', routes, turnsAway });
  pages.url = `http://127.0.0.1:${server.port}`;
  await audience.storage.pool.query(
    'UPDATE workspaces SET track_opens = $2, track_clicks = $3, adds_utm = $4 WHERE id = $1',
    [ada.workspaceId, opens, clicks, addsUtm],
  );
  const ids = await addPeople(audience.storage, ada.workspaceId, people);
  const body =
    given.body ?? '[A](https://shop.example/a?x=1&y=2) [B](https://shop.example/b) [C](https://c.example/)';
  const { id } = await draftFor(deps, ada, { senderId, body });
  const before = mailServer.mails.length;
  // The pump of this test writes the server's address into the mails.
  const own = sending.deps;
  sending.deps = () => ({ ...own(), pages });
  try {
    await sendNow(deps, ada, { id });
    await sending.prepare();
    await sending.run(id);
  } finally {
    sending.deps = own;
  }
  const mails = mailServer.mails.slice(before).map(({ html, text, to }): TrackedMail => {
    const n = Number(/person-(\d+)@/.exec(to.address)?.[1]);
    const paths = (pattern: RegExp) => [...html.matchAll(pattern)].map(([, path = '']) => path);
    return {
      contactId: ids[n - 1] ?? 0,
      links: paths(/href="http:\/\/127\.0\.0\.1:\d+(\/l\/[^"]+)"/g),
      pixel: paths(/src="http:\/\/127\.0\.0\.1:\d+(\/o\/[^"]+)"/g)[0],
      ...{ html, text },
    };
  });
  mails.sort((one, other) => one.contactId - other.contactId);
  let from = 0;
  return {
    ...{ id, url: pages.url, mails, log, recorder, deps },
    get(path, init = {}) {
      from += 1;
      const headers = {
        'user-agent': browser,
        'x-forwarded-for': `10.0.${from >> 8}.${from & 255}`,
        ...init.headers,
      };
      return fetch(`${pages.url}${path}`, { redirect: 'manual', ...init, headers });
    },
    async fold() {
      await recorder.flush();
      return foldHits(deps, new Date(deps.now().getTime() + CLEAR_AFTER_MS));
    },
    async close() {
      await recorder.stop();
      await server.close();
    },
  };
}

/** Makes a mail look as if it had been handed over a while ago. */
export const longAgo = (sending: TestSending, { id }: { id: number }): Promise<unknown> =>
  sending.query(
    `UPDATE campaign_recipients SET handed_at = handed_at - interval '1 hour', marked_at = marked_at - interval '1 hour' WHERE campaign_id = $1`,
    id,
  );
