import { randomBytes } from 'node:crypto';
import { RollcallError } from '../errors.ts';
import type { Storage } from './client.ts';
import type { Database } from './database.ts';
import { seal, unseal } from './sealed.ts';

export const providers = ['resend', 'sendgrid', 'postmark', 'mailgun', 'ses'] as const;
export type Provider = (typeof providers)[number];

/** Where a provider sends to, as it is shown: never with its secret. */
export interface Webhook {
  id: number;
  provider: Provider;
  /** The last part of its URL. */
  path: string;
  createdBy: string;
  createdAt: Date;
  lastAt: Date | null;
  recorded: number;
  unknown: number;
}

const shown = {
  ...{ id: true, provider: true, path: true, createdBy: true },
  ...{ createdAt: true, lastAt: true, recorded: true, unknown: true },
} as const;

/** Keeps a webhook, its secret encrypted under the installation's. */
export async function insertWebhook(
  database: Database,
  hash: Storage['hash'],
  webhook: { workspaceId: number; provider: Provider; secret: string; createdBy: string; now: Date },
): Promise<Webhook> {
  const { now, secret, ...given } = webhook;
  // The workspace stands in front, for every table is asked by workspace first.
  const path = `${webhook.workspaceId}-${randomBytes(16).toString('hex')}`;
  const data = { ...given, path, secret: seal(secret, { hash }), createdAt: now };
  return (await database.webhook.create({ data, select: shown })) as Webhook;
}

export async function listWebhooks(database: Database, workspaceId: number): Promise<Webhook[]> {
  const rows = await database.webhook.findMany({
    where: { workspaceId },
    select: shown,
    orderBy: { id: 'asc' },
  });
  return rows as Webhook[];
}

/** The webhook of this provider and path, with its secret; undefined where there is none. */
export async function findWebhook(
  { prisma, hashes }: Pick<Storage, 'prisma' | 'hashes'>,
  { provider, path }: { provider: string; path: string },
): Promise<(Webhook & { workspaceId: number; secret: string }) | undefined> {
  const workspaceId = Number(/^(\d{1,9})-[0-9a-f]{32}$/.exec(path)?.[1] ?? Number.NaN);
  if (Number.isNaN(workspaceId)) return undefined;
  const where = { workspaceId_path: { workspaceId, path } };
  const row = await prisma.webhook.findUnique({ where, select: { ...shown, secret: true } });
  if (row === null || row.provider !== provider) return undefined;
  const secret = unseal(row.secret, { hashes });
  if (secret === undefined) throw sealedElsewhere(row.provider);
  return { ...(row as Webhook), workspaceId, secret };
}

const sealedElsewhere = (provider: string): RollcallError =>
  new RollcallError('misconfigured', `The secret of ${provider} was stored under another ROLLCALL_SECRET.`, {
    hint: 'Add that one to ROLLCALL_SECRETS_BEFORE, or disconnect the provider and connect it again.',
  });

/** Keeps another secret for it; false where it is gone. */
export async function updateWebhookSecret(
  database: Database,
  hash: Storage['hash'],
  { workspaceId, id, secret }: { workspaceId: number; id: number; secret: string },
): Promise<boolean> {
  const data = { secret: seal(secret, { hash }) };
  return (await database.webhook.updateMany({ where: { workspaceId, id }, data })).count === 1;
}

export async function deleteWebhook(database: Database, workspaceId: number, id: number): Promise<void> {
  await database.webhook.delete({ where: { workspaceId_id: { workspaceId, id } } });
}

/** Adds to what came in. */
export async function countDelivery(
  database: Database,
  {
    workspaceId,
    id,
    ...came
  }: { workspaceId: number; id: number; recorded: number; unknown: number; at: Date },
): Promise<void> {
  await database.webhook.update({
    where: { workspaceId_id: { workspaceId, id } },
    data: { lastAt: came.at, recorded: { increment: came.recorded }, unknown: { increment: came.unknown } },
  });
}

/**
 * Takes a token that came with a body. False where it came before with another body: the provider signs the token alone,
 * so anybody who saw one could send what they like with it. The same body again is the provider's own retry.
 */
export async function takeToken(
  database: Database,
  given: {
    workspaceId: number;
    webhookId: number;
    token: string;
    bodyHash: string;
    now: Date;
    keptSince: Date;
  },
): Promise<boolean> {
  const { workspaceId, webhookId, token, bodyHash, now, keptSince } = given;
  const key = { workspaceId, webhookId, token };
  await database.webhookToken.deleteMany({ where: { workspaceId, webhookId, createdAt: { lt: keptSince } } });
  await database.webhookToken.createMany({
    data: [{ ...key, bodyHash, createdAt: now }],
    skipDuplicates: true,
  });
  const kept = await database.webhookToken.findUnique({ where: { workspaceId_webhookId_token: key } });
  return kept?.bodyHash === bodyHash;
}
