import { type ChildProcess, fork } from 'node:child_process';
import { rmSync } from 'node:fs';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import type { Caller } from '../../src/audience/caller.ts';
import { startJobRunner } from '../../src/audience/jobs/runner.ts';
import { setDigest } from '../../src/audience/watches/digests.ts';
import { addRecurringJobs } from '../../src/audience/watches/schedule.ts';
import { addWatch } from '../../src/audience/watches/watches.ts';
import { conditionWords, type WatchCondition } from '../../src/lib/watches/condition.ts';
import { openStorage, type Storage, type StorageOptions } from '../../src/storage/database/client.ts';
import { readingsBetween } from '../../src/storage/watches/readings.ts';
import { lookSoon } from '../../src/storage/watches/schedule.ts';
import { bareEnv } from '../support/bare-env.ts';
import { bundled } from '../support/bundled.ts';
import { type DatabaseKind, databases } from '../support/database.ts';
import { copyEmbeddedTemplate, copyServerTemplate, testSecret } from '../support/database-templates.ts';
import type { WatchingOrder, WatchingSaid } from '../support/watching-app.ts';

// Three weeks with a moved clock: two processes post exactly what a naive reading of the sizes says. The embedded
// database belongs to one process: there, that one has two runners.

const script = bundled('test/support/watching-app.ts', { starts: 'app' });

const STEPS = 42;
const STEP_MS = 12 * 3_600_000;
const ZONE = 'America/New_York';

interface Person {
  id: number;
  signedUpAt: number;
  vip: boolean;
}

type Rule = 'everyone' | 'tagged vip' | 'signed up in the last 3 days';

const watched: [Rule, WatchCondition][] = [
  ['everyone', { when: 'above', n: 45 }],
  ['everyone', { when: 'changes', by: 20, unit: 'percent', days: 1 }],
  ['tagged vip', { when: 'above', n: 12 }],
  ['tagged vip', { when: 'below', n: 9 }],
  ['tagged vip', { when: 'changes', by: 4, unit: 'people', days: 7 }],
  ['tagged vip', { when: 'joins' }],
  ['signed up in the last 3 days', { when: 'below', n: 5 }],
];

/** Who matches, read by eye. */
function matching(rule: Rule, people: readonly Person[], now: number): number[] {
  const from = Temporal.Instant.fromEpochMilliseconds(now)
    .toZonedDateTimeISO(ZONE)
    .startOfDay()
    .subtract({ days: 3 }).epochMilliseconds;
  return people
    .filter(
      ({ vip, signedUpAt }) => rule === 'everyone' || (rule === 'tagged vip' ? vip : signedUpAt >= from),
    )
    .map(({ id }) => id);
}

/** What a watch should say at each look, from the people of all looks. */
function naive(condition: WatchCondition, looks: readonly number[][]): string[] {
  const sizes = looks.map((ids) => ids.length);
  const said: string[] = [];
  let armed = true;
  let told = 0;
  for (const [look, size] of sizes.entries()) {
    const at = (index: number) => sizes[Math.max(0, index)] ?? 0;
    let base = at(Math.max(told, look - 14));
    let isMet = false;
    let isBack = false;
    if (condition.when === 'joins') {
      const before = new Set(looks[look - 1] ?? looks[0]);
      const came = (looks[look] ?? []).filter((id) => !before.has(id)).length;
      if (came > 0) said.push(`${look}: ${came} joined, ${size}`);
      continue;
    }
    if (condition.when === 'changes') {
      base = at(look - 2 * condition.days);
      const least = condition.unit === 'percent' ? (base * condition.by) / 100 : condition.by;
      const isSmall = condition.unit === 'percent' && base < 20;
      isMet = !isSmall && Math.abs(size - base) >= least;
      isBack = isSmall || Math.abs(size - base) < least * 0.95;
    } else {
      const margin = Math.ceil(condition.n * 0.05);
      isMet = condition.when === 'above' ? size > condition.n : size < condition.n;
      isBack = condition.when === 'above' ? size <= condition.n - margin : size >= condition.n + margin;
    }
    if (look === 0) armed = !isMet;
    else if (armed && isMet) {
      said.push(`${look}: ${base} to ${size}`);
      armed = false;
      told = look;
    } else if (!armed) armed = isBack;
  }
  return said;
}

/** Numbers from 0 to 1 that are the same in each run. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) % 4_294_967_296;
    return state / 4_294_967_296;
  };
}

async function open(kind: DatabaseKind): Promise<{ options: StorageOptions; drop: () => Promise<void> }> {
  if (kind === 'embedded') {
    const dataDir = await copyEmbeddedTemplate();
    const drop = async () => rmSync(dataDir, { recursive: true, force: true, maxRetries: 20 });
    return { options: { dataDir }, drop };
  }
  const { databaseUrl, drop } = await copyServerTemplate();
  return { options: { databaseUrl, dataDir: 'unused', secret: testSecret }, drop };
}

type Said = Extract<WatchingSaid, { said: unknown }>['said'];

/** What works for watches, until it is told to stop. */
interface Watching {
  /** Resolves when it is done. */
  order(what: { aheadMs: number } | { settle: true }): Promise<void>;
  stop(): Promise<void>;
}

async function startWatching(options: StorageOptions, onSaid: (post: Said) => void): Promise<Watching> {
  const app: ChildProcess = fork(script, [JSON.stringify(options)], {
    env: bareEnv({}),
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const waiting = new Map<number, () => void>();
  let orders = 0;
  let fail: (error: Error) => void = () => {};
  const ended = new Promise<never>((_, reject) => {
    fail = reject;
  });
  ended.catch(() => {});
  app.once('exit', (code) => fail(new Error(`a process that works for watches ended (${code})`)));
  const done = (id: number) =>
    Promise.race([new Promise<void>((resolve) => waiting.set(id, resolve)), ended]);
  const ready = done(0);
  app.on('message', (message: WatchingSaid) => {
    if ('said' in message) onSaid(message.said);
    else waiting.get(message.done)?.();
  });
  await ready;
  return {
    order(what) {
      orders += 1;
      const order: WatchingOrder = { id: orders, ...what };
      app.send(order);
      return done(orders);
    },
    stop: () =>
      new Promise((resolve) => {
        app.once('exit', () => resolve());
        app.disconnect();
      }),
  };
}

/** The same in this process, which has the clock. */
function watchHere(storage: Storage, onSaid: (post: Said) => void): Watching {
  const runner = startJobRunner(
    { storage, now: storage.clock.now },
    {
      pollMs: 15,
      async post(post) {
        onSaid(post);
        return { is: 'posted', channel: 'C0', ts: String(post.postId) };
      },
    },
  );
  return {
    order: async (what) => {
      if ('settle' in what) await runner.idle();
    },
    stop: () => runner.stop(),
  };
}

describe.each(databases)('three weeks on %s', (kind) => {
  it('two of them post what a naive reading says, each once', async () => {
    const { options, drop } = await open(kind);
    const storage = await openStorage({ ...options, clock: 'movable' });
    const { prisma, pool, clock } = storage;
    const deps = { storage, now: clock.now };
    const { id: workspaceId } = await prisma.workspace.create({
      data: { teamId: 'T0WEEKS', timeZone: ZONE },
    });
    const ada: Caller = { workspaceId, actor: 'U0ADA', role: 'admin' };
    const tag = await prisma.tag.create({ data: { workspaceId, name: 'vip', createdBy: 'test' } });
    const random = seeded(kind === 'embedded' ? 7 : 8);
    const people: Person[] = [];
    const add = async (vip: boolean) => {
      const email = `p${people.length}-${random()}@x.org`;
      const signedUpAt = clock.now();
      const { id } = await prisma.contact.create({
        data: {
          ...{
            workspaceId,
            email,
            emailKey: email,
            status: 'subscribed',
            statusSource: 'test',
            source: 'test',
          },
          signedUpAt,
        },
      });
      people.push({ id, signedUpAt: signedUpAt.getTime(), vip: false });
      if (vip) await setVip(people.length - 1, true);
    };
    const setVip = async (index: number, vip: boolean) => {
      const person = people[index];
      if (person === undefined || person.vip === vip) return;
      person.vip = vip;
      const link = { workspaceId, tagId: tag.id, contactId: person.id };
      if (vip) await prisma.contactTag.create({ data: link });
      else await prisma.contactTag.deleteMany({ where: link });
    };
    const remove = async (index: number) => {
      const [gone] = people.splice(index, 1);
      if (gone !== undefined) await prisma.contact.deleteMany({ where: { workspaceId, id: gone.id } });
    };
    for (let n = 0; n < 30; n++) await add(n % 3 === 0);

    let step = 0;
    const said = new Map<string, string[]>();
    const digests: number[] = [];
    const ids: number[] = [];
    /** What the causes of each change add up to, and the change. */
    const sums: [number, number][] = [];
    const heard = ({ content, postId }: Said): void => {
      ids.push(postId);
      if (content.is === 'digest') digests.push(step);
      if (content.is !== 'spoke') return;
      const { from, to, causes } = content.change;
      sums.push([causes.reduce((sum, { joined, left }) => sum + joined - left, 0), to - from]);
      const key = `${content.name} ${conditionWords(content.condition)}`;
      const words =
        content.condition.when === 'joins' ? `${content.joined} joined, ${to}` : `${from} to ${to}`;
      said.set(key, [...(said.get(key) ?? []), `${step}: ${words}`]);
    };
    const processes = await Promise.all(
      [1, 2].map(() => (kind === 'embedded' ? watchHere(storage, heard) : startWatching(options, heard))),
    );
    const all = (what: Parameters<Watching['order']>[0]) =>
      Promise.all(processes.map((each) => each.order(what)));
    const settled = async () => {
      for (let round = 0; round < 2; round++) await all({ settle: true });
    };
    try {
      await addRecurringJobs(deps);
      for (const [whom, condition] of watched) await addWatch(deps, ada, { whom, condition, channel: 'C0' });
      const begun = clock.now();
      await setDigest(deps, ada, { channel: 'C0', time: { weekday: 3, time: '10:30' }, skipsQuiet: true });
      // A round that was ending while a watch was added leaves it to the next one, minutes later.
      const lookedAt = async () => {
        await lookSoon(pool, workspaceId, clock.now());
        return prisma.watch.count({ where: { workspaceId, lookedAt: { not: null } } });
      };
      await expect.poll(lookedAt, { timeout: 60_000, interval: 200 }).toBe(watched.length);
      await settled();
      const looks = watched.map(([rule]) => [matching(rule, people, clock.now().getTime())]);
      for (step = 1; step <= STEPS; step++) {
        const grows = Math.floor(step / 7) % 2 === 0;
        for (let n = 0; n < 4; n++) {
          const what = random();
          if (what < (grows ? 0.5 : 0.1)) await add(random() < 0.5);
          else if (what < (grows ? 0.55 : 0.5)) await remove(Math.floor(random() * people.length));
          else await setVip(Math.floor(random() * people.length), random() < (grows ? 0.7 : 0.3));
        }
        // Their clocks go first: what the database finds due is done at that moment or later.
        await all({ aheadMs: clock.aheadMs() + STEP_MS });
        await clock.move(STEP_MS);
        await settled();
        for (const [index, [rule]] of watched.entries())
          looks[index]?.push(matching(rule, people, clock.now().getTime()));
      }
      for (const [index, [rule, condition]] of watched.entries()) {
        const key = `${rule === 'everyone' ? 'All contacts' : rule} ${conditionWords(condition)}`;
        expect([key, said.get(key) ?? []]).toEqual([key, naive(condition, looks[index] ?? [])]);
      }
      expect([...said.values()].flat().length).toBeGreaterThan(15);
      expect(new Set(ids).size).toBe(ids.length);
      expect(sums.filter(([caused, changed]) => caused !== changed)).toEqual([]);
      expect(digests.length).toBe(wednesdaysBetween(begun, clock.now()));
      const [from, to] = ['2020-01-01', '2120-01-01'];
      const days = await readingsBetween(pool, { workspaceId, segmentId: 0, from, to });
      expect(days.filter(({ estimated }) => !estimated).length).toBeGreaterThanOrEqual(21);
    } finally {
      await Promise.all(processes.map((each) => each.stop()));
      await storage.close();
      await drop();
    }
  }, 120_000);
});

/** How often it was Wednesday, 10:30 in New York. */
function wednesdaysBetween(from: Date, to: Date): number {
  const zoned = (at: Date) => Temporal.Instant.fromEpochMilliseconds(at.getTime()).toZonedDateTimeISO(ZONE);
  let count = 0;
  for (let day = zoned(from).toPlainDate(); ; day = day.add({ days: 1 })) {
    const at = day.toZonedDateTime({ timeZone: ZONE, plainTime: '10:30' });
    if (at.epochMilliseconds > to.getTime()) return count;
    if (day.dayOfWeek === 3 && at.epochMilliseconds > from.getTime()) count += 1;
  }
}
