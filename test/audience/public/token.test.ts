import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isTrusted, makeToken, readToken } from '../../../src/audience/public/token.ts';
import { keyedHashes } from '../../../src/storage/database/secret.ts';

const under = (secret: string, secretsBefore: string[] = []) =>
  keyedHashes({
    secret: secret.padEnd(32, '-'),
    secretsBefore: secretsBefore.map((old) => old.padEnd(32, '-')),
    dataDir: 'unused',
  });
const hashes = under('ours');
const now = new Date('2026-11-29T12:00:00Z');
const token = makeToken(hashes, { kind: 'mailed', workspaceId: 7, campaignId: 3, id: 123_456, now });

describe('a token', () => {
  it('returns what went into it, in few characters and without an address', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('mailed' as const, 'copied' as const, 'send' as const, 'link' as const),
        fc.nat(2 ** 31 - 1),
        fc.nat(2 ** 31 - 1),
        fc.nat(2 ** 31 - 1),
        fc.option(fc.integer({ min: 1, max: 10 ** 12 })),
        fc.nat(32_767),
        (kind, workspaceId, campaignId, id, changed, link) => {
          const emailChangedAt = changed === null ? null : new Date(Date.UTC(2020, 0) + changed);
          const content = { kind, workspaceId, campaignId, id };
          const made = makeToken(hashes, { ...content, emailChangedAt, link, now });
          expect(readToken(hashes, made)).toEqual({ ...content, month: 82, address: changed ?? 0, link });
          expect(made).toMatch(/^[\w-]{20,50}$/);
        },
      ),
    );
  });

  it('that was cut, changed or invented is rejected', () => {
    const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
    for (let at = 0; at < token.length; at++) {
      for (const letter of letters) {
        if (token[at] === letter) continue;
        const changed = token.slice(0, at) + letter + token.slice(at + 1);
        expect(readToken(hashes, changed)).toBeUndefined();
      }
      expect(readToken(hashes, token.slice(0, at))).toBeUndefined();
      expect(readToken(hashes, token.slice(at + 1))).toBeUndefined();
    }
    for (const other of [
      '',
      '=',
      `${token}=`,
      `${token}A`,
      ` ${token}`,
      `${token.slice(0, 5)}.${token.slice(5)}`,
      'é'.repeat(30),
    ])
      expect(readToken(hashes, other)).toBeUndefined();
    fc.assert(fc.property(fc.string({ maxLength: 200 }), (text) => readToken(hashes, text) === undefined));
  });

  it('from another installation is rejected; one from before a rotation still works', () => {
    expect(readToken(under('theirs'), token)).toBeUndefined();
    expect(readToken(under('next', ['ours']), token)).toMatchObject({ id: 123_456 });
    expect(readToken(under('next', ['older', 'ours']), token)).toMatchObject({ id: 123_456 });
  });

  it('can subscribe for a year if it was mailed to the person', () => {
    const read = (kind: 'mailed' | 'copied', at: string) =>
      readToken(hashes, makeToken(hashes, { kind, workspaceId: 7, id: 1, now: new Date(at) }));
    const trusted = (kind: 'mailed' | 'copied', at: string) => {
      const content = read(kind, at);
      return content !== undefined && isTrusted(content, { now, emailChangedAt: null });
    };
    expect(trusted('mailed', '2026-11-01T00:00:00Z')).toBe(true);
    expect(trusted('mailed', '2025-11-30T00:00:00Z')).toBe(true);
    expect(trusted('mailed', '2025-10-31T23:59:59Z')).toBe(false);
    expect(trusted('copied', '2026-11-01T00:00:00Z')).toBe(false);
  });
});
