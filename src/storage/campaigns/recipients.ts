import type { BounceCause } from '../../lib/campaigns/bounce-causes.ts';
import type { RecipientState } from '../../lib/campaigns/recipients.ts';
import { type Runs, runSql } from '../queries/run-sql.ts';

/** A person of a campaign, and what came of their mail. */
export interface StoredRecipient {
  contactId: number;
  state: RecipientState;
  reason: string | null;
  /** Of those whose mail bounced or was refused, why, if it was said. */
  cause: BounceCause | null;
  tries: number;
  nextTryAt: Date;
  keyMonth: number;
  reply: string | null;
  claimedAt: Date | null;
  markedAt: Date | null;
  handedAt: Date | null;
  settledAt: Date | null;
}

const columns = `r.contact_id AS "contactId", r.state, r.reason, r.cause, r.tries, r.next_try_at AS "nextTryAt", r.key_month AS "keyMonth",
  r.reply, r.claimed_at AS "claimedAt", r.marked_at AS "markedAt", 
  CASE WHEN r.state NOT IN ('waiting', 'claimed', 'handing over') THEN r.handed_at END AS "handedAt", r.settled_at AS "settledAt"`;

export async function findRecipient(
  on: Runs,
  at: { workspaceId: number; campaignId: number; contactId: number },
): Promise<StoredRecipient | undefined> {
  const [row] = await runSql<StoredRecipient & Record<string, unknown>>(
    on,
    `SELECT ${columns} FROM campaign_recipients r
     WHERE r.workspace_id = $1::int AND r.campaign_id = $2::int AND r.contact_id = $3::int`,
    [at.workspaceId, at.campaignId, at.contactId],
  );
  return row;
}

/**
 * A page of a campaign's recipients by contact, with their addresses.
 *
 * @param page.states only these; all if left out
 */
export function listRecipients(
  on: Runs,
  at: { workspaceId: number; campaignId: number },
  page: { states?: readonly RecipientState[]; reason?: string; after: number; limit: number },
): Promise<(StoredRecipient & { email: string; name: string | null; status: string })[]> {
  return runSql(
    on,
    `SELECT ${columns}, c.email, c.name, c.status FROM campaign_recipients r
     JOIN contacts c ON c.workspace_id = $1::int AND c.id = r.contact_id
     WHERE r.workspace_id = $1::int AND r.campaign_id = $2::int AND r.contact_id > $3::int
       AND ($5::text[] IS NULL OR r.state = ANY($5::text[])) AND ($6::text IS NULL OR r.reason = $6::text)
     ORDER BY r.contact_id LIMIT $4::int`,
    [
      at.workspaceId,
      at.campaignId,
      page.after,
      page.limit,
      page.states ? [...page.states] : null,
      page.reason ?? null,
    ],
  );
}
