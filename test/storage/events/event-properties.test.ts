import { beforeEach, describe, expect, it } from 'vitest';
import { recordEvents } from '../../../src/audience/events/events.ts';
import { sizeOf } from '../../../src/storage/queries/run-rule.ts';
import { compiled, plainContact } from '../../support/compiled.ts';
import { databases } from '../../support/database.ts';
import { store } from '../../support/random-audience.ts';
import { withAudience } from '../../support/with-audience.ts';

const now = new Date('2026-11-23T10:00:00Z');
const long = 'x'.repeat(600);

describe.each(databases)('event properties in an index (%s)', (kind) => {
  const audience = withAudience({ on: kind });
  let workspaceId: number;
  let contactId: number;
  beforeEach(async () => {
    workspaceId = await audience.addWorkspace();
    await store(audience.storage.pool, workspaceId, [plainContact(1, {})]);
    const contact = await audience.storage.prisma.contact.findFirstOrThrow({ where: { workspaceId } });
    contactId = contact.id;
  });

  const record = (events: object[]) =>
    recordEvents(
      { storage: audience.storage, now: () => now },
      { workspaceId, actor: 'shop', role: 'editor' },
      {
        source: 'webhook',
        events: events.map((event) => ({ contactId, kind: 'purchase', at: now, ...event })),
      },
    );
  const indexed = async () =>
    (
      await audience.storage.pool.query(
        'SELECT indexed_properties AS properties FROM events WHERE workspace_id = $1 ORDER BY external_id',
        [workspaceId],
      )
    ).rows.map((row) => row.properties);

  it('are short ones of people, of kinds that no rollup knows; {} stands for none', async () => {
    await record([
      { id: '1', properties: { amount: 120 } },
      { id: '2', properties: { amount: 120, currency: long } },
      { id: '3' },
      { id: '4', properties: { amount: 120 }, machine: true },
      { id: '5', properties: { device: 'phone' }, kind: 'opened' },
      { id: '6', bounce: 'soft', kind: 'bounced' },
    ]);
    expect(await indexed()).toEqual([{ amount: 120 }, null, {}, null, null, { bounce: 'soft' }]);
  });

  it.each([
    ['did purchase with amount > 100', 1],
    ['did purchase with amount > 100 at least twice', 1],
    ['did purchase with amount > 100 exactly 3 times', 0],
    ['did purchase with currency contains xx', 1],
    ['did purchase without currency', 1],
    ['did purchase without amount', 1],
    ['did purchase with amount > 500', 0],
  ])('answer like the events do, short or long: %s', async (sentence, members) => {
    await record([
      { id: '1', properties: { amount: 120 } },
      { id: '2', properties: { amount: 150, currency: long } },
      { id: '3' },
    ]);
    expect((await sizeOf(audience.storage, compiled(sentence, workspaceId))).members).toBe(members);
  });

  it('are those of up to 500 bytes, written as JSON', async () => {
    // {"note": "…"} takes 12 bytes, ö two.
    await record([
      { id: '1', properties: { note: 'x'.repeat(488) } },
      { id: '2', properties: { note: 'x'.repeat(489) } },
      { id: '3', properties: { note: 'ö'.repeat(244) } },
      { id: '4', properties: { note: 'ö'.repeat(245) } },
    ]);
    expect((await indexed()).map((properties) => properties !== null)).toEqual([true, false, true, false]);
  });

  it('are looked up in their own workspace if they are long', async () => {
    await record([{ id: '1', properties: { amount: 120, currency: long } }]);
    const { pool } = audience.storage;
    const other = await audience.addWorkspace();
    await store(pool, other, [plainContact(1, {})]);
    await pool.query(
      `INSERT INTO events (workspace_id, contact_id, id, kind, occurred_at, properties)
       SELECT $2, 1, e.id, e.kind, e.occurred_at, jsonb_set(e.properties, '{amount}', '50')
       FROM events e WHERE e.workspace_id = $1`,
      [workspaceId, other],
    );
    const over100 = (id: number) => sizeOf(audience.storage, compiled('did purchase with amount > 100', id));
    expect([await over100(workspaceId), await over100(other)].map(({ members }) => members)).toEqual([1, 0]);
  });

  it('are read from the index alone', async () => {
    await record([{ id: '1', properties: { amount: 120 } }]);
    const { sql, params } = compiled('did purchase with amount > 100', workspaceId);
    const client = await audience.storage.pool.connect();
    try {
      // In a table of a few rows, the planner reads all of it.
      await client.query('BEGIN; SET LOCAL enable_seqscan = off; SET LOCAL enable_bitmapscan = off');
      const { rows } = await client.query(`EXPLAIN SELECT count(*) FROM contacts c WHERE ${sql}`, params);
      expect(rows.map((row) => row['QUERY PLAN']).join('\n')).toContain(
        'Index Only Scan using events_workspace_id_kind_contact_id_occurred_at_idx on events e',
      );
    } finally {
      await client.query('ROLLBACK');
      client.release();
    }
  });

  it.each([
    ['many small numbers', Object.fromEntries(Array.from({ length: 50 }, (_, i) => [String(i), i]))],
    ['a long list', { list: Array.from({ length: 160 }, () => 1) }],
    ['empty lists', { list: Array.from({ length: 120 }, () => []) }],
    [
      'what does not compress',
      {
        text: Array.from({ length: 480 }, (_, i) => String.fromCharCode(33 + ((i * i * 31) % 90)))
          .join('')
          .replace(/["\\]/g, '-'),
      },
    ],
  ])('fit into it: %s', async (_, properties) => {
    await audience.storage.pool.query(
      'INSERT INTO events (workspace_id, contact_id, kind, occurred_at, properties) VALUES ($1, $2, $3, now(), $4)',
      [workspaceId, contactId, '𝕜'.repeat(60), JSON.stringify(properties)],
    );
    expect(await indexed()).toEqual([properties]);
    expect(JSON.stringify(properties).length).toBeGreaterThan(300);
  });
});
