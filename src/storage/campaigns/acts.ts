import type pg from 'pg';

/** What someone, or a machine, did with a mail of a campaign, by an event that was stored just now. */
export interface Act {
  campaignId: number;
  contactId: number;
  kind: 'opened' | 'clicked' | 'unsubscribed';
  machine: boolean;
  /** ISO 8601. */
  at: string;
  /** Of a click, where it led, if the event says so. */
  url: string | null;
}

/**
 * Adds new events to the results of their campaigns: each person's row, hits by hour, and who clicked which link.
 * Call it once for each event, in the transaction that stores it: then totals don't depend on the order of events.
 */
export async function noteActs(
  client: pg.PoolClient,
  workspaceId: number,
  acts: readonly Act[],
): Promise<void> {
  if (acts.length === 0) return;
  await addLinks(client, workspaceId, acts);
  await client.query(noteSql, [workspaceId, JSON.stringify(acts)]);
}

/**
 * Locks the rows of mails in one order, before anything about them is written: batches that are about the same
 * people wait for each other and never deadlock. Campaigns that Rollcall didn't send have no rows.
 */
export async function holdMails(
  client: pg.PoolClient,
  workspaceId: number,
  mails: readonly Pick<Act, 'campaignId' | 'contactId'>[],
): Promise<void> {
  const campaigns = [...new Set(mails.map(({ campaignId }) => campaignId))];
  if (campaigns.length === 0) return;
  const { rows } = await client.query<{ id: number }>(
    'SELECT campaign_id AS id FROM campaign_mails WHERE workspace_id = $1 AND campaign_id = ANY($2)',
    [workspaceId, campaigns],
  );
  const ours = new Set(rows.map(({ id }) => id));
  const wanted = mails.filter(({ campaignId }) => ours.has(campaignId));
  if (wanted.length === 0) return;
  await client.query(
    `SELECT 1 FROM (SELECT DISTINCT "campaignId", "contactId" FROM jsonb_to_recordset($2::jsonb) AS m ("campaignId" int, "contactId" int)
       ORDER BY 1, 2) m
     CROSS JOIN LATERAL (SELECT 1 FROM campaign_recipients r
       WHERE r.workspace_id = $1 AND r.campaign_id = m."campaignId" AND r.contact_id = m."contactId" FOR NO KEY UPDATE) r`,
    [workspaceId, JSON.stringify(wanted.map(({ campaignId, contactId }) => ({ campaignId, contactId })))],
  );
}

/** Longer addresses are not added, in bytes: an index has no room for them. */
const LONGEST = 2_000;

/**
 * Whether a link that isn't the author's is added. One with an address in it, or with a token of ours, is about one
 * person: anyone who sees the links of a campaign could open that person’s page.
 */
const isLink = (url: string): boolean =>
  /^https?:\/\//i.test(url) &&
  Buffer.byteLength(url) <= LONGEST &&
  !/[^/](?:@|%40)[a-z0-9-]+\.[a-z]/i.test(url) &&
  !/\/(?:p|l|view|confirm)\/[\w-]{20,}(?:[/?#]|$)/.test(url);

/** No other advisory lock has this number. */
const LINKS = -18;

/** A campaign has no more links than these from events: a link for each person would be no use to anyone. */
const MOST_LINKS = 1_000;

/** Adds links that aren't known yet. They are numbered, so only one transaction adds some at a time. */
async function addLinks(client: pg.PoolClient, workspaceId: number, acts: readonly Act[]): Promise<void> {
  const links = new Map(
    acts.flatMap(({ kind, campaignId, url }) =>
      kind === 'clicked' && url !== null && isLink(url)
        ? [[`${campaignId} ${url}`, { campaignId, url }] as const]
        : [],
    ),
  );
  if (links.size === 0) return;
  const given = [workspaceId, JSON.stringify([...links.values()])];
  const { rows } = await client.query(`SELECT 1 FROM (${unknownSql}) u LIMIT 1`, given);
  if (rows.length === 0) return;
  await client.query('SELECT pg_advisory_xact_lock($1, $2)', [LINKS, workspaceId]);
  await client.query(addSql, given);
}

const unknownSql = `SELECT g."campaignId", g.url FROM jsonb_to_recordset($2::jsonb) AS g ("campaignId" int, url text)
  WHERE (SELECT true FROM campaign_links l WHERE l.workspace_id = $1 AND l.campaign_id = g."campaignId" AND l.url = g.url LIMIT 1) IS NULL
    AND (SELECT true FROM campaign_links l WHERE l.workspace_id = $1 AND l.campaign_id = g."campaignId" AND l.id >= ${MOST_LINKS} LIMIT 1)
      IS NULL`;

const addSql = `
INSERT INTO campaign_links (workspace_id, campaign_id, id, url)
SELECT $1, u.campaign, u.last + u.place, u.url FROM (
  SELECT g."campaignId" AS campaign, g.url, row_number() OVER (PARTITION BY g."campaignId" ORDER BY g.url) AS place, coalesce((
    SELECT l.id FROM campaign_links l WHERE l.workspace_id = $1 AND l.campaign_id = g."campaignId" ORDER BY l.id DESC LIMIT 1), 0) AS last
  FROM (${unknownSql}) g) u
WHERE u.last + u.place <= ${MOST_LINKS} ON CONFLICT DO NOTHING`;

// Rows are looked up one by one: the planner takes the given ones for a hundred. Everything is locked in the order of
// its key.
const noteSql = `
WITH acts AS MATERIALIZED (
  SELECT a."campaignId" AS campaign, a."contactId" AS contact, a.kind, a.machine, a.at, coalesce(l.id, 0) AS link
  FROM jsonb_to_recordset($2::jsonb) AS a ("campaignId" int, "contactId" int, kind text, machine boolean, at timestamptz(3), url text)
  LEFT JOIN LATERAL (SELECT l.id FROM campaign_links l
    WHERE l.workspace_id = $1 AND l.campaign_id = a."campaignId" AND l.url = a.url LIMIT 1) l ON a.kind = 'clicked'),
people AS MATERIALIZED (
  SELECT p.* FROM (
    SELECT campaign, contact, min(at) FILTER (WHERE kind = 'opened' AND NOT machine) AS opened,
      min(at) FILTER (WHERE kind = 'clicked' AND NOT machine) AS clicked, min(at) FILTER (WHERE kind = 'unsubscribed') AS gone,
      bool_or(kind = 'opened' AND machine) AS machine_opened, bool_or(kind = 'clicked' AND machine) AS machine_clicked
    FROM acts GROUP BY campaign, contact ORDER BY campaign, contact) p
  CROSS JOIN LATERAL (SELECT 1 FROM campaign_recipients r
    WHERE r.workspace_id = $1 AND r.campaign_id = p.campaign AND r.contact_id = p.contact FOR NO KEY UPDATE) r),
written AS (
  UPDATE campaign_recipients r SET opened_at = least(r.opened_at, p.opened), clicked_at = least(r.clicked_at, p.clicked),
    left_at = least(r.left_at, p.gone), machine_opened = r.machine_opened OR p.machine_opened,
    machine_clicked = r.machine_clicked OR p.machine_clicked
  FROM people p WHERE r.workspace_id = $1 AND r.campaign_id = p.campaign AND r.contact_id = p.contact
    AND (least(r.opened_at, p.opened), least(r.clicked_at, p.clicked), least(r.left_at, p.gone), r.machine_opened OR p.machine_opened,
      r.machine_clicked OR p.machine_clicked)
    IS DISTINCT FROM (r.opened_at, r.clicked_at, r.left_at, r.machine_opened, r.machine_clicked)),
hits AS (
  INSERT INTO campaign_hits AS h (workspace_id, campaign_id, kind, link_id, hour, machine, hits)
  SELECT $1, campaign, kind, link, date_trunc('hour', at, 'UTC'), machine, count(*) FROM acts WHERE kind <> 'unsubscribed'
  GROUP BY 2, 3, 4, 5, 6 ORDER BY 2, 3, 4, 5, 6
  ON CONFLICT (workspace_id, campaign_id, kind, link_id, hour, machine) DO UPDATE SET hits = h.hits + excluded.hits)
INSERT INTO campaign_clickers AS k (workspace_id, campaign_id, link_id, contact_id, clicked_at)
SELECT $1, campaign, link, contact, min(at) FROM acts WHERE kind = 'clicked' AND NOT machine AND link > 0
GROUP BY campaign, link, contact ORDER BY campaign, link, contact
ON CONFLICT (workspace_id, campaign_id, link_id, contact_id) DO UPDATE SET clicked_at = excluded.clicked_at
WHERE k.clicked_at > excluded.clicked_at`;
