import type { Moments, Status } from '../../lib/consent.ts';
import { knownMoments } from '../contacts/status-facts.ts';
import { ofWorkspace } from '../database/of-workspace.ts';
import { type Runs, runSql } from '../queries/run-sql.ts';

/** A contact, with what decides which mail they get. */
export interface StoredPerson extends Moments {
  id: number;
  email: string;
  emailKey: string;
  language: string | null;
  status: Status;
  emailValidation: string;
  emailChangedAt: Date | null;
}

/** The contact with this id or email key; `hold`: locks it until the transaction ends. */
export async function findPerson(
  on: Runs,
  workspaceId: number,
  by: { id: number } | { emailKey: string },
  { hold = false }: { hold?: boolean } = {},
): Promise<StoredPerson | undefined> {
  const [where, param] = 'id' in by ? ['c.id = $2::int', by.id] : ['c.email_key = $2::text', by.emailKey];
  const [row] = await runSql<StoredPerson & Record<string, unknown>>(
    on,
    `SELECT id, email, email_key AS "emailKey", language, status, email_validation AS "emailValidation",
       email_changed_at AS "emailChangedAt", consented AS "consentedAt", opted_out AS "optedOutAt", bounced AS "bouncedAt", withdrawn AS "withdrawnAt",
       complained AS "complainedAt", confirmed AS "confirmedAt"
     FROM (SELECT c.*, ${knownMoments} FROM contacts c WHERE c.workspace_id = ${ofWorkspace} AND ${where}
       LIMIT 1 ${hold ? 'FOR NO KEY UPDATE' : ''}) AS held`,
    [workspaceId, param],
  );
  return row;
}

export async function setLanguage(
  on: Runs,
  workspaceId: number,
  { id, language }: { id: number; language: string },
): Promise<void> {
  await runSql(
    on,
    'UPDATE contacts SET language = $3::text WHERE workspace_id = $1::int AND id = $2::int AND language IS NULL',
    [workspaceId, id, language],
  );
}
