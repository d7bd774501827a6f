import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Hono } from 'hono';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { AudienceDeps, Caller } from '../../../src/audience/caller.ts';
import { showCampaign } from '../../../src/audience/campaigns/drafts.ts';
import { campaignReport } from '../../../src/audience/campaigns/results.ts';
import { startPump } from '../../../src/audience/campaigns/sending/pump.ts';
import { startTracker } from '../../../src/audience/campaigns/tracking/tracker.ts';
import { startJobRunner } from '../../../src/audience/jobs/runner.ts';
import { ensureMailboxSender } from '../../../src/audience/senders/mailbox.ts';
import { listSenders } from '../../../src/audience/senders/senders.ts';
import { createRoutes, servePublicPages } from '../../../src/http/routes.ts';
import { startHttpServer } from '../../../src/http/server.ts';
import type { Tracking } from '../../../src/lib/campaigns/tracking.ts';
import { startMailbox } from '../../../src/playground/mailbox/mailbox.ts';
import { actsOf, READING_MS, shares } from '../../../src/playground/readers/behavior.ts';
import type { Logged } from '../../../src/playground/readers/log.ts';
import { startReaders } from '../../../src/playground/readers/readers.ts';
import { createSmtpReach } from '../../../src/smtp/sending.ts';
import { until } from '../../support/app-process.ts';
import { addPeople, draftFor, sendNow, sums } from '../../support/campaigns.ts';
import { untilCounted } from '../../support/reading-app.ts';
import { withAudience } from '../../support/with-audience.ts';

describe('what invented people do', () => {
  it('is the same for the same mail, in order, and within three days', () => {
    for (const key of ['a', 'b', 'c']) expect(actsOf(key)).toEqual(actsOf(key));
    const all = Array.from({ length: 10_000 }, (_, index) => actsOf(`key ${index}`));
    const isOrdered = (acts: ReturnType<typeof actsOf>) =>
      acts.every(
        ({ afterMs }, index) =>
          afterMs > 0 && afterMs <= READING_MS && afterMs >= (acts[index - 1]?.afterMs ?? 0),
      );
    expect(all.every(isOrdered)).toBe(true);
    const share = (did: string) =>
      all.filter((acts) => acts.some((act) => act.did === did)).length / all.length;
    const delivered = 1 - shares.bouncesHard - shares.bouncesSoft;
    expect(share('delivered')).toBeCloseTo(delivered, 2);
    expect(share('bounced hard')).toBeCloseTo(shares.bouncesHard, 2);
    expect(share('opened')).toBeCloseTo(delivered * shares.opens, 1);
    expect(share('clicked')).toBeCloseTo(delivered * shares.opens * shares.clicks, 1);
    for (const did of [
      'complained',
      'unsubscribed by one click',
      'unsubscribed on the page',
      'paused on the page',
    ])
      expect(share(did)).toBeGreaterThan(0);
  });
});

describe('the readers of the mailbox', () => {
  const audience = withAudience();
  let folder: string;
  let ada: Caller;
  const stops: (() => Promise<unknown>)[] = [];
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'rollcall-readers-'));
    ada = await audience.newCaller();
  });
  afterEach(async () => {
    for (const stop of stops.splice(0).reverse()) await stop();
    rmSync(folder, { recursive: true, force: true });
  });

  /** A campaign to 120 people, and those who read it. */
  async function sent(tracking: Tracking) {
    const { storage } = audience;
    const { clock, pool } = storage;
    const { workspaceId } = ada;
    const mailbox = await startMailbox({ folder, now: () => clock.now().getTime() });
    stops.push(() => mailbox.close());
    const outside = new Hono();
    const server = await startHttpServer({ port: 0, host: '127.0.0.1', routes: outside });
    stops.push(() => server.close());
    const url = `http://127.0.0.1:${server.port}`;
    const reach = createSmtpReach({ allowed: [], mailbox: { port: mailbox.smtpPort } });
    const log: string[] = [];
    const deps: AudienceDeps = {
      ...{ storage, now: clock.now, sending: reach },
      pages: { url, isPlayground: true, check: async () => undefined },
    };
    outside.route('/', createRoutes(deps, { log: (line) => log.push(line) }));
    const tracker = startTracker(deps, { everyMs: 20, pollMs: 50, log: (line) => log.push(line) });
    stops.push(() => tracker.stop());
    servePublicPages(outside, deps, { log: (line) => log.push(line), tracker });
    const { rows } = await pool.query('SELECT team_id FROM workspaces WHERE id = $1', [workspaceId]);
    const { path, secret } = await ensureMailboxSender(deps, rows[0].team_id);

    await pool.query('UPDATE workspaces SET track_opens = $2, track_clicks = $3 WHERE id = $1', [
      ...[workspaceId, tracking, tracking],
    ]);
    await addPeople(storage, workspaceId, 120);
    await pool.query('UPDATE senders SET per_second = 10000 WHERE workspace_id = $1', [workspaceId]);
    const [sender] = await listSenders(deps, ada);
    const { id } = await draftFor(deps, ada, {
      ...{
        senderId: sender?.id ?? 0,
        body: 'Hello. [Shop](https://shop.example/a) [News](https://shop.example/b)',
      },
    });
    await sendNow(deps, ada, { id });
    const runner = startJobRunner(deps, { pollMs: 5 });
    await runner.idle();
    await runner.stop();
    const pump = startPump(deps, { pollMs: 20 });
    stops.push(() => pump.stop());
    await until(async () => (await showCampaign(deps, ada, { id })).state === 'sent', 60_000);

    const readers = await startReaders({ folder, mailbox, clock });
    stops.push(() => readers.settled());
    readers.connect({
      url: `${url}${path}`,
      authorization: `Basic ${Buffer.from(secret).toString('base64')}`,
    });
    return { storage, pool, clock, workspaceId, mailbox, readers, log, id, deps };
  }
  /** Counted from the file alone. */
  const linesOf = () =>
    readFileSync(join(folder, 'readers.jsonl'), 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Logged);

  it('do everything over the app’s own ways in, and their log agrees with what the app counts', async () => {
    const { storage, pool, clock, workspaceId, mailbox, readers, log, id } = await sent('off');
    expect(readers.state()).toMatchObject({ waiting: 120, hours: null });
    const begun = clock.now().getTime();
    expect(readers.start()).toMatchObject({ hours: 0 });
    expect(readers.start()).toBe('They are already reading.');
    await readers.settled();
    expect(readers.state().said).toMatch(/^Three days later, they have read 120 mails\./);
    expect(clock.now().getTime() - begun).toBeGreaterThanOrEqual(READING_MS);
    expect(readers.start()).toMatch(/nobody has read yet/);

    const lines = linesOf();
    const people = (...dids: string[]) =>
      new Set(lines.filter(({ did }) => dids.includes(did)).map(({ to }) => to)).size;
    const done = await sums(storage, id);
    const [delivered, complained] = [people('delivered'), people('complained')];
    expect(done).toEqual({
      delivered: delivered - complained,
      ...(people('bounced hard') > 0 ? { 'bounced hard': people('bounced hard') } : {}),
      ...(people('bounced soft') > 0 ? { 'bounced soft': people('bounced soft') } : {}),
      ...(complained > 0 ? { complained } : {}),
    });
    const { rows: events } = await pool.query(
      `SELECT kind, count(DISTINCT contact_id)::int AS people FROM events WHERE workspace_id = $1 AND campaign_id = $2 GROUP BY kind`,
      [workspaceId, id],
    );
    const counted = Object.fromEntries(events.map(({ kind, people }) => [kind, people]));
    expect(counted).toMatchObject({ opened: people('opened'), clicked: people('clicked') });
    expect(people('opened')).toBeGreaterThan(30);
    const { rows: statuses } = await pool.query(
      'SELECT status, count(*)::int AS people FROM contacts WHERE workspace_id = $1 GROUP BY status',
      [workspaceId],
    );
    const byStatus = Object.fromEntries(statuses.map(({ status, people }) => [status, people]));
    const left = people('unsubscribed by one click', 'unsubscribed on the page', 'complained');
    expect(byStatus).toEqual({
      subscribed: 120 - left - people('bounced hard'),
      ...(left > 0 ? { unsubscribed: left } : {}),
      ...(people('bounced hard') > 0 ? { bounced: people('bounced hard') } : {}),
    });
    const { rows: pauses } = await pool.query(
      'SELECT count(*)::int AS n FROM pauses WHERE workspace_id = $1',
      [workspaceId],
    );
    expect(pauses[0].n).toBe(people('paused on the page'));
    expect(log).toEqual([]);

    // After a restart, they know what they have read.
    const again = await startReaders({ folder, mailbox, clock });
    expect(again.state().waiting).toBe(0);
  });

  it('open pictures and follow links over the app, filters too, and the app counts what they logged', async () => {
    const { pool, workspaceId, readers, log, id, deps } = await sent('person');
    readers.start();
    await readers.settled();
    expect(readers.state().said).toMatch(/^Three days later, they have read 120 mails\./);
    await untilCounted(pool, workspaceId, linesOf());
    const lines = linesOf();
    const { rows: events } = await pool.query<{
      did: string;
      to: string;
      link: string | null;
      machine: boolean;
      at: Date;
    }>(
      `SELECT e.kind AS did, c.email AS to, e.properties ->> 'url' AS link, e.machine, e.occurred_at AS at FROM events e
       JOIN contacts c ON c.workspace_id = e.workspace_id AND c.id = e.contact_id
       WHERE e.workspace_id = $1 AND e.campaign_id = $2 AND e.kind IN ('opened', 'clicked')`,
      [workspaceId, id],
    );
    const inOrder = (all: { did: string; to: string; link?: string | null | undefined }[]) =>
      all.map(({ did, to, link }) => `${did} ${to} ${link ?? ''}`).sort();
    const logged = (...dids: string[]) => lines.filter(({ did }) => dids.includes(did));
    expect(inOrder(events.filter(({ machine }) => !machine))).toEqual(inOrder(logged('opened', 'clicked')));
    expect(inOrder(events.filter(({ machine }) => machine))).toEqual(
      inOrder(logged('scanned').map((line) => ({ ...line, did: 'clicked' }))),
    );
    expect(logged('scanned').length).toBeGreaterThan(0);
    expect(logged('clicked').every(({ link }) => link?.startsWith('https://shop.example/'))).toBe(true);
    const people = (did: string) => new Set(logged(did).map(({ to }) => to)).size;
    const report = await campaignReport(deps, ada, { id });
    expect(report).toMatchObject({
      delivered: { people: people('delivered'), said: 'delivered' },
      opened: { people: people('opened'), hits: logged('opened').length },
      clicked: { people: people('clicked'), hits: logged('clicked').length },
    });
    expect(report.links.reduce((sum, { machineHits }) => sum + machineHits, 0)).toBe(
      logged('scanned').length,
    );
    for (const { url, hits } of report.links)
      expect(hits).toBe(logged('clicked').filter(({ link }) => link === url).length);
    // At their simulated moments, from the first minute to the third day.
    const times = (all: { at: Date | string }[]) =>
      all.map(({ at }) => new Date(at).getTime()).sort((a, b) => a - b);
    const [noted, known] = [times(events), times(logged('opened', 'clicked', 'scanned'))];
    expect(noted.every((at, index) => Math.abs(at - (known[index] ?? 0)) < 5_000)).toBe(true);
    expect((noted.at(-1) ?? 0) - (noted[0] ?? 0)).toBeGreaterThan(12 * 3_600_000);
    expect(log).toEqual([]);
  });

  it('tell nothing about people if only totals are counted', async () => {
    const { pool, workspaceId, readers, id } = await sent('total');
    readers.start();
    await readers.settled();
    await untilCounted(pool, workspaceId, linesOf());
    const lines = linesOf();
    const logged = (...dids: string[]) => lines.filter(({ did }) => dids.includes(did)).length;
    const hits = async (kind: string) =>
      (
        await pool.query(
          'SELECT coalesce(sum(hits), 0)::int AS hits FROM campaign_hits WHERE workspace_id = $1 AND campaign_id = $2 AND kind = $3',
          [workspaceId, id, kind],
        )
      ).rows[0].hits;
    expect(await hits('clicked')).toBe(logged('clicked', 'scanned'));
    expect(await hits('opened')).toBe(logged('opened'));
    const { rows } = await pool.query(
      `SELECT 1 FROM events WHERE workspace_id = $1 AND kind IN ('opened', 'clicked')`,
      [workspaceId],
    );
    expect(rows).toEqual([]);
  });
});
