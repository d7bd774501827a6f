import type pg from 'pg';
import { updateCampaign } from './campaigns.ts';
import { beatAgain } from './going-out.ts';
import type { Asked } from './waterfall.ts';

/** What is written with the recipients. */
export interface Preparation {
  asked: Asked;
  campaignId: number;
  /** The month in the keys of the mails. */
  keyMonth: number;
  at: Date;
  /** Runs in the transaction that begins the campaign, last. */
  alsoNote: (client: pg.PoolClient, sums: Prepared) => Promise<void>;
}

/** How many recipients were written, and how many of them get the mail. */
export interface Prepared {
  recipients: number;
  getIt: number;
}

/** Locks the campaign: nobody pauses or stops it meanwhile. False if it isn't being prepared. */
export async function holdPreparing(
  client: pg.PoolClient,
  { asked: { workspaceId }, campaignId }: Pick<Preparation, 'asked' | 'campaignId'>,
): Promise<boolean> {
  const { rowCount } = await client.query(
    `SELECT 1 FROM campaign_mails WHERE workspace_id = $1 AND campaign_id = $2 AND state = 'preparing' FOR UPDATE`,
    [workspaceId, campaignId],
  );
  return rowCount === 1;
}

/** The change to `sending`, with the first sign of life. */
export async function begin(
  client: pg.PoolClient,
  { asked: { workspaceId }, campaignId, at, alsoNote }: Preparation,
  sums: Prepared,
): Promise<Prepared> {
  const change = { state: 'sending', prepared: sums.recipients, startedAt: at, trouble: null } as const;
  await updateCampaign(client, workspaceId, campaignId, change);
  await beatAgain(client, { workspaceId, campaignId });
  // From now on, rules ask the recipients and not the events.
  await client.query(`SELECT note_writes($1, '{recipients}')`, [workspaceId]);
  await alsoNote(client, sums);
  return sums;
}
