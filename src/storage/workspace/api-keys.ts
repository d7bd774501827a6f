import { createHash, randomBytes } from 'node:crypto';
import type { Database } from '../database/database.ts';

/** A key as it is shown: never with its token. */
export interface ApiKey {
  id: number;
  name: string;
  /** The beginning of the token. */
  prefix: string;
  scopes: string[];
  createdBy: string;
  createdAt: Date;
  lastUsedAt: Date | null;
  revokedAt: Date | null;
}

/** How precise "last used" is: writing with every request would cost more than the request. */
const USE_EVERY_MS = 60_000;

/**
 * How many of the token's random characters are shown: enough to tell keys apart, too few to help an attacker
 * guess.
 */
const SHOWN = 6;

const shown = {
  id: true,
  name: true,
  prefix: true,
  scopes: true,
  createdBy: true,
  createdAt: true,
  lastUsedAt: true,
  revokedAt: true,
} as const;

/**
 * Creates a key and its token, of which only the hash is stored:
 * `rollcall_<workspace>_<43 random characters>`.
 */
export async function insertApiKey(
  database: Database,
  key: { workspaceId: number; name: string; scopes: string[]; createdBy: string; now: Date },
): Promise<{ key: ApiKey; token: string }> {
  const { now, ...given } = key;
  // The token contains the workspace because every table is read by workspace first.
  const opening = `rollcall_${key.workspaceId}_`;
  const token = `${opening}${randomBytes(32).toString('base64url')}`;
  const prefix = token.slice(0, opening.length + SHOWN);
  const made = await database.apiKey.create({
    data: { ...given, prefix, hash: hashOf(token), createdAt: now },
    select: shown,
  });
  return { key: made, token };
}

/** All keys of a workspace, including revoked ones, newest first. */
export function listApiKeys(database: Database, workspaceId: number): Promise<ApiKey[]> {
  return database.apiKey.findMany({ where: { workspaceId }, select: shown, orderBy: { id: 'desc' } });
}

/** Revokes a key. False if there is no such key, or it was already revoked. */
export async function revokeApiKey(
  database: Database,
  { workspaceId, id, now }: { workspaceId: number; id: number; now: Date },
): Promise<boolean> {
  const where = { workspaceId, id, revokedAt: null };
  return (await database.apiKey.updateMany({ where, data: { revokedAt: now } })).count > 0;
}

/** The key of a token, with its workspace; undefined if the token is malformed, unknown or revoked. */
export async function findApiKey(
  database: Database,
  token: string,
): Promise<(ApiKey & { workspaceId: number }) | undefined> {
  const workspaceId = Number(/^rollcall_(\d{1,9})_[\w-]{43}$/.exec(token)?.[1] ?? Number.NaN);
  if (Number.isNaN(workspaceId)) return undefined;
  // By hash: the time that the look-up takes reveals nothing about the token.
  const found = await database.apiKey.findUnique({
    where: { workspaceId_hash: { workspaceId, hash: hashOf(token) } },
    select: shown,
  });
  return found === null || found.revokedAt !== null ? undefined : { ...found, workspaceId };
}

/** Notes that a key is used, at most once a minute. */
export async function noteUse(
  database: Database,
  { workspaceId, id, now }: { workspaceId: number; id: number; now: Date },
): Promise<void> {
  const before = new Date(now.getTime() - USE_EVERY_MS);
  await database.apiKey.updateMany({
    where: { workspaceId, id, OR: [{ lastUsedAt: null }, { lastUsedAt: { lte: before } }] },
    data: { lastUsedAt: now },
  });
}

/** Whether noteUse would write anything. */
export const isUseDue = (lastUsedAt: Date | null, now: Date): boolean =>
  lastUsedAt === null || now.getTime() - lastUsedAt.getTime() >= USE_EVERY_MS;

const hashOf = (token: string): string => createHash('sha256').update(token).digest('hex');
