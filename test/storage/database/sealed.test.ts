import { describe, expect, it } from 'vitest';
import { seal, unseal } from '../../../src/storage/database/sealed.ts';
import { keyedHashes } from '../../../src/storage/database/secret.ts';

const [first, second, third] = ['1'.repeat(32), '2'.repeat(32), '3'.repeat(32)];
const keyed = (secret: string, ...secretsBefore: string[]) =>
  keyedHashes({ secret, secretsBefore, dataDir: 'unused' });

describe('the installation’s secrets', () => {
  it('hash with the first one, and look up with all of them', () => {
    const now = keyed(second, first, third, second);
    expect(now.hash('ada@example.com')).toBe(keyed(second).hash('ada@example.com'));
    expect(now.hashes('ada@example.com')).toEqual(
      [second, first, third].map((secret) => keyed(secret).hash('ada@example.com')),
    );
    expect(keyed(first).hash('ada@example.com')).toMatch(/^[0-9a-f]{64}$/);
  });

  it('read what was encrypted with any of them, and nothing else', () => {
    const sealed = seal('whsec_Zażółć', keyed(first));
    expect(sealed).not.toContain('whsec');
    expect(unseal(sealed, keyed(first))).toBe('whsec_Zażółć');
    expect(unseal(sealed, keyed(second, third, first))).toBe('whsec_Zażółć');
    expect(unseal(sealed, keyed(second, third))).toBeUndefined();
    expect(seal('whsec_Zażółć', keyed(first))).not.toBe(sealed);
  });

  it.each(['', 'x', 'a b', 'a b c'])('read nothing from %j', (kept) => {
    expect(unseal(kept, keyed(first))).toBeUndefined();
  });

  it('reject a text that was tampered with', () => {
    const parts = seal('whsec_secret', keyed(first)).split(' ');
    const bytes = Buffer.from(parts[2] as string, 'base64');
    bytes[0] = (bytes[0] ?? 0) ^ 1;
    expect(unseal([parts[0], parts[1], bytes.toString('base64')].join(' '), keyed(first))).toBeUndefined();
  });
});
