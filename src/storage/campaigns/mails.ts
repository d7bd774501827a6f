import type pg from 'pg';

/** One mail of a campaign, by its key. */
export interface MailOfCampaign {
  key: string;
  campaignId: number;
  contactId: number;
  /** The campaign's name. */
  campaign: string;
}

/** Those of these mails whose person and campaign still exist. */
export async function findMails(
  pool: pg.Pool,
  workspaceId: number,
  mails: readonly Omit<MailOfCampaign, 'campaign'>[],
): Promise<MailOfCampaign[]> {
  if (mails.length === 0) return [];
  const { rows } = await pool.query<MailOfCampaign>(
    `SELECT w.key, w."campaignId", w."contactId", m.name AS campaign
     FROM jsonb_to_recordset($2::jsonb) AS w (key text, "campaignId" int, "contactId" int)
     JOIN LATERAL (SELECT c.name FROM campaigns c WHERE c.workspace_id = $1 AND c.id = w."campaignId" LIMIT 1) m ON true
     JOIN LATERAL (SELECT p.id FROM contacts p WHERE p.workspace_id = $1 AND p.id = w."contactId" LIMIT 1) p ON true`,
    [workspaceId, JSON.stringify(mails)],
  );
  return rows;
}
