import type pg from 'pg';
import { inTransaction } from '../database/transaction.ts';
import type { CampaignKey } from './going-out.ts';

/**
 * The ids of a campaign's links, by address. New addresses are added, and no id ever changes what it leads to:
 * mails that are out contain them.
 */
export function ensureLinks(
  pool: pg.Pool,
  { workspaceId, campaignId }: CampaignKey,
  urls: readonly string[],
): Promise<Map<string, number>> {
  return inTransaction(pool, async (client) => {
    // Two processes begin a campaign at the same moment: one waits.
    await client.query(
      'SELECT 1 FROM campaign_mails WHERE workspace_id = $1 AND campaign_id = $2 FOR NO KEY UPDATE',
      [workspaceId, campaignId],
    );
    const known = new Map(
      (await listOn(client, { workspaceId, campaignId })).map(({ id, url }) => [url, id]),
    );
    const last = Math.max(0, ...known.values());
    const added = urls.filter((url) => !known.has(url)).slice(0, MOST_LINKS - last);
    if (added.length > 0)
      await client.query(
        `INSERT INTO campaign_links (workspace_id, campaign_id, id, url)
         SELECT $1, $2, $3::int + n, url FROM unnest($4::text[]) WITH ORDINALITY AS given (url, n)`,
        [workspaceId, campaignId, last, added],
      );
    return new Map([...known, ...added.map((url, index) => [url, last + index + 1] as const)]);
  });
}

/** An id is a smallint. */
const MOST_LINKS = 32_767;

/** The addresses of a campaign's links, by id. */
export async function listLinks(on: pg.Pool | pg.PoolClient, key: CampaignKey): Promise<Map<number, string>> {
  return new Map((await listOn(on, key)).map(({ id, url }) => [id, url]));
}

async function listOn(
  on: pg.Pool | pg.PoolClient,
  { workspaceId, campaignId }: CampaignKey,
): Promise<{ id: number; url: string }[]> {
  const { rows } = await on.query<{ id: number; url: string }>(
    'SELECT id, url FROM campaign_links WHERE workspace_id = $1 AND campaign_id = $2 ORDER BY id',
    [workspaceId, campaignId],
  );
  return rows;
}
