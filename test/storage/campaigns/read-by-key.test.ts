import type pg from 'pg';
import { describe, expect, it } from 'vitest';
import type { AudienceDeps } from '../../../src/audience/caller.ts';
import { askedOf } from '../../../src/audience/campaigns/asked.ts';
import { createCampaign } from '../../../src/audience/campaigns/drafts.ts';
import { claimRecipients, ensureBucket, type Holder } from '../../../src/storage/campaigns/claim.ts';
import { markRecipients } from '../../../src/storage/campaigns/mark.ts';
import { noteResults } from '../../../src/storage/campaigns/note.ts';
import { prepareRecipients } from '../../../src/storage/campaigns/prepare.ts';
import { addPeople, addSender } from '../../support/campaigns.ts';
import { withAudience } from '../../support/with-audience.ts';

const PEOPLE = 6_000;

describe('sending right after a campaign was prepared', () => {
  // The plans of a server; the embedded database has the same planner.
  const audience = withAudience({ on: 'server' });

  it('reads the recipients that it needs, and not the whole campaign', async () => {
    const { storage } = audience;
    const deps: AudienceDeps = { storage, now: () => new Date() };
    const ada = await audience.newCaller();
    const { workspaceId } = ada;
    await addPeople(storage, workspaceId, PEOPLE);
    const senderId = await addSender(storage, workspaceId);
    await ensureBucket(storage.pool, { workspaceId, senderId });
    const { id: campaignId } = await createCampaign(deps, ada, { name: 'Spring', audience: 'everyone' });
    await storage.pool.query(
      `UPDATE campaign_mails SET state = 'preparing', sender_id = $2 WHERE campaign_id = $1`,
      [campaignId, senderId],
    );
    // As on a new installation: nothing is known about this table.
    await storage.pool.query(`DELETE FROM pg_statistic WHERE starelid = 'campaign_recipients'::regclass`);
    const asked = await askedOf(deps, ada, { id: campaignId, audience: { type: 'everyone' }, topicId: null });
    const preparation = {
      asked,
      campaignId,
      keyMonth: 1,
      at: new Date(),
      targets: [],
      alsoNote: async () => {},
    };
    await prepareRecipients(storage, preparation, { match: PEOPLE });

    const client = await storage.pool.connect();
    try {
      await client.query('BEGIN');
      const before = await rowsRead(client);
      const holder: Holder = { workspaceId, campaignId, runner: 'this', leaseMs: 60_000 };
      const pool = onlyThis(client);
      const claimed = await claimRecipients(pool, holder, { senderId, most: 5 });
      const limits = { campaignId, topic: null, at: new Date(), mailedSince: null };
      const marked = await markRecipients(pool, holder, { claimed, limits, hashes: storage.hashes });
      const notes = marked.map((_, at) => ({
        ...{ contactId: claimed[at]?.contactId ?? 0, state: 'handed over' as const },
        ...{ reply: '250 taken', eventId: `send:${campaignId} ${at}` },
      }));
      await noteResults(pool, holder, { notes, now: new Date() });
      expect([claimed.length, marked.length]).toEqual([5, 5]);
      expect((await rowsRead(client)) - before).toBeLessThan(200);
      const { rowCount } = await client.query(
        `SELECT FROM campaign_recipients WHERE campaign_id = $1 AND state = 'handed over'`,
        [campaignId],
      );
      expect(rowCount).toBe(5);
    } finally {
      await client.query('ROLLBACK');
      client.release();
    }
  });
});

/** How many recipients this connection has read; the server adds them to its own sums now and then. */
async function rowsRead(client: pg.PoolClient): Promise<number> {
  const { rows } = await client.query<{ read: number }>(
    `SELECT (seq_tup_read + idx_tup_fetch)::int AS read FROM pg_stat_xact_user_tables
     WHERE relname = 'campaign_recipients'`,
  );
  return rows[0]?.read ?? 0;
}

/** A pool that only has this connection, so that all statements count as one transaction's. */
const onlyThis = (client: pg.PoolClient): pg.Pool =>
  ({
    connect: async () => ({ query: client.query.bind(client), release() {} }),
  }) as unknown as pg.Pool;
