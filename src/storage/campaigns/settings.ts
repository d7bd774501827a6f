import { type Runs, runSql } from '../queries/run-sql.ts';

/** A workspace's rules for campaigns. */
export interface CampaignSettings {
  /** People who were mailed within this many days are left out; null: they aren't. */
  mailedLatelyDays: number | null;
  /** A campaign to more people than this takes a second admin. */
  secondPersonAbove: number;
}

export async function findCampaignSettings(on: Runs, workspaceId: number): Promise<CampaignSettings> {
  const [row] = await runSql<CampaignSettings & Record<string, unknown>>(
    on,
    `SELECT mailed_lately_days AS "mailedLatelyDays", second_person_above AS "secondPersonAbove"
     FROM workspaces WHERE id = $1::int`,
    [workspaceId],
  );
  if (row === undefined) throw new Error('a workspace is missing');
  return row;
}
