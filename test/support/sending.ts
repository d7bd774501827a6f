import { afterEach, beforeEach, expect } from 'vitest';
import type { AudienceDeps, Caller } from '../../src/audience/caller.ts';
import { showCampaign } from '../../src/audience/campaigns/drafts.ts';
import { type Pump, type PumpOptions, startPump } from '../../src/audience/campaigns/sending/pump.ts';
import { startJobRunner } from '../../src/audience/jobs/runner.ts';
import type { StoredCampaign } from '../../src/storage/campaigns/campaigns.ts';
import { until } from './app-process.ts';
import { addPeople, addSender, draftFor, type FakeServer, fakeServer, sendNow } from './campaigns.ts';
import { type TestAudience, withAudience } from './with-audience.ts';

/** A workspace that sends campaigns, new for each test. */
export interface TestSending {
  readonly audience: TestAudience;
  /** An admin. */
  readonly ada: Caller;
  readonly server: FakeServer;
  readonly senderId: number;
  /** What the runner and the pumps logged. */
  readonly log: string[];
  deps(): AudienceDeps;
  query(sql: string, ...values: unknown[]): Promise<{ rows: Record<string, unknown>[] }>;
  campaign(id: number): Promise<StoredCampaign>;
  /** Runs the start of campaigns whose time has come. */
  prepare(): Promise<void>;
  pump(options?: PumpOptions): Pump;
  /** Sends until the campaign is in a state. */
  run(id: number, state?: StoredCampaign['state']): Promise<void>;
  /** A campaign to so many new people, prepared. */
  begun(count: number): Promise<{ id: number; ids: number[] }>;
}

/** Call it in a `describe`. */
export function withSending(): TestSending {
  const audience = withAudience();
  let now: Pick<TestSending, 'ada' | 'server' | 'senderId' | 'log'> | undefined;
  beforeEach(async () => {
    const ada = await audience.newCaller();
    const senderId = await addSender(audience.storage, ada.workspaceId);
    now = { ada, senderId, server: fakeServer(), log: [] };
  });
  let pumps: Pump[] = [];
  // A test that fails leaves none behind: it would send what the next one expects to.
  afterEach(async () => {
    await Promise.all(pumps.map((pump) => pump.stop()));
    pumps = [];
    await audience.storage.pool.query(`UPDATE campaign_mails SET state = 'stopped' WHERE state = 'sending'`);
  });
  const current = () => {
    if (now === undefined) throw new Error('withSending() has a workspace in tests only');
    return now;
  };
  const sending: TestSending = {
    audience,
    get ada() {
      return current().ada;
    },
    get server() {
      return current().server;
    },
    get senderId() {
      return current().senderId;
    },
    get log() {
      return current().log;
    },
    deps: () => ({
      storage: audience.storage,
      now: audience.storage.clock.now,
      pages: { url: 'https://mail.acme.example', check: async () => undefined },
      sending: current().server.port,
    }),
    query: (sql, ...values) => audience.storage.pool.query(sql, values),
    campaign: (id) => showCampaign(sending.deps(), current().ada, { id }),
    async prepare() {
      const runner = startJobRunner(sending.deps(), { pollMs: 5, log: (line) => current().log.push(line) });
      await runner.idle();
      await runner.stop();
    },
    pump(options = {}) {
      const log = (line: string) => current().log.push(line);
      const pump = startPump(sending.deps(), { pollMs: 20, log, ...options });
      pumps.push(pump);
      return pump;
    },
    async run(id, state = 'sent') {
      const running = sending.pump();
      await until(async () => (await sending.campaign(id)).state === state, 10_000);
      await running.stop();
    },
    async begun(count) {
      const ids = await addPeople(audience.storage, current().ada.workspaceId, count);
      const { id } = await draftFor(sending.deps(), current().ada, { senderId: current().senderId });
      await sendNow(sending.deps(), current().ada, { id });
      await sending.prepare();
      expect((await sending.campaign(id)).state).toBe('sending');
      return { id, ids };
    },
  };
  return sending;
}
