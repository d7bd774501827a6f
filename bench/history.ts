// A day's readings: `npm run bench -- history`, on the embedded database with 100,000 contacts and a million
// events. First the processor time that a day's readings of 1,000 segments take, of this process and of the
// database's, when everything may have changed; then when nothing did. Then the p95 of sizes that people ask for,
// while the readings run at their own pace and without them, in turns. `--segments 1000`, `--contacts 100000`,
// `--minutes 1` for each turn.
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import type { AudienceDeps, Caller } from '../src/audience/caller.ts';
import { knownTo, sizeOfSegment } from '../src/audience/segments/segments.ts';
import { readSizes } from '../src/audience/watches/sizes-handler.ts';
import { addDays } from '../src/lib/days.ts';
import { parseRule } from '../src/rules/language/parse.ts';
import { benchNow } from './support/audience.ts';
import { cpuSeconds } from './support/cpu.ts';
import { openEmbeddedAudience } from './support/database.ts';
import { ms, times } from './support/measure.ts';
import { verdicts } from './support/verdicts.ts';

const { values } = parseArgs({
  options: {
    segments: { type: 'string', default: '1000' },
    contacts: { type: 'string', default: '100000' },
    minutes: { type: 'string', default: '1' },
  },
});
const [segments, contacts, minutes] = [values.segments, values.contacts, values.minutes].map(Number) as [
  number,
  number,
  number,
];

/** What teams save: a mix of cheap and dear rules, each with another number. */
const sentences: ((n: number) => string)[] = [
  (n) => `tagged vip and signed up in the last ${n + 1} days`,
  (n) => `signed up in the last ${n + 2} days and status is subscribed`,
  (n) => `not opened in the last ${(n % 300) + 10} days`,
  (n) => `opened at least ${(n % 20) + 2} times in the last 90 days`,
  (n) => `country is NO or DE and tagged vip and not clicked in the last ${n + 5} days`,
  () => 'received at least 5 emails and never opened',
  (n) => `plan is pro and seats > ${n % 50}`,
  (n) => `not tagged vip and opened in the last ${(n % 100) + 1} days`,
];

const { storage, workspaceId } = await openEmbeddedAudience(contacts);
const deps: AudienceDeps = { storage, now: () => benchNow };
const caller: Caller = { workspaceId, actor: 'bench', role: 'admin' };
const { check, print } = verdicts();
try {
  await storage.pool.query('DELETE FROM segments WHERE workspace_id = $1', [workspaceId]);
  await storage.pool.query('DELETE FROM size_readings WHERE workspace_id = $1', [workspaceId]);
  const names = await knownTo(deps, caller);
  for (let n = 0; n < segments; n++) {
    const parsed = parseRule(sentences[n % sentences.length]?.(n) ?? 'everyone', names);
    if (!parsed.ok) throw new Error(parsed.problems[0]?.message);
    const name = `Segment ${n}`;
    const by = { createdBy: 'bench', updatedBy: 'bench' };
    await storage.prisma.segment.create({
      data: { workspaceId, name, nameKey: name.toLowerCase(), rule: parsed.rule as object, ...by },
    });
  }
  let day = '2026-11-23';
  const known = await knownTo(deps, caller);
  const ids = known.names.segments.map(({ id }) => id);
  const piece = (from: number, size: number) =>
    readSizes(deps, known, ids.slice(from, from + size), {
      today: day,
      shouldStop: () => false,
      log: console.log,
    });
  const whole = async (): Promise<number> => {
    const before = cpuSeconds();
    for (let from = 0; from < ids.length; from += 11) await piece(from, 11);
    day = addDays(day, 1);
    return cpuSeconds() - before;
  };
  await piece(0, 22);
  day = addDays(day, 1);
  await storage.pool.query('DELETE FROM size_readings WHERE workspace_id = $1', [workspaceId]);
  const changed = await whole();
  console.log(
    `${segments} segments of ${contacts} contacts, all counted: ${changed.toFixed(1)} s of processor time`,
  );
  check('a day’s readings take at most 60 s of processor time', changed <= 60, `${changed.toFixed(1)} s`);
  const same = await whole();
  console.log(`the same on a day on which nothing changed: ${same.toFixed(1)} s`);

  const asked = ids.filter((_, index) => index % 40 === 0);
  const latencies = async (beside: boolean): Promise<number[]> => {
    const end = performance.now() + minutes * 60_000;
    const taken: number[] = [];
    let from = 0;
    const reading = (async () => {
      while (beside && performance.now() < end) {
        await storage.pool.query('DELETE FROM size_readings WHERE workspace_id = $1', [workspaceId]);
        await piece(from % ids.length, 11);
        from += 11;
        await sleep((32 * 60_000) / (ids.length / 11));
      }
    })();
    for (let n = 0; performance.now() < end; n++) {
      const started = performance.now();
      const id = asked[n % asked.length] ?? 0;
      // Another minute each time: no answer is remembered.
      const now = new Date(benchNow.getTime() + n * 60_000);
      await sizeOfSegment({ ...deps, now: () => now }, caller, { id });
      taken.push(performance.now() - started);
      await sleep(150);
    }
    await reading;
    return taken;
  };
  const all: Record<'alone' | 'beside', number[]> = { alone: [], beside: [] };
  for (const turn of ['alone', 'beside', 'beside', 'alone'] as const)
    all[turn].push(...(await latencies(turn === 'beside')));
  const [alone, beside] = [p95(all.alone), p95(all.beside)];
  console.log(
    `p95 of ${all.alone.length} sizes alone ${ms(alone)} ms, of ${all.beside.length} beside the readings ${ms(beside)} ms: ${times(beside / alone)}`,
  );
  check('p95 of commands is at most ×1.2 beside the readings', beside <= 1.2 * alone, times(beside / alone));
  print();
} finally {
  await storage.close();
}

function p95(taken: number[]): number {
  return taken.sort((a, b) => a - b)[Math.floor(taken.length * 0.95)] ?? Number.NaN;
}
