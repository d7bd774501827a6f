import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import type { Storage } from './client.ts';
import type { Database } from './database.ts';

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
  const data = { ...given, path, secret: encrypted(secret, hash), createdAt: now };
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
  { prisma, hash }: Pick<Storage, 'prisma' | 'hash'>,
  { provider, path }: { provider: string; path: string },
): Promise<(Webhook & { workspaceId: number; secret: string }) | undefined> {
  const workspaceId = Number(/^(\d{1,9})-[0-9a-f]{32}$/.exec(path)?.[1] ?? Number.NaN);
  if (Number.isNaN(workspaceId)) return undefined;
  const where = { workspaceId_path: { workspaceId, path } };
  const row = await prisma.webhook.findUnique({ where, select: { ...shown, secret: true } });
  if (row === null || row.provider !== provider) return undefined;
  return { ...(row as Webhook), workspaceId, secret: decrypted(row.secret, hash) };
}

/** Keeps another secret for it; false where it is gone. */
export async function updateWebhookSecret(
  database: Database,
  hash: Storage['hash'],
  { workspaceId, id, secret }: { workspaceId: number; id: number; secret: string },
): Promise<boolean> {
  const data = { secret: encrypted(secret, hash) };
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

const keyOf = (hash: Storage['hash']): Buffer => Buffer.from(hash('secrets of webhooks'), 'hex');

/** AES-256-GCM: nonce, tag and text. */
function encrypted(text: string, hash: Storage['hash']): string {
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', keyOf(hash), nonce);
  const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
  return [nonce, cipher.getAuthTag(), sealed].map((part) => part.toString('base64')).join(' ');
}

function decrypted(kept: string, hash: Storage['hash']): string {
  const [nonce, tag, sealed] = kept.split(' ').map((part) => Buffer.from(part, 'base64'));
  if (nonce === undefined || tag === undefined || sealed === undefined)
    throw new Error('a secret that is cut');
  const decipher = createDecipheriv('aes-256-gcm', keyOf(hash), nonce).setAuthTag(tag);
  return Buffer.concat([decipher.update(sealed), decipher.final()]).toString('utf8');
}
