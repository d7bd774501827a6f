import { createReadStream, writeFileSync } from 'node:fs';
import { loadavg } from 'node:os';
import { join } from 'node:path';
import type { AudienceDeps, Caller } from '../../src/audience/caller.ts';
import { recordEvents } from '../../src/audience/events/events.ts';
import { fileJob, proposeFile, runFileImport } from '../../src/audience/imports/files.ts';
import { startImport } from '../../src/audience/imports/imports.ts';
import { sourceNamed } from '../../src/audience/people/named.ts';
import { changeTagging } from '../../src/audience/tags/tagging.ts';
import { addTag } from '../../src/audience/tags/tags.ts';
import type { Storage } from '../../src/storage/database/client.ts';
import { cpuSeconds } from './cpu.ts';
import type { verdicts } from './verdicts.ts';

/** Without the triggers; with them and no watch; with a watch on a rule about fields, tags and events. */
const ways = ['off', 'unwatched', 'watched'] as const;
type Way = (typeof ways)[number];

const triggers = {
  contacts: ['insert', 'update', 'delete'],
  contact_tags: ['insert', 'delete'],
  events: ['insert'],
};

/**
 * What it costs to note who wrote what about a contact, for the causes of watches (decision 038): the same
 * batches without these triggers, with them and no watch, and with a watch on everything, in turns.
 *
 * @param given.batch rows of each batch
 * @param given.folder for files to import
 */
export async function writersCost(
  storage: Storage,
  given: { rounds: number; batch: number; folder: string; found: ReturnType<typeof verdicts> },
): Promise<void> {
  const { rounds, batch, folder, found } = given;
  const { id: workspaceId } = await storage.prisma.workspace.create({ data: { teamId: 'T0BENCHWRITERS' } });
  const deps: AudienceDeps = { storage, now: () => new Date() };
  const caller: Caller = { workspaceId, actor: 'bench', role: 'admin' };
  await addTag(deps, caller, { name: 'vip' });
  const tag = { name: 'vip' };
  const taken = new Map<string, Record<Way, number[]>>();
  const load = loadavg()[0]?.toFixed(1);
  for (let round = -1; round < rounds; round++) {
    for (let turn = 0; turn < ways.length; turn++) {
      // None always comes first.
      const way = ways[(turn + round + 1) % ways.length] as Way;
      await prepare(way);
      const group = `g${round + 1}x${way}`;
      const time = timer(way, round);
      await time('import, new', await importOf(group, 'Oslo'));
      await time('import, changed', await importOf(group, 'Bergen'));
      const who = { people: await sourceNamed(deps, caller, `company is ${group}`) };
      await time('tagging', () => changeTagging(deps, caller, { way: 'on', tag, who }));
      await time('untagging', () => changeTagging(deps, caller, { way: 'off', tag, who }));
      const events = eventsOf(group, batch);
      await time('events', () => recordEvents(deps, caller, { source: 'api', events }));
    }
  }
  await prepare('unwatched');
  console.log(
    `\nwho wrote what, ${storage.kind}, processor time, medians of ${rounds} batches of ${batch}, load ${load} before`,
  );
  for (const [what, { off, unwatched, watched }] of taken) {
    const [without, idle, busy] = [off, unwatched, watched].map(median) as [number, number, number];
    const each = (ms: number) => `${((1000 * ms) / batch).toFixed(1)} µs`;
    const said = [times(idle / without), times(busy / without)];
    console.log(
      `${what}: ${each(without)} a row without the triggers, ${each(idle)} with no watch (${said[0]}), ${each(busy)} with one (${said[1]})`,
    );
    const measured = `${storage.kind}, ${what}: ${said.join(', ')}`;
    found.check('noting who wrote costs at most ×1.2 with a watch', busy <= 1.2 * without, measured);
  }

  function timer(way: Way, round: number) {
    return async (what: string, work: () => Promise<unknown>): Promise<void> => {
      const before = cpuSeconds();
      await work();
      const ms = 1000 * (cpuSeconds() - before);
      const all = taken.get(what) ?? { off: [], unwatched: [], watched: [] };
      taken.set(what, all);
      // The first round warms up.
      if (round >= 0) all[way].push(ms);
    };
  }

  async function prepare(way: Way): Promise<void> {
    const change = way === 'off' ? 'DISABLE' : 'ENABLE';
    for (const [table, kinds] of Object.entries(triggers))
      for (const kind of kinds)
        await storage.pool.query(`ALTER TABLE ${table} ${change} TRIGGER note_writers_${kind}`);
    await storage.pool.query('DELETE FROM watches WHERE workspace_id = $1', [workspaceId]);
    if (way !== 'watched') return;
    await storage.pool.query(
      `INSERT INTO watches (workspace_id, name, condition, owner, channel, created_at, topics)
       VALUES ($1, 'all', '{"when":"joins"}', 'bench', 'bench', now(), '{contacts,tags,events}')`,
      [workspaceId],
    );
  }

  /** A file of a batch of people, read and mapped; to be imported. */
  async function importOf(group: string, city: string): Promise<() => Promise<unknown>> {
    const path = join(folder, `${storage.kind}-${group}.csv`);
    const rows = Array.from(
      { length: batch },
      (_, index) =>
        `First${index % 700},Last${index % 1000},${group},${city} ${index % 500},NO,${group}-${index}@example.org`,
    );
    writeFileSync(path, ['First Name,Last Name,Company,City,Country,Email', ...rows, ''].join('\n'));
    const source = () => createReadStream(path);
    const { importId, mapping } = await proposeFile(deps, caller, { fileName: 'people.csv', source });
    const job = fileJob({ path, size: 0, changed: 0 });
    await startImport(deps, caller, { importId, mapping, newStatus: 'subscribed', job });
    const batchRows = storage.kind === 'server' ? 2500 : 1000;
    return () =>
      runFileImport(deps, caller, {
        ...{ importId, source, batchRows, onProgress: () => {}, shouldStop: () => false },
      });
  }
}

const eventsOf = (group: string, batch: number) =>
  Array.from({ length: batch }, (_, index) => ({
    id: `${group}-${index}`,
    email: `${group}-${index}@example.org`,
    kind: index % 2 === 0 ? 'received' : 'opened',
    at: new Date(Date.now() - ((index * 7919) % 31_536_000) * 1000).toISOString(),
    campaign: `Letter ${index % 5}`,
  }));

const median = (values: number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

const times = (factor: number): string => `×${factor.toFixed(2)}`;
