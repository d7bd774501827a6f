import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import type { KeyedHashes } from './secret.ts';

/** Encrypts a text under the installation's current secret: AES-256-GCM, as nonce, tag and text in base64. */
export function seal(text: string, { hash }: Pick<KeyedHashes, 'hash'>): string {
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', keyOf(hash(purpose)), nonce);
  const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
  return [nonce, cipher.getAuthTag(), sealed].map((part) => part.toString('base64')).join(' ');
}

/** Reads what `seal` wrote, under any of the installation's secrets; undefined if none of them fits. */
export function unseal(kept: string, { hashes }: Pick<KeyedHashes, 'hashes'>): string | undefined {
  const [nonce, tag, sealed] = kept.split(' ').map((part) => Buffer.from(part, 'base64'));
  if (nonce === undefined || tag === undefined || sealed === undefined) return undefined;
  for (const hash of hashes(purpose)) {
    try {
      const decipher = createDecipheriv('aes-256-gcm', keyOf(hash), nonce).setAuthTag(tag);
      return Buffer.concat([decipher.update(sealed), decipher.final()]).toString('utf8');
    } catch {
      // Encrypted under another of the secrets.
    }
  }
  return undefined;
}

/** What the key is derived for. */
const purpose = 'secrets of webhooks';

const keyOf = (hash: string): Buffer => Buffer.from(hash, 'hex');
