import { randomBytes } from 'node:crypto';
import { RollcallError } from '../../errors.ts';
import { defined } from '../../lib/defined.ts';
import type { Provider } from '../../lib/providers.ts';
import type { Storage } from '../database/client.ts';
import type { Database } from '../database/database.ts';
import { seal, unseal } from '../database/sealed.ts';

/** A webhook as it is shown: never with its secret. */
export interface Webhook {
  id: number;
  provider: Provider;
  /** The last part of its URL. */
  path: string;
  createdBy: string;
  createdAt: Date;
  lastAt: Date | null;
  /** Events stored. */
  recorded: number;
  /** Events for addresses that belong to no contact. */
  unknown: number;
  /** Of these, opt-outs, complaints and hard bounces: they apply if someone adds the address later. */
  remembered: number;
  /** Items of kinds that mean nothing to Rollcall. */
  ignored: number;
}

const shown = {
  id: true,
  provider: true,
  path: true,
  createdBy: true,
  createdAt: true,
  lastAt: true,
  recorded: true,
  unknown: true,
  remembered: true,
  ignored: true,
} as const;

/**
 * Stores a webhook, with its secret encrypted under the installation's.
 *
 * @param webhook.submission the form that created it: if it already created one, that one is returned, with
 *   `isNew` false
 */
export async function insertWebhook(
  database: Database,
  hash: Storage['hash'],
  webhook: {
    workspaceId: number;
    provider: Provider;
    secret: string;
    createdBy: string;
    now: Date;
    submission?: string | undefined;
  },
): Promise<{ webhook: Webhook; isNew: boolean }> {
  const { now, secret, submission = null, ...given } = webhook;
  // The path begins with the workspace because every table is read by workspace first.
  const path = `${webhook.workspaceId}-${randomBytes(16).toString('hex')}`;
  const data = { ...given, path, secret: seal(secret, { hash }), submission, createdAt: now };
  // A second one at the same moment waits here until the first exists, and is skipped.
  const { count } = await database.webhook.createMany({ data: [data], skipDuplicates: true });
  const { workspaceId } = given;
  const where = count === 1 || submission === null ? { workspaceId, path } : { workspaceId, submission };
  return {
    webhook: (await database.webhook.findFirstOrThrow({ where, select: shown })) as Webhook,
    isNew: count === 1,
  };
}

export async function listWebhooks(database: Database, workspaceId: number): Promise<Webhook[]> {
  const rows = await database.webhook.findMany({
    where: { workspaceId },
    select: shown,
    orderBy: { id: 'asc' },
  });
  return rows as Webhook[];
}

/** The webhook with this provider and path, and its secret; undefined if there is none. */
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

/** Replaces its secret; false if it no longer exists. */
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

/** The counts for one delivery. */
export type Came = Pick<Webhook, 'recorded' | 'unknown' | 'remembered' | 'ignored'>;

/** Adds to the counts. A webhook that was disconnected meanwhile has none. */
export async function countDelivery(
  database: Database,
  { workspaceId, id, came, at }: { workspaceId: number; id: number; came: Came; at: Date | null },
): Promise<void> {
  await database.webhook.updateMany({
    where: { workspaceId, id },
    data: {
      ...defined({ lastAt: at ?? undefined }),
      recorded: { increment: came.recorded },
      unknown: { increment: came.unknown },
      remembered: { increment: came.remembered },
      ignored: { increment: came.ignored },
    },
  });
}

/**
 * Claims a token that came with a body. False if it came before with another body: the provider only signs
 * the token, so anyone who saw one could send anything with it. The same body again is the provider's own
 * retry.
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
