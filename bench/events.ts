// How fast events are taken in, with rollups, ids and statuses: `npm run bench -- events`, into a PostgreSQL server that it
// starts and into the embedded database; `--events 200000`, `--batch 5000`, `--contacts 50000`.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Caller } from '../src/audience/caller.ts';
import { recordEvents } from '../src/audience/events.ts';
import { openStorage, type Storage } from '../src/storage/client.ts';
import { startPostgres } from '../test/support/postgres-server.ts';

const { values } = parseArgs({
  options: {
    events: { type: 'string', default: '200000' },
    batch: { type: 'string', default: '5000' },
    contacts: { type: 'string', default: '50000' },
  },
});
const [events, batch, contacts] = [values.events, values.batch, values.contacts].map(Number) as [
  number,
  number,
  number,
];
const now = new Date('2026-11-23T12:00:00Z');

const server = await startPostgres({ settings: ['shared_buffers=1GB', 'max_wal_size=4GB'] });
try {
  await measure(await openStorage({ databaseUrl: server.url, dataDir: 'unused' }));
} finally {
  await server.close();
}
const dataDir = mkdtempSync(join(tmpdir(), 'rollcall-bench-'));
try {
  await measure(await openStorage({ dataDir }));
} finally {
  rmSync(dataDir, { recursive: true, force: true });
}

async function measure(storage: Storage): Promise<void> {
  try {
    const { id: workspaceId } = await storage.prisma.workspace.create({ data: { teamId: 'T0BENCH' } });
    await storage.pool.query(
      `INSERT INTO contacts (workspace_id, email, email_key, status, status_source, source)
       SELECT $1, 'p' || n || '@x.org', 'p' || n || '@x.org', 'subscribed', 'bench', 'bench' FROM generate_series(0, $2::int - 1) n`,
      [workspaceId, contacts],
    );
    await storage.pool.query('ANALYZE');
    const caller: Caller = { workspaceId, actor: 'bench', role: 'editor' };
    // Each time more, so that the second round finds rows to add to; then one in the order of no time; then the same again.
    await ingest('new events', 0, (n) => n / events);
    await ingest('more of them', events, (n) => 1 + n / events);
    await ingest('old ones, in no order', 2 * events, (n) => ((n * 7919) % events) / events);
    await ingest('the same again', 2 * events, (n) => ((n * 7919) % events) / events);

    async function ingest(title: string, firstId: number, place: (n: number) => number): Promise<void> {
      let longest = 0;
      let recorded = 0;
      const started = performance.now();
      for (let from = 0; from < events; from += batch) {
        const given = Array.from({ length: Math.min(batch, events - from) }, (_, index) =>
          eventOf(from + index, { firstId, place }),
        );
        const begun = performance.now();
        recorded += (
          await recordEvents({ storage, now: () => now }, caller, { source: 'api', events: given })
        ).recorded;
        longest = Math.max(longest, performance.now() - begun);
      }
      const seconds = (performance.now() - started) / 1000;
      console.log(
        `${storage.kind}, ${title}: ${Math.round(events / seconds)} events/s (${recorded} new, batches of ${batch}, longest ${Math.round(longest)} ms)`,
      );
    }
  } finally {
    await storage.close();
  }
}

function eventOf(n: number, { firstId, place }: { firstId: number; place: (n: number) => number }) {
  const share = ((n * 2_654_435_761) % 1000) / 1000;
  const year = 365 * 86_400_000;
  return {
    id: `message-${firstId + n}`,
    email: `p${(n * 48_271) % contacts}@x.org`,
    kind: share < 0.5 ? 'received' : share < 0.85 ? 'opened' : share < 0.995 ? 'clicked' : 'unsubscribed',
    at: new Date(now.getTime() - 2 * year + place(n) * year).toISOString(),
    campaign: `Letter ${Math.floor(place(n) * 26)}`,
    machine: share > 0.8 && share < 0.85,
  };
}
