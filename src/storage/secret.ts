import { createHmac, randomBytes } from 'node:crypto';
import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** A hash that nobody can make without the installation's secret. */
export type KeyedHash = (text: string) => string;

/**
 * Hashes under the installation's secret: HMAC-SHA-256, in hex. Without a given secret, one is made at the first hash and
 * kept in `dataDir`, readable by its owner alone.
 */
export function keyedHash({ secret, dataDir }: { secret?: string | undefined; dataDir: string }): KeyedHash {
  let key = secret;
  return (text) => {
    key ??= keptSecret(dataDir);
    return createHmac('sha256', key).update(text).digest('hex');
  };
}

/** The secret that a data folder keeps, made where there is none. */
export function keptSecret(dataDir: string): string {
  const place = join(dataDir, 'secret');
  const read = (): string | undefined => {
    try {
      return readFileSync(place, 'utf8').trim() || undefined;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
      throw error;
    }
  };
  const known = read();
  if (known !== undefined) return known;
  mkdirSync(dataDir, { recursive: true });
  const draft = `${place}.${process.pid}.${randomBytes(4).toString('hex')}`;
  writeFileSync(draft, `${randomBytes(32).toString('hex')}\n`, { mode: 0o600 });
  try {
    // Whole or not at all, and the first of two processes wins.
    linkSync(draft, place);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    rmSync(draft, { force: true });
  }
  return read() as string;
}
