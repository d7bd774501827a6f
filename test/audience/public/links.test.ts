import { expect, it } from 'vitest';
import type { AudienceDeps } from '../../../src/audience/caller.ts';
import { preferenceLink, preferencesUrl, publicForms } from '../../../src/audience/public/links.ts';
import { readToken } from '../../../src/audience/public/token.ts';
import { keyedHashes } from '../../../src/storage/database/secret.ts';

const storage = keyedHashes({ secret: 'a secret of the tests, long enough', dataDir: 'unused' });
const deps = (pages?: Omit<NonNullable<AudienceDeps['pages']>, 'check'>) =>
  ({ storage, now: () => new Date('2026-11-29T12:00:00Z'), pages }) as AudienceDeps;
const person = { workspaceId: 3, contactId: 9, emailChangedAt: null };
const kindOf = (url: string) => readToken(storage, url.split('/').at(-1) ?? '')?.kind;

it('says what to set if no public pages are served', () => {
  for (const link of [preferenceLink, preferencesUrl])
    expect(() => link(deps(), person)).toThrow('Public pages are off: ROLLCALL_URL isn’t set.');
  expect(() => publicForms(deps(), 3)).toThrow(
    expect.objectContaining({ hint: expect.stringContaining('ROLLCALL_URL') }),
  );
});

it('makes links that can only unsubscribe for teammates, and full ones in mails and in the playground', () => {
  const url = 'https://mail.acme.example';
  expect(preferenceLink(deps({ url }), person)).toMatch(/^https:\/\/mail\.acme\.example\/p\/[\w-]+$/);
  expect(kindOf(preferenceLink(deps({ url }), person))).toBe('copied');
  expect(kindOf(preferenceLink(deps({ url, isPlayground: true }), person))).toBe('mailed');
  expect(kindOf(preferencesUrl(deps({ url }), person))).toBe('mailed');
});

it('gives a workspace the same forms every time, which reveal nothing about other workspaces', () => {
  const forms = publicForms(deps({ url: 'https://x.example' }), 3);
  expect(publicForms(deps({ url: 'https://x.example' }), 3)).toEqual(forms);
  expect(forms.find.split('/').at(-1)).toBe(forms.join.split('/').at(-1));
  expect(publicForms(deps({ url: 'https://x.example' }), 4).find).not.toBe(forms.find);
});
