// How fast events are recorded, with rollups, ids and statuses: `npm run bench -- events`. Writes into a
// PostgreSQL server that it starts and into the embedded database, from one sender that waits for each answer
// and from two at once; `--events 200000`, `--batch 5000`, `--contacts 50000`. Also measures the cost of the
// rollups: the insert of the events alone, the same with rollups, and all that recordEvents does; and the cost of
// noting who wrote what, for watches, in `--rounds 15` of imports, tagging and events (`--events 0`: only that).
// Ends with which bounds hold.
import { mkdtempSync, rmSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Caller } from '../src/audience/caller.ts';
import { recordEvents } from '../src/audience/events/events.ts';
import { openStorage, type Storage } from '../src/storage/database/client.ts';
import { type EventColumns, insertEvents } from '../src/storage/events/events.ts';
import { startPostgres } from '../test/support/postgres-server.ts';
import { verdicts } from './support/verdicts.ts';
import { writersCost } from './support/writers-cost.ts';

const { values } = parseArgs({
  options: {
    events: { type: 'string', default: '200000' },
    batch: { type: 'string', default: '5000' },
    contacts: { type: 'string', default: '50000' },
    rounds: { type: 'string', default: '15' },
  },
});
const [events, batch, contacts, rounds] = [values.events, values.batch, values.contacts, values.rounds].map(
  Number,
) as [number, number, number, number];
const now = new Date('2026-11-23T12:00:00Z');
const found = verdicts();

const eventsAlone = `INSERT INTO events (workspace_id, contact_id, kind, campaign_id, occurred_at, machine, properties, external_id)
  SELECT $1, * FROM unnest($2::int[], $3::text[], $4::int[], $5::timestamptz[], $6::bool[], $7::jsonb[], $8::text[])
    AS row (contact_id, kind, campaign_id, occurred_at, machine, properties, external_id)
  ORDER BY external_id
  ON CONFLICT (workspace_id, external_id) DO NOTHING`;

const folder = mkdtempSync(join(tmpdir(), 'rollcall-bench-'));
const server = await startPostgres({ settings: ['shared_buffers=1GB', 'max_wal_size=4GB'] });
try {
  await measure(await openStorage({ databaseUrl: server.url, dataDir: 'unused', secret: 'x'.repeat(32) }));
} finally {
  await server.close();
}
try {
  await measure(await openStorage({ dataDir: join(folder, 'data') }));
} finally {
  rmSync(folder, { recursive: true, force: true });
}
found.print();

async function measure(storage: Storage): Promise<void> {
  try {
    const { id: workspaceId } = await storage.prisma.workspace.create({ data: { teamId: 'T0BENCH' } });
    await storage.pool.query(
      `INSERT INTO contacts (workspace_id, email, email_key, status, status_source, source)
       SELECT $1, 'p' || n || '@x.org', 'p' || n || '@x.org', 'subscribed', 'bench', 'bench' FROM generate_series(0, $2::int - 1) n`,
      [workspaceId, contacts],
    );
    await storage.pool.query('ANALYZE');
    console.log(`\n${storage.kind}, load ${loadavg()[0]?.toFixed(1)} before`);
    const caller: Caller = { workspaceId, actor: 'bench', role: 'editor' };
    // More each time, so that the second round finds rows to add to; then one round in random order of time;
    // then the same again.
    if (events > 0) await allOf();
    if (rounds > 0) await writersCost(storage, { rounds, batch, folder, found });

    async function allOf(): Promise<void> {
      await ingest('new events', 0, (n) => n / events);
      await ingest('more of them', events, (n) => 1 + n / events);
      await ingest('old ones, in no order', 2 * events, (n) => ((n * 7919) % events) / events);
      await ingest('the same again', 2 * events, (n) => ((n * 7919) % events) / events);
      await ingest('new events, two senders', 3 * events, (n) => 1 + n / events, 2);
      await rollupCost(storage, workspaceId);
    }

    async function ingest(
      title: string,
      firstId: number,
      place: (n: number) => number,
      senders = 1,
    ): Promise<void> {
      let longest = 0;
      let recorded = 0;
      let from = 0;
      const started = performance.now();
      await Promise.all(Array.from({ length: senders }, send));
      const seconds = (performance.now() - started) / 1000;
      const rate = Math.round(events / seconds);
      console.log(
        `${title}: ${rate} events/s (${recorded} new, batches of ${batch}, longest ${Math.round(longest)} ms)`,
      );
      if (storage.kind === 'server') {
        found.check(
          'at least 20,000 events/s into PostgreSQL, rollups included',
          rate >= 20_000,
          `${title}: ${rate}`,
        );
      }

      /** Sends the next batch until none is left. */
      async function send(): Promise<void> {
        while (from < events) await sendBatch();
      }

      async function sendBatch(): Promise<void> {
        const first = from;
        from += batch;
        const given = Array.from({ length: Math.min(batch, events - first) }, (_, index) =>
          eventOf(first + index, { firstId, place }),
        );
        const begun = performance.now();
        const deps = { storage, now: () => now };
        const taken = await recordEvents(deps, caller, { source: 'api', events: given });
        recorded += taken.recorded;
        longest = Math.max(longest, performance.now() - begun);
      }
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

/** More events, each batch written twice and rolled back both times: without their rollups, and with them. */
async function rollupCost(storage: Storage, workspaceId: number): Promise<void> {
  const { rows } = await storage.pool.query<{ first: number }>(
    'SELECT min(id) AS first FROM contacts WHERE workspace_id = $1',
    [workspaceId],
  );
  const columns = (from: number): EventColumns => {
    const given = Array.from({ length: Math.min(batch, events - from) }, (_, index) =>
      eventOf(from + index, { firstId: 4 * events, place: (n) => 1 + n / events }),
    );
    return {
      contactId: given.map(({ email }) => (rows[0]?.first ?? 0) + Number(/\d+/.exec(email))),
      kind: given.map(({ kind }) => kind),
      campaignId: given.map(() => null),
      occurredAt: given.map(({ at }) => new Date(at)),
      machine: given.map(({ machine }) => machine),
      properties: given.map(() => null),
      externalId: given.map(({ id }) => id),
    };
  };
  const client = await storage.pool.connect();
  try {
    const write = {
      alone: (given: EventColumns) => client.query(eventsAlone, [workspaceId, ...Object.values(given)]),
      both: (given: EventColumns) => insertEvents(client, workspaceId, given),
    };
    const taken = { alone: 0, both: 0 };
    // Alternates batch by batch, so that both find the same tables, and the same machine.
    for (let from = 0; from < events; from += batch) {
      const given = columns(from);
      for (const way of from % (2 * batch) === 0
        ? (['alone', 'both'] as const)
        : (['both', 'alone'] as const)) {
        await client.query('BEGIN');
        const started = performance.now();
        await write[way](given);
        taken[way] += performance.now() - started;
        await client.query('ROLLBACK');
      }
    }
    const each = (ms: number) => ((ms * 1000) / events).toFixed(0);
    console.log(
      `one insert of the events alone ${each(taken.alone)} µs an event, with their rollups ${each(taken.both)} µs: the rollups cost ${each(taken.both - taken.alone)} µs`,
    );
  } finally {
    client.release();
  }
}
