import { expect, it } from 'vitest';
import { recordEvents } from '../../../src/audience/events/events.ts';
import { withAudience } from '../../support/with-audience.ts';

// On the embedded database, which has one session: on a server, anyone who reads the database at that moment (autovacuum,
// for example) keeps old versions of rows in their pages, and then the new ones move to other pages.
const audience = withAudience({ on: 'embedded', now: () => new Date('2026-11-23T10:00:00Z') });

it('keeps rollups sorted by contact as they grow', async () => {
  const caller = await audience.newCaller('editor', 'shop');
  const { pool } = audience.storage;
  const people = 500;
  await pool.query(
    `INSERT INTO contacts (workspace_id, email, email_key, status, status_source, source)
     SELECT $1, n || '@x.org', n || '@x.org', 'subscribed', 'import', 'import' FROM generate_series(1, $2::int) n`,
    [caller.workspaceId, people],
  );
  const kinds = ['received', 'received', 'opened'];
  for (let batch = 0; batch < 60; batch += 1) {
    const kind = kinds[batch % kinds.length];
    // Each batch is about a tenth of them, from all over the table.
    const of = Array.from({ length: people / 10 }, (_, n) => 1 + ((n * 10 + batch * 7) % people));
    const at = '2026-11-10T00:00:00Z';
    const events = of.map((n) => ({ id: `${batch} ${n}`, email: `${n}@x.org`, kind, at }));
    await recordEvents(audience.deps, caller, { source: 'webhook', events });
  }
  const { rows } = await pool.query<{ kept: number }>(
    `SELECT count(*) FILTER (WHERE page >= before)::int AS kept FROM (
       SELECT page, lag(page, 1, 0) OVER (ORDER BY contact_id) AS before FROM (
         SELECT contact_id, (ctid::text::point)[0] AS page FROM contact_rollups WHERE workspace_id = $1) placed) pairs`,
    [caller.workspaceId],
  );
  expect(rows[0]?.kept).toBeGreaterThan(0.95 * people);
});
