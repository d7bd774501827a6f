import type { Database } from './database.ts';

export const statuses = ['subscribed', 'unsubscribed', 'non-subscribed', 'bounced'] as const;
export type Status = (typeof statuses)[number];

/** Ids of the contacts with these email keys (src/emails.ts), by key; keys that nobody has are left out. */
export async function findContactIds(
  database: Database,
  workspaceId: number,
  emailKeys: string[],
): Promise<Map<string, number>> {
  const rows = await database.contact.findMany({
    where: { workspaceId, emailKey: { in: emailKeys } },
    select: { id: true, emailKey: true },
  });
  return new Map(rows.map((row) => [row.emailKey, row.id]));
}

/** How many contacts there are of each status. */
export async function countByStatus(
  database: Database,
  workspaceId: number,
): Promise<Record<Status, number>> {
  const rows = await database.contact.groupBy({ by: ['status'], where: { workspaceId }, _count: true });
  const counts = Object.fromEntries(rows.map((row) => [row.status, row._count]));
  return Object.fromEntries(statuses.map((status) => [status, counts[status] ?? 0])) as Record<
    Status,
    number
  >;
}
