import type pg from 'pg';
import type { ResolvedRule } from '../../rules/schema.ts';
import { updateCampaign } from './campaigns.ts';
import { firstDomains } from './domains.ts';
import { beatAgain } from './going-out.ts';
import { firstCounts, type Prepared } from './sums.ts';
import { fixTracking } from './tracking.ts';
import type { Asked } from './waterfall.ts';

/** What is written with the recipients. */
export interface Preparation {
  asked: Asked;
  campaignId: number;
  /** The month in the keys of the mails. */
  keyMonth: number;
  at: Date;
  /** What it is sent to, if results are told apart by that. */
  targets: readonly Target[];
  /** Runs in the transaction that begins the campaign, last. */
  alsoNote: (client: pg.PoolClient, sums: Prepared) => Promise<void>;
}

/** One of the things that a campaign is sent to. */
export interface Target {
  /** As a sentence, without what names people. */
  label: string;
  resolved: ResolvedRule;
}

/** More targets than bits in a number are not told apart. */
export const MOST_TARGETS = 30;

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

/**
 * Without statistics, the planner believes that a campaign has one recipient, and would read all of them for each
 * mark: 0.4 s instead of 1 ms with 300,000. A small sample is enough, and takes 20 ms. Nobody sends before it, because
 * it commits with the change to `sending`.
 */
const sampled = 'SET LOCAL default_statistics_target = 10; ANALYZE campaign_recipients';

/** The change to `sending`, with the first counts and the first sign of life. */
export async function begin(
  client: pg.PoolClient,
  { asked: { workspaceId }, campaignId, at, targets, alsoNote }: Preparation,
): Promise<Prepared> {
  const sums = await firstCounts(client, { workspaceId, campaignId });
  await firstDomains(client, { workspaceId, campaignId });
  await client.query('DELETE FROM campaign_targets WHERE workspace_id = $1 AND campaign_id = $2', [
    workspaceId,
    campaignId,
  ]);
  await client.query(
    `INSERT INTO campaign_targets (workspace_id, campaign_id, position, label)
     SELECT $1, $2, t.position - 1, t.label FROM unnest($3::text[]) WITH ORDINALITY AS t (label, position)`,
    [workspaceId, campaignId, targets.map(({ label }) => label)],
  );
  const change = { state: 'sending', prepared: sums.recipients, startedAt: at, trouble: null } as const;
  await updateCampaign(client, workspaceId, campaignId, change);
  await fixTracking(client, { workspaceId, campaignId });
  await beatAgain(client, { workspaceId, campaignId });
  // From now on, rules ask the recipients and not the events.
  await client.query(`SELECT note_writes($1, '{recipients}')`, [workspaceId]);
  await client.query(sampled);
  await alsoNote(client, sums);
  return sums;
}
