import { type ContactValues, eachField } from '../../contact-fields.ts';
import { type Status, statuses } from '../../lib/consent.ts';
import { validationOf } from '../../lib/emails-risk.ts';
import type { Database } from '../database/database.ts';

/**
 * Ids of the contacts with these email keys (src/lib/emails.ts), by key; keys that nobody has are left out.
 */
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

/** The number of contacts with each status. */
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

/** A contact with everything on its card that its own row holds. */
export interface StoredContact extends ContactValues {
  id: number;
  email: string;
  emailKey: string;
  status: Status;
  statusSource: string;
  statusAt: Date;
  emailValidation: string;
  /** When it last got another address; null: it has its first one. */
  emailChangedAt: Date | null;
  source: string;
  signedUpAt: Date | null;
  /** The day as midnight in UTC, if only the day is known. */
  signedUpOn?: Date | null;
  attributes: Record<string, string | number | boolean>;
  createdAt: Date;
  updatedAt: Date;
}

const wholeContact = {
  id: true,
  email: true,
  emailKey: true,
  ...eachField(() => true as const),
  status: true,
  statusSource: true,
  statusAt: true,
  emailValidation: true,
  emailChangedAt: true,
  source: true,
  signedUpAt: true,
  signedUpOn: true,
  attributes: true,
  createdAt: true,
  updatedAt: true,
} as const;

/** The contact with this id, or this email key. */
export async function findContact(
  database: Database,
  workspaceId: number,
  by: { id: number } | { emailKey: string },
): Promise<StoredContact | undefined> {
  const row = await database.contact.findFirst({ where: { workspaceId, ...by }, select: wholeContact });
  return (row as StoredContact | null) ?? undefined;
}

/** The same, locked until the transaction ends. */
export async function lockContact(
  database: Database,
  workspaceId: number,
  id: number,
): Promise<StoredContact | undefined> {
  await database.$queryRaw`
    SELECT 1 AS held FROM contacts WHERE workspace_id = ${workspaceId} AND id = ${id} FOR UPDATE`;
  return findContact(database, workspaceId, { id });
}

/** What a person can set on a contact. */
export interface ContactFields extends ContactValues {
  attributes: Record<string, string | number | boolean>;
}

export async function insertContact(
  database: Database,
  contact: ContactFields & {
    workspaceId: number;
    email: string;
    emailKey: string;
    status: Status;
    source: string;
    now: Date;
  },
): Promise<number> {
  const { now, ...data } = contact;
  const times = { statusAt: now, createdAt: now, updatedAt: now };
  const made = await database.contact.create({
    data: {
      ...data,
      emailValidation: validationOf(contact.emailKey),
      statusSource: contact.source,
      ...times,
    },
    select: { id: true },
  });
  return made.id;
}

export async function updateContact(
  database: Database,
  workspaceId: number,
  { id, ...data }: Partial<ContactFields> & { id: number; updatedAt: Date },
): Promise<void> {
  await database.contact.update({ where: { workspaceId_id: { workspaceId, id } }, data });
}

/** Gives a contact another address. `changedAt` stays as it was if only the spelling is new. */
export async function updateAddress(
  database: Database,
  workspaceId: number,
  given: { id: number; email: string; emailKey: string; changedAt: Date | null },
): Promise<void> {
  const { id, email, emailKey, changedAt } = given;
  await database.contact.update({
    where: { workspaceId_id: { workspaceId, id } },
    data: { email, emailKey, emailValidation: validationOf(emailKey), emailChangedAt: changedAt },
  });
}

export async function deleteContact(database: Database, workspaceId: number, id: number): Promise<void> {
  await database.contact.delete({ where: { workspaceId_id: { workspaceId, id } } });
}

/** Names of the tags on a contact, and its newest events. */
export async function contactDetails(
  database: Database,
  workspaceId: number,
  { id, events }: { id: number; events: number },
): Promise<{
  tags: string[];
  events: { kind: string; at: Date; campaign: string | null; machine: boolean }[];
}> {
  const [links, newest] = await Promise.all([
    database.contactTag.findMany({
      where: { workspaceId, contactId: id },
      select: { tag: { select: { name: true } } },
    }),
    database.$queryRaw<{ kind: string; at: Date; campaign: string | null; machine: boolean }[]>`
      SELECT e.kind, e.occurred_at AS at, p.name AS campaign, e.machine FROM events e
      LEFT JOIN campaigns p ON p.workspace_id = e.workspace_id AND p.id = e.campaign_id
      WHERE e.workspace_id = ${workspaceId} AND e.contact_id = ${id} ORDER BY e.occurred_at DESC LIMIT ${events}`,
  ]);
  return {
    tags: links.map(({ tag }) => tag.name).sort((a, b) => a.localeCompare(b, 'en')),
    events: newest,
  };
}
