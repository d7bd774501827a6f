import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { plainContact } from '../../support/compiled.ts';
import { databases, openTestDatabase, type TestDatabase } from '../../support/database.ts';
import { store } from '../../support/random-audience.ts';

// What foreign keys would do, done by triggers once for each statement.
describe.each(databases)('keys checked by statement (%s)', (kind) => {
  let database: TestDatabase;
  let workspaceId: number;
  beforeAll(async () => {
    database = await openTestDatabase(kind);
    workspaceId = database.workspaceId;
    await store(database.storage.pool, workspaceId, [
      plainContact(1, {}),
      plainContact(2, {}),
      plainContact(3, {}),
    ]);
  });
  afterAll(() => database?.close());

  const query = (sql: string, ...values: unknown[]) =>
    database.storage.pool.query(sql, [workspaceId, ...values]);
  const countOf = async (table: string) =>
    (await query(`SELECT count(*)::int AS count FROM ${table} WHERE workspace_id = $1`)).rows[0].count;
  const idOf = async (n: number): Promise<number> =>
    (await query('SELECT id FROM contacts WHERE workspace_id = $1 ORDER BY id OFFSET $2 LIMIT 1', n)).rows[0]
      .id;
  const addEvent = (contactId: number, campaignId: number | null = null, workspace = workspaceId) =>
    database.storage.pool.query(
      `INSERT INTO events (workspace_id, contact_id, campaign_id, kind, occurred_at) VALUES ($1, $2, $3, 'opened', now())`,
      [workspace, contactId, campaignId],
    );
  const refused = { code: '23503' };

  it('refuse an event of a contact that does not exist, and everything with it', async () => {
    const contactId = await idOf(0);
    const before = await countOf('events');
    await expect(
      query(
        `INSERT INTO events (workspace_id, contact_id, kind, occurred_at)
         SELECT $1, id, 'opened', now() FROM unnest($2::int[]) AS id`,
        [contactId, 987_654],
      ),
    ).rejects.toMatchObject({ ...refused, message: expect.stringContaining('contact 987654') });
    expect(await countOf('events')).toBe(before);
  });

  it('refuse the contact of another workspace, a campaign that does not exist, and a change to either', async () => {
    const contactId = await idOf(0);
    const other = await database.addWorkspace();
    await expect(addEvent(contactId, null, other)).rejects.toMatchObject(refused);
    await expect(addEvent(contactId, 987_654)).rejects.toMatchObject({
      message: expect.stringContaining('campaign 987654'),
    });
    await addEvent(contactId);
    await expect(
      query('UPDATE events SET contact_id = 987654 WHERE workspace_id = $1'),
    ).rejects.toMatchObject(refused);
  });

  it('keep a campaign that has events, and allow deleting one that has none', async () => {
    const { rows } = await query(
      `INSERT INTO campaigns (workspace_id, id, name, name_key)
       VALUES ($1, 101, 'Kept', 'kept'), ($1, 102, 'Let go', 'let go') RETURNING id`,
    );
    const [kept, gone] = rows.map(({ id }: { id: number }) => id) as [number, number];
    await addEvent(await idOf(0), kept);
    const remove = (id: number) => query('DELETE FROM campaigns WHERE workspace_id = $1 AND id = $2', id);
    await expect(remove(kept)).rejects.toMatchObject(refused);
    expect((await remove(gone)).rowCount).toBe(1);
  });

  it('delete events and rollups along with their contacts, and keep those of others', async () => {
    const [first, last] = [await idOf(0), await idOf(2)];
    await addEvent(last);
    const left = (
      await query(
        'SELECT count(*)::int AS count FROM events WHERE workspace_id = $1 AND contact_id <> $2',
        first,
      )
    ).rows[0].count;
    await query('DELETE FROM contacts WHERE workspace_id = $1 AND id = $2', first);
    expect([await countOf('events'), await countOf('contact_rollups')]).toEqual([left, 2]);
    await query('DELETE FROM contacts WHERE workspace_id = $1');
    expect([await countOf('events'), await countOf('contact_rollups')]).toEqual([0, 0]);
  });

  it('delete what is stored about contacts along with them, and keep what is about others', async () => {
    const elsewhere = await database.addWorkspace();
    await store(
      database.storage.pool,
      workspaceId,
      [1, 2, 3, 4].map((n) => plainContact(n, {})),
    );
    const ids = [await idOf(0), await idOf(1), await idOf(2), await idOf(3)];
    // The first and the last have nothing: what the others have is found between them.
    const [first, gone, other, last] = ids as [number, number, number, number];
    await query(`INSERT INTO imports (workspace_id, id, file_name, created_by, mapping, rows_total)
      VALUES ($1, 900, 'people.csv', 'U1', '{}', 2)`);
    await query(`INSERT INTO topics (workspace_id, id, name, name_key, is_on, position, created_by)
      VALUES ($1, 900, 'News', 'news', true, 1, 'U1')`);
    await query(
      `INSERT INTO campaigns (workspace_id, id, name, name_key) VALUES ($1, 900, 'Spring', 'spring')`,
    );
    await query(`INSERT INTO campaign_mails (workspace_id, campaign_id, created_by, created_at, content_by, audience_by, sender_by, updated_at)
      VALUES ($1, 900, 'U1', now(), 'U1', 'U1', 'U1', now())`);
    const both = 'unnest($2::int[]) AS contact';
    for (const sql of [
      `INSERT INTO topic_choices (workspace_id, topic_id, contact_id, is_on, at, how, log_id)
       SELECT $1, 900, contact, true, now(), 'slack', 1 FROM ${both}`,
      `INSERT INTO pauses (workspace_id, contact_id, at, until, how, log_id)
       SELECT $1, contact, now(), now(), 'slack', 1 FROM ${both}`,
      `INSERT INTO import_changes (workspace_id, import_id, contact_id, at, what, updated_at)
       SELECT $1, 900, contact, now(), 'found', now() FROM ${both}`,
      `INSERT INTO status_facts (workspace_id, contact_id, kind, at, source, recorded_at)
       SELECT $1, contact, 'consent', now(), 'api', now() FROM ${both}`,
      `INSERT INTO consent_log (workspace_id, contact_id, what, said, at, recorded_at, how)
       SELECT $1, contact, 'status', 'consent', now(), now(), 'api' FROM ${both}`,
      `INSERT INTO events (workspace_id, contact_id, kind, occurred_at)
       SELECT $1, contact, 'opened', now() FROM ${both}`,
      `INSERT INTO campaign_recipients (workspace_id, campaign_id, contact_id, state, next_try_at, key_month)
       SELECT $1, 900, contact, 'waiting', now(), 1 FROM ${both}`,
      `INSERT INTO campaign_counts (workspace_id, campaign_id, state, reason, targets, opened, clicked, "left", machine_opened, machine_clicked, people)
       SELECT $1, 900, 'waiting', '', 0, false, false, false, false, false, count(*) FROM ${both}`,
      `INSERT INTO campaign_links (workspace_id, campaign_id, id, url) SELECT $1, 900, count(*), 'https://x.org/' FROM ${both}`,
      `INSERT INTO campaign_clickers (workspace_id, campaign_id, link_id, contact_id, clicked_at)
       SELECT $1, 900, 2, contact, now() FROM ${both}`,
      `INSERT INTO tracked_hits (workspace_id, campaign_id, contact_id, kind, link_id, at, machine)
       SELECT $1, 900, contact, 'clicked', 2, now(), false FROM ${both}`,
    ])
      await query(sql, [gone, other]);
    // A log of another workspace about a contact with the same number.
    await database.storage.pool.query(
      `INSERT INTO consent_log (workspace_id, contact_id, what, said, at, recorded_at, how)
       VALUES ($1, $2, 'status', 'consent', now(), now(), 'api')`,
      [elsewhere, gone],
    );
    const tables = [
      ...['topic_choices', 'pauses', 'import_changes', 'status_facts', 'consent_log', 'events'],
      ...['campaign_recipients', 'campaign_clickers', 'tracked_hits', 'contact_rollups'],
    ];
    const left = async () => {
      const found: unknown[] = [];
      for (const table of tables) {
        const { rows } = await query(
          `SELECT contact_id FROM ${table} WHERE workspace_id = $1 AND contact_id = ANY($2)`,
          ids,
        );
        found.push([table, ...rows.map((row: { contact_id: number }) => row.contact_id)]);
      }
      return found;
    };
    const remove = (...removed: number[]) =>
      query('DELETE FROM contacts WHERE workspace_id = $1 AND id = ANY($2)', removed);
    await remove(first, gone, last);
    const ofOther = tables.map((table) => [table, other]);
    expect(await left()).toEqual(ofOther);
    await remove(other);
    expect(await left()).toEqual(ofOther.map(([table]) => [table]));
    // They stay in the sums: nothing was sent to them.
    const counts = await query(
      `SELECT state, reason, sum(people)::int AS people FROM campaign_counts WHERE workspace_id = $1
       GROUP BY state, reason ORDER BY state`,
    );
    expect(counts.rows).toEqual([
      { state: 'left out', reason: 'erased', people: 2 },
      { state: 'waiting', reason: '', people: 0 },
    ]);
    const links = await query('SELECT forgotten FROM campaign_links WHERE workspace_id = $1');
    expect(links.rows).toEqual([{ forgotten: 2 }]);
    await query('DELETE FROM campaign_mails WHERE workspace_id = $1');
    expect(await countOf('campaign_counts')).toBe(0);
    const { rows } = await database.storage.pool.query(
      'SELECT contact_id FROM consent_log WHERE workspace_id = $1',
      [elsewhere],
    );
    expect(rows).toEqual([{ contact_id: gone }]);
    // One statement over several workspaces.
    await store(database.storage.pool, elsewhere, [plainContact(1, {})]);
    await store(database.storage.pool, workspaceId, [plainContact(1, {})]);
    await addEvent(await idOf(0));
    await database.storage.pool.query(
      `INSERT INTO events (workspace_id, contact_id, kind, occurred_at)
       SELECT workspace_id, id, 'opened', now() FROM contacts WHERE workspace_id = $1`,
      [elsewhere],
    );
    await database.storage.pool.query('DELETE FROM contacts WHERE workspace_id = ANY($1)', [
      [workspaceId, elsewhere],
    ]);
    const events = await database.storage.pool.query('SELECT FROM events WHERE workspace_id = ANY($1)', [
      [workspaceId, elsewhere],
    ]);
    expect(events.rowCount).toBe(0);
  });

  it('refuse a contact of a workspace that does not exist, and one that would move to another', async () => {
    const before = await countOf('contacts');
    await expect(
      query(
        `INSERT INTO contacts (workspace_id, email, email_key, status_source, source)
         SELECT w, 'new@' || w, 'new@' || w, 'import', 'import' FROM unnest(ARRAY[$1, 987654]) AS w`,
      ),
    ).rejects.toMatchObject({ ...refused, message: expect.stringContaining('workspace 987654') });
    const other = await database.addWorkspace();
    await store(database.storage.pool, workspaceId, [plainContact(7, {})]);
    await expect(
      query('UPDATE contacts SET workspace_id = $2 WHERE workspace_id = $1', other),
    ).rejects.toMatchObject(refused);
    expect(await countOf('contacts')).toBe(before + 1);
  });

  it('delete contacts along with their workspace, and keep those of others', async () => {
    const { pool } = database.storage;
    const other = await database.addWorkspace();
    await store(pool, other, [plainContact(1, {}), plainContact(2, {})]);
    const kept = await countOf('contacts');
    await pool.query('DELETE FROM workspaces WHERE id = $1', [other]);
    for (const table of ['contacts', 'contact_rollups', 'write_counts']) {
      const { rows } = await pool.query(
        `SELECT count(*)::int AS count FROM ${table} WHERE workspace_id = $1`,
        [other],
      );
      expect([table, rows[0].count]).toEqual([table, 0]);
    }
    expect(await countOf('contacts')).toBe(kept);
  });

  // The embedded database is one session.
  it.runIf(kind === 'server')('make deleting a contact wait for events that are being stored', async () => {
    await store(database.storage.pool, workspaceId, [plainContact(1, {})]);
    const contactId = await idOf(0);
    const writer = await database.storage.pool.connect();
    try {
      await writer.query('BEGIN');
      await writer.query(
        `INSERT INTO events (workspace_id, contact_id, kind, occurred_at) VALUES ($1, $2, 'opened', now())`,
        [workspaceId, contactId],
      );
      const deleting = query('DELETE FROM contacts WHERE workspace_id = $1 AND id = $2', contactId);
      let deleted = false;
      void deleting.then(() => {
        deleted = true;
      });
      await writer.query('SELECT pg_sleep(0.2)');
      expect(deleted).toBe(false);
      await writer.query('COMMIT');
      await deleting;
      expect(await countOf('events')).toBe(0);
    } finally {
      writer.release();
    }
  });
});
