import type { AudienceDeps, Caller } from '../../src/audience/caller.ts';
import { deliverability } from '../../src/audience/campaigns/deliverability.ts';
import { campaignReport } from '../../src/audience/campaigns/results.ts';
import { openStorage, type Storage } from '../../src/storage/database/client.ts';
import { ensureWorkspace } from '../../src/storage/workspace/workspaces.ts';
import { begunCampaign } from '../../test/support/begun-campaign.ts';
import { medianOf, ms } from './measure.ts';
import type { verdicts } from './verdicts.ts';

const now = new Date('2026-11-23T12:00:00Z');

/**
 * The card of a campaign to a million people: of one that is out for two weeks, with 4 % clicks on twenty links and
 * conversions; and of one that is just going out, whose counts have as many rows as they get before they are merged.
 */
export async function measureCard(given: {
  databaseUrl: string;
  recipients: number;
  found: ReturnType<typeof verdicts>;
}): Promise<void> {
  const { databaseUrl, recipients, found } = given;
  const storage = await openStorage({ databaseUrl, dataDir: 'unused', secret: 'x'.repeat(32) });
  try {
    const { id: workspaceId } = await ensureWorkspace(storage, 'T0CARD');
    const deps: AudienceDeps = { storage, now: () => now };
    const caller: Caller = { workspaceId, actor: 'bench', role: 'editor' };
    await storage.pool.query(
      `INSERT INTO contacts (workspace_id, email, email_key, status, status_source, source)
       SELECT $1, e, e, 'subscribed', 'bench', 'bench' FROM generate_series(1, $2::int) n,
         LATERAL (SELECT 'p' || n || (ARRAY['@gmail.com', '@hotmail.com', '@acme.example'])[n % 3 + 1] AS e) x`,
      [workspaceId, recipients],
    );
    const id = await begunCampaign(deps, caller);
    await readBy(storage, { workspaceId, campaignId: id });
    const card = () => campaignReport(deps, caller, { id });
    const { delivered, clicked, conversions } = await card();
    const [took, counted, domains] = await medianOf(
      9,
      card,
      () => countAll(storage, { workspaceId, campaignId: id }),
      () => deliverability(deps, caller),
    );
    console.log(
      `the card of ${recipients} people (${delivered.people} delivered, ${'people' in clicked ? clicked.people : 0} clicked, ${conversions?.people} converted): ${ms(took)} ms; counting all rows once ${ms(counted)} ms; deliverability ${ms(domains)} ms`,
    );
    found.check('the card of a million people within 300 ms', took <= 300, `${ms(took)} ms`);
    await storage.pool.query(
      `INSERT INTO campaign_counts (workspace_id, campaign_id, state, reason, targets, opened, clicked, "left", machine_opened, machine_clicked, people)
       SELECT $1, $2, state, '', 1, false, false, false, false, false, people
       FROM generate_series(1, 1000), (VALUES ('waiting', -1), ('handed over', 1)) n (state, people)`,
      [workspaceId, id],
    );
    const started = performance.now();
    await card();
    const first = performance.now() - started;
    console.log(`the same with 2,000 changes that nobody read yet: ${ms(first)} ms`);
    found.check(
      'the card of a million people within 300 ms',
      first <= 300,
      `${ms(first)} ms with 2,000 changes`,
    );
  } finally {
    await storage.close();
  }
}

/** Everyone got it; some opened, clicked and bought. */
async function readBy(
  { pool }: Storage,
  { workspaceId, campaignId }: { workspaceId: number; campaignId: number },
): Promise<void> {
  const key = [workspaceId, campaignId];
  await pool.query(
    `UPDATE campaign_recipients SET state = CASE WHEN contact_id % 100 = 0 THEN 'bounced' WHEN contact_id % 3 = 0 THEN 'handed over' ELSE 'delivered' END,
       reason = CASE WHEN contact_id % 100 = 0 THEN 'hard' END, handed_at = $3::timestamptz - interval '14 days',
       opened_at = CASE WHEN contact_id % 3 = 1 THEN $3::timestamptz - interval '10 days' END,
       clicked_at = CASE WHEN contact_id % 25 = 1 THEN $3::timestamptz - interval '9 days' END,
       machine_opened = contact_id % 7 = 0, left_at = CASE WHEN contact_id % 200 = 1 THEN $3::timestamptz - interval '8 days' END
     WHERE workspace_id = $1 AND campaign_id = $2`,
    [...key, now],
  );
  await pool.query(
    `INSERT INTO campaign_links (workspace_id, campaign_id, id, url) SELECT $1, $2, n, 'https://x.org/' || n FROM generate_series(1, 20) n`,
    key,
  );
  await pool.query(
    `INSERT INTO campaign_clickers (workspace_id, campaign_id, link_id, contact_id, clicked_at)
     SELECT $1, $2, link, contact_id, clicked_at FROM campaign_recipients, LATERAL (SELECT contact_id % 20 + 1 UNION SELECT contact_id % 7 + 1) l (link)
     WHERE workspace_id = $1 AND campaign_id = $2 AND clicked_at IS NOT NULL`,
    key,
  );
  await pool.query(
    `INSERT INTO campaign_hits (workspace_id, campaign_id, kind, link_id, hour, machine, hits)
     SELECT $1, $2, kind, link, $3::timestamptz - n * interval '1 hour', machine, 7
     FROM (VALUES ('opened', 0), ('clicked', 0)) k (kind, least), generate_series(0, 20) link, generate_series(1, 336) n, (VALUES (true), (false)) m (machine)
     WHERE (kind = 'opened') = (link = 0)`,
    [...key, new Date('2026-11-23T12:00:00Z')],
  );
  await pool.query(
    `INSERT INTO events (workspace_id, contact_id, kind, occurred_at, properties)
     SELECT $1, contact_id, 'purchase', clicked_at + interval '1 day', '{"amount": 12.5}' FROM campaign_recipients
     WHERE workspace_id = $1 AND campaign_id = $2 AND (contact_id % 250 = 1 OR contact_id % 50 = 7) AND clicked_at IS NOT NULL`,
    key,
  );
  await pool.query(
    `UPDATE campaign_mails SET conversion_kind = 'purchase', track_opens = 'person', track_clicks = 'person' WHERE workspace_id = $1 AND campaign_id = $2`,
    key,
  );
  await pool.query('VACUUM ANALYZE');
}

/** What a card would take without the counts. */
const countAll = (
  { pool }: Storage,
  { workspaceId, campaignId }: { workspaceId: number; campaignId: number },
) =>
  pool.query(
    `SELECT state, reason, targets, opened_at IS NOT NULL, clicked_at IS NOT NULL, left_at IS NOT NULL, machine_opened, machine_clicked, count(*)
     FROM campaign_recipients WHERE workspace_id = $1 AND campaign_id = $2 GROUP BY 1, 2, 3, 4, 5, 6, 7, 8`,
    [workspaceId, campaignId],
  );
