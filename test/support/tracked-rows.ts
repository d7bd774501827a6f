import type { Storage } from '../../src/storage/database/client.ts';
import { addPeople } from './campaigns.ts';

/** A campaign that was sent to new people an hour ago, with links to `https://shop.example/1` and so on: rows only. */
export async function addTrackedCampaign(
  storage: Storage,
  workspaceId: number,
  { people, links = 3, name = 'Sale' }: { people: number; links?: number; name?: string },
): Promise<{ campaignId: number; contactIds: number[] }> {
  const { pool } = storage;
  const contactIds = await addPeople(storage, workspaceId, people, { prefix: `of-${name.toLowerCase()}` });
  const { rows } = await pool.query<{ id: number }>(
    'INSERT INTO campaigns (workspace_id, name, name_key) VALUES ($1, $2, lower($2)) RETURNING id',
    [workspaceId, name],
  );
  const campaignId = rows[0]?.id ?? 0;
  await pool.query(
    `INSERT INTO campaign_mails (workspace_id, campaign_id, state, subject, body, created_by, created_at, updated_at, content_by,
       audience_by, sender_by, track_opens, track_clicks, prepared)
     VALUES ($1, $2, 'sent', '', '', 'x', now(), now(), 'x', 'x', 'x', 'person', 'person', $3)`,
    [workspaceId, campaignId, people],
  );
  await pool.query(
    `INSERT INTO campaign_links (workspace_id, campaign_id, id, url)
     SELECT $1, $2, n, 'https://shop.example/' || n FROM generate_series(1, $3::int) n`,
    [workspaceId, campaignId, links],
  );
  await pool.query(
    `INSERT INTO campaign_recipients (workspace_id, campaign_id, contact_id, state, next_try_at, key_month, marked_at, handed_at)
     SELECT $1, $2, id, 'handed over', now(), 82, now() - interval '1 hour', now() - interval '1 hour' FROM unnest($3::int[]) id`,
    [workspaceId, campaignId, contactIds],
  );
  return { campaignId, contactIds };
}
