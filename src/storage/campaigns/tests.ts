import { type Runs, runSql } from '../queries/run-sql.ts';

/** Addresses that an admin allowed for test mails. */
export async function findTestAddresses(on: Runs, workspaceId: number): Promise<string[]> {
  const [row] = await runSql<{ addresses: string[] }>(
    on,
    'SELECT test_addresses AS addresses FROM workspaces WHERE id = $1::int',
    [workspaceId],
  );
  return row?.addresses ?? [];
}

export async function saveTestAddresses(on: Runs, workspaceId: number, addresses: string[]): Promise<void> {
  await runSql(on, 'UPDATE workspaces SET test_addresses = $2::text[] WHERE id = $1::int', [
    workspaceId,
    addresses,
  ]);
}

/** How many test mails a workspace sent since then. The workspace is locked: two people don't count the same ones. */
export async function countTests(on: Runs, workspaceId: number, since: Date): Promise<number> {
  await runSql(on, 'SELECT id FROM workspaces WHERE id = $1::int FOR UPDATE', [workspaceId]);
  const [row] = await runSql<{ mails: number }>(
    on,
    `SELECT coalesce(sum((details->>'mails')::int), 0)::int AS mails FROM audit_entries
     WHERE workspace_id = $1::int AND at > $2::timestamptz AND action = 'campaign.tested'`,
    [workspaceId, since.toISOString()],
  );
  return row?.mails ?? 0;
}
