import { type Runs, runSql } from '../queries/run-sql.ts';

/** Notes that a person turned a topic off by the mail of a campaign. That they left everything is an event. */
export async function noteLeft(
  on: Runs,
  mail: { workspaceId: number; campaignId: number; contactId: number; at: Date },
): Promise<void> {
  await runSql(
    on,
    `UPDATE campaign_recipients SET left_at = $4::timestamptz
     WHERE workspace_id = $1::int AND campaign_id = $2::int AND contact_id = $3::int AND (left_at IS NULL OR left_at > $4::timestamptz)`,
    [mail.workspaceId, mail.campaignId, mail.contactId, mail.at.toISOString()],
  );
}

/** A person undid what they did at a moment: what else they said by the same mail still counts. */
export async function takeBackLeft(
  on: Runs,
  { workspaceId, contactId, at }: { workspaceId: number; contactId: number; at: string },
): Promise<void> {
  await runSql(
    on,
    `UPDATE campaign_recipients r SET left_at = (SELECT min(said.at) FROM (
         SELECT e.occurred_at AS at FROM events e WHERE e.workspace_id = $1::int AND e.contact_id = $2::int
           AND e.campaign_id = r.campaign_id AND e.kind = 'unsubscribed'
         UNION ALL
         SELECT l.at FROM consent_log l WHERE l.workspace_id = $1::int AND l.contact_id = $2::int AND l.what = 'topic' AND l.said = 'off'
           AND l.details ->> 'campaignId' = r.campaign_id::text AND NOT EXISTS (SELECT FROM consent_log u
             WHERE u.workspace_id = $1::int AND u.contact_id = $2::int AND u.undoes = l.id)) said)
     WHERE r.workspace_id = $1::int AND r.contact_id = $2::int AND r.left_at = $3::timestamptz`,
    [workspaceId, contactId, at],
  );
}
