import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Hono } from 'hono';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { AudienceDeps, Caller } from '../../../src/audience/caller.ts';
import { showCampaign } from '../../../src/audience/campaigns/drafts.ts';
import { startPump } from '../../../src/audience/campaigns/sending/pump.ts';
import { startJobRunner } from '../../../src/audience/jobs/runner.ts';
import { ensureMailboxSender } from '../../../src/audience/senders/mailbox.ts';
import { listSenders } from '../../../src/audience/senders/senders.ts';
import { createRoutes, servePublicPages } from '../../../src/http/routes.ts';
import { startHttpServer } from '../../../src/http/server.ts';
import { startMailbox } from '../../../src/playground/mailbox/mailbox.ts';
import { actsOf, READING_MS, shares } from '../../../src/playground/readers/behavior.ts';
import type { Logged } from '../../../src/playground/readers/log.ts';
import { startReaders } from '../../../src/playground/readers/readers.ts';
import { createSmtpReach } from '../../../src/smtp/sending.ts';
import { until } from '../../support/app-process.ts';
import { addPeople, draftFor, sendNow, sums } from '../../support/campaigns.ts';
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

  it('do everything over the app’s own ways in, and their log agrees with what the app counts', async () => {
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
    servePublicPages(outside, deps, { log: (line) => log.push(line) });
    const { rows } = await pool.query('SELECT team_id FROM workspaces WHERE id = $1', [workspaceId]);
    const { path, secret } = await ensureMailboxSender(deps, rows[0].team_id);

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
    expect(readers.state()).toMatchObject({ waiting: 120, hours: null });
    const begun = clock.now().getTime();
    expect(readers.start()).toMatchObject({ hours: 0 });
    expect(readers.start()).toBe('They are already reading.');
    await readers.settled();
    expect(readers.state().said).toMatch(/^Three days later, they have read 120 mails\./);
    expect(clock.now().getTime() - begun).toBeGreaterThanOrEqual(READING_MS);
    expect(readers.start()).toMatch(/nobody has read yet/);

    // Counted from the file alone.
    const lines = readFileSync(join(folder, 'readers.jsonl'), 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Logged);
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
});
