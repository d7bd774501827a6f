import { createHmac, randomBytes } from 'node:crypto';
import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** A hash that can't be computed without the installation's secret. */
export type KeyedHash = (text: string) => string;

/** Hashes that stand for texts that may not be stored themselves. */
export interface KeyedHashes {
  /** The hash under the current secret, for new rows. */
  hash: KeyedHash;
  /** The hashes under all secrets, the current one's first: they find rows of any age. */
  hashes: (text: string) => string[];
}

/** Where the installation's secrets come from. */
export interface SecretOptions {
  /** ROLLCALL_SECRET. Without it, one is created and kept in `dataDir`, readable only by its owner. */
  secret?: string | undefined;
  /** ROLLCALL_SECRETS_BEFORE: the secrets that earlier rows were written under. */
  secretsBefore?: readonly string[] | undefined;
  dataDir: string;
}

/** Hashes under the installation's secrets: HMAC-SHA-256, in hex. */
export function keyedHashes(options: SecretOptions): KeyedHashes {
  let known: readonly string[] | undefined;
  const secrets = (): readonly string[] => {
    known ??= [...new Set([options.secret ?? keptSecret(options.dataDir), ...(options.secretsBefore ?? [])])];
    return known;
  };
  const under = (secret: string, text: string) => createHmac('sha256', secret).update(text).digest('hex');
  return {
    hash: (text) => under(secrets()[0] as string, text),
    hashes: (text) => secrets().map((secret) => under(secret, text)),
  };
}

/** The same for the same secret; it doesn't reveal the secret. */
export const secretMark = (secret: string): string =>
  createHmac('sha256', secret).update('the secret of a backup').digest('hex').slice(0, 32);

/** The secret in a data folder; undefined if there is none. */
export function readKeptSecret(dataDir: string): string | undefined {
  try {
    return readFileSync(join(dataDir, 'secret'), 'utf8').trim() || undefined;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/** The secret in a data folder, created if there is none. */
export function keptSecret(dataDir: string): string {
  const known = readKeptSecret(dataDir);
  if (known !== undefined) return known;
  const place = join(dataDir, 'secret');
  mkdirSync(dataDir, { recursive: true });
  const draft = `${place}.${process.pid}.${randomBytes(4).toString('hex')}`;
  writeFileSync(draft, `${randomBytes(32).toString('hex')}\n`, { mode: 0o600 });
  try {
    // All or nothing, and the first of two processes wins.
    linkSync(draft, place);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    rmSync(draft, { force: true });
  }
  return readKeptSecret(dataDir) as string;
}
