import { type Runs, runSql } from '../queries/run-sql.ts';
import type { CampaignKey } from './going-out.ts';

/** The message that shows a campaign. */
export interface StoredPost {
  channel: string;
  ts: string;
}

/** A process that died while it was posting leaves an empty place for this long. */
const POSTING = `interval '1 minute'`;

export async function findPost(
  on: Runs,
  { workspaceId, campaignId }: CampaignKey,
): Promise<StoredPost | undefined> {
  const [post] = await runSql<StoredPost & Record<string, unknown>>(
    on,
    `SELECT channel, ts FROM campaign_posts
     WHERE workspace_id = $1::int AND campaign_id = $2::int AND channel <> ''`,
    [workspaceId, campaignId],
  );
  return post;
}

/** From now on this message shows the campaign. */
export async function savePost(
  on: Runs,
  { workspaceId, campaignId }: CampaignKey,
  { channel, ts }: StoredPost,
): Promise<void> {
  await runSql(
    on,
    `INSERT INTO campaign_posts (workspace_id, campaign_id, channel, ts, shown_at)
     VALUES ($1::int, $2::int, $3::text, $4::text, now())
     ON CONFLICT (workspace_id, campaign_id) DO UPDATE
     SET channel = excluded.channel, ts = excluded.ts, shown_at = excluded.shown_at`,
    [workspaceId, campaignId, channel, ts],
  );
}

/** Takes the right to post a campaign's first message. False if there is one, or another process posts it. */
export async function claimFirstPost(on: Runs, { workspaceId, campaignId }: CampaignKey): Promise<boolean> {
  const claimed = await runSql<{ is: boolean }>(
    on,
    `INSERT INTO campaign_posts AS p (workspace_id, campaign_id, channel, ts, shown_at)
     VALUES ($1::int, $2::int, '', '', now())
     ON CONFLICT (workspace_id, campaign_id) DO UPDATE SET shown_at = now()
     WHERE p.channel = '' AND p.shown_at < now() - ${POSTING}
     RETURNING true AS is`,
    [workspaceId, campaignId],
  );
  return claimed.length > 0;
}

/** Takes the right to tell people of a change in a message of its own. False if a process told them already. */
export async function claimTelling(
  on: Runs,
  { workspaceId, campaignId }: CampaignKey,
  of: Date,
): Promise<boolean> {
  const claimed = await runSql<{ is: boolean }>(
    on,
    `UPDATE campaign_posts SET told_of = $3::timestamptz
     WHERE workspace_id = $1::int AND campaign_id = $2::int AND channel <> ''
       AND told_of IS DISTINCT FROM $3::timestamptz
     RETURNING true AS is`,
    [workspaceId, campaignId, of.toISOString()],
  );
  return claimed.length > 0;
}

/** Takes the right to update the message: all processes together keep this pace. */
export async function claimUpdate(
  on: Runs,
  { workspaceId, campaignId }: CampaignKey,
  { everyMs }: { everyMs: number },
): Promise<StoredPost | undefined> {
  const [post] = await runSql<StoredPost & Record<string, unknown>>(
    on,
    `UPDATE campaign_posts SET shown_at = now()
     WHERE workspace_id = $1::int AND campaign_id = $2::int AND channel <> ''
       AND shown_at <= now() - $3::float8 * interval '1 millisecond'
     RETURNING channel, ts`,
    [workspaceId, campaignId, everyMs],
  );
  return post;
}
