import fc from 'fast-check';
import validator from 'validator/lib/isEmail.js';
import { describe, expect, test } from 'vitest';
import { emailKey, findEmails, trimEmail, withoutAddresses } from '../../src/lib/emails.ts';

describe('emailKey', () => {
  test.each([
    ['ada@example.org', 'ada@example.org'],
    ['  Ada.Lovelace@Example.ORG\t', 'ada.lovelace@example.org'],
    ['\u200bada@example.org\ufeff', 'ada@example.org'],
    ['ada+news@example.org', 'ada+news@example.org'],
    ["o'brien@example.co.uk", "o'brien@example.co.uk"],
    ['ada@bücher.example', 'ada@xn--bcher-kva.example'],
    ['ada@XN--BCHER-KVA.example', 'ada@xn--bcher-kva.example'],
    ['ada@bu\u0308cher.example', 'ada@xn--bcher-kva.example'],
    ['adä@example.org', 'adä@example.org'],
    ['ada\u0308@example.org', 'adä@example.org'],
    ['ada@почта.рф', 'ada@xn--80a1acny.xn--p1ai'],
    ['1@2.io', '1@2.io'],
  ])('gives %j the identity %j', (text, key) => {
    expect(emailKey(text)).toBe(key);
  });

  test.each([
    '',
    '@',
    'ada',
    'ada@',
    '@example.org',
    'ada@example',
    'ada@@example.org',
    'ada@exa mple.org',
    'ada love@example.org',
    'ada@example..org',
    'ada@.example.org',
    'ada@example.org.',
    'ada@-example.org',
    'ada@exam_ple.org',
    '.ada@example.org',
    'ada.@example.org',
    'a..da@example.org',
    'ada@127.0.0.1',
    'ada@[127.0.0.1]',
    'ada@0x7f.1',
    'ada@ex%61mple.org',
    'ada@example.o',
    'ada@example.123',
    '"ada b"@example.org',
    'ada@example.org, bob@example.org',
    'Ada <ada@example.org>',
    'ad\u200ba@example.org',
    `${'a'.repeat(65)}@example.org`,
    `ada@${'a'.repeat(64)}.org`,
    `ada@${'a.'.repeat(130)}org`,
    'ada@example.org\nbcc: bob@example.org',
  ])('refuses %j', (text) => {
    expect(emailKey(text)).toBeNull();
  });

  test('agrees with the library on plain addresses', () => {
    const label = fc.stringMatching(/^[a-z0-9-]{1,12}$/);
    const domain = fc.tuple(label, fc.stringMatching(/^[a-z0-9-]{0,4}$/)).map((parts) => parts.join('.'));
    const local = fc.stringMatching(/^[a-z0-9_+'.-]{1,12}$/);
    fc.assert(
      fc.property(local, domain, (name, host) => {
        expect(emailKey(`${name}@${host}`) !== null).toBe(validator.default(`${name}@${host}`));
      }),
      { numRuns: 5000 },
    );
  });

  test('is its own identity', () => {
    fc.assert(
      fc.property(fc.oneof(fc.emailAddress(), fc.string({ unit: 'grapheme' })), (text) => {
        const key = emailKey(text);
        if (key !== null) expect(emailKey(key)).toBe(key);
      }),
    );
  });
});

test('trimEmail removes what pasting leaves at the ends, and keeps the case', () => {
  expect(trimEmail('\u00a0Ada@Example.org\u200b ')).toBe('Ada@Example.org');
});

describe('findEmails', () => {
  const email = (key: string) => ({ email: key, key });
  test.each<[string, ReturnType<typeof findEmails>]>([
    ['', []],
    ['ada@x.org', [email('ada@x.org')]],
    ['Ada@X.org', [{ email: 'Ada@X.org', key: 'ada@x.org' }]],
    ['<mailto:ada@x.org|ada@x.org>', [email('ada@x.org')]],
    ['<mailto:ada@x.org>', [email('ada@x.org')]],
    ['<mailto:ada@x.org?subject=hi>', [email('ada@x.org')]],
    ['mailto:ada@x.org', [email('ada@x.org')]],
    ['Ada &lt;<mailto:ada@x.org|ada@x.org>&gt;', [email('ada@x.org')]],
    ['ada@<http://x.org|x.org>', [email('ada@x.org')]],
    ['Ada Lovelace <ada@x.org>', [email('ada@x.org')]],
    ['"Lovelace, Ada" <ada@x.org>, bob@x.org', [email('ada@x.org'), email('bob@x.org')]],
    ['Lovelace, Ada <ada@x.org>; Hopper, Grace <grace@x.org>', [email('ada@x.org'), email('grace@x.org')]],
    ['Ada <ada@x.org> Bob <bob@x.org>', [email('ada@x.org'), email('bob@x.org')]],
    ['ada@x.org <ada@x.org>', [email('ada@x.org')]],
    ['ada@x.org,bob@x.org,', [email('ada@x.org'), email('bob@x.org')]],
    ['ada@x.org; bob@x.org;', [email('ada@x.org'), email('bob@x.org')]],
    ['ada@x.org\r\nbob@x.org\n\n', [email('ada@x.org'), email('bob@x.org')]],
    ['ada@x.org bob@x.org', [email('ada@x.org'), email('bob@x.org')]],
    ['ada@x.org and bob@x.org.', [email('ada@x.org'), email('bob@x.org')]],
    ['- ada@x.org\n• bob@x.org\n3. eve@x.org', [email('ada@x.org'), email('bob@x.org'), email('eve@x.org')]],
    ["(ada@x.org) 'bob@x.org' “eve@x.org”", [email('ada@x.org'), email('bob@x.org'), email('eve@x.org')]],
    ["o'brien@x.org", [email("o'brien@x.org")]],
    ['ada@x.org, ADA@X.ORG', [email('ada@x.org')]],
    ['ada@x, bob@x.org', [{ rejected: 'ada@x' }, email('bob@x.org')]],
    ['everyone', [{ rejected: 'everyone' }]],
    ['the whole team, ada@x.org', [{ rejected: 'the whole team' }, email('ada@x.org')]],
    ['ada.x.org; Bob <bob@x.org>', [{ rejected: 'ada.x.org' }, email('bob@x.org')]],
    ['ada42, Bob <bob@x.org>', [{ rejected: 'ada42' }, email('bob@x.org')]],
    ['Ada <ada@x>', [{ rejected: 'ada@x' }]],
  ])('reads %j', (text, pieces) => {
    expect(findEmails(text)).toEqual(pieces);
  });

  test('never throws and never invents an address', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 200 }), (text) => {
        for (const piece of findEmails(text))
          if ('key' in piece) expect(emailKey(piece.email)).toBe(piece.key);
      }),
    );
  });
});

test.each([
  ['ada@example.org is taken', '…@… is taken'],
  ['Key (email)=(ada.l+x@mail.example.org) exists, "bob@x.de"', 'Key (email)=(…@…) exists, "…@…"'],
  ['at run (/app/node_modules/@prisma/client/runtime.js:3:4)', undefined],
  ['vitest@4.1.12 and @slack/bolt', undefined],
])('extracts addresses, and nothing else, from %s', (line, safe) => {
  expect(withoutAddresses(line)).toBe(safe ?? line);
});

test('extracts the same addresses as the plain pattern', () => {
  const pattern = /[^\s"'`<>()[\]{},;:=@/]+@[^\s"'`<>()[\]{},;:=@/]+\.[\p{L}-]{2,}/gu;
  const piece = fc.constantFrom(
    'a',
    'Ωé',
    '.',
    '@',
    '-',
    '1',
    ' ',
    ':',
    'x.org',
    'ada@x.org',
    '@@',
    '..co',
    '\n',
    '<',
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
      const line = pieces.join('');
      expect(withoutAddresses(line)).toBe(line.replace(pattern, '…@…'));
    }),
    { numRuns: 2000 },
  );
});

// The plain pattern takes minutes for one of these.
test.each([
  ['no blank', 'a'.repeat(500_000)],
  ['dots', `a@${'.a'.repeat(250_000)}`],
  ['at signs', 'a@'.repeat(250_000)],
  ['letters behind dots', `a@${'.aaa1'.repeat(100_000)}`],
])('extracts addresses from half a megabyte of %s at once', { timeout: 20_000 }, (_, line) => {
  withoutAddresses(line);
});

// A pattern that looks for the end of a run from each of its characters takes half a minute for one of these.
test.each([
  ['line breaks within', `a${'\n'.repeat(200_000)}x`],
  ['marks that nobody sees within', `a${'\u200b'.repeat(200_000)}x`],
  ['brackets before a letter', `${')'.repeat(200_000)}x`],
  ['dots before an address', `${'.'.repeat(200_000)}a@x.org`],
])('reads %s in time', { timeout: 20_000 }, (_, text) => {
  trimEmail(text);
  findEmails(text);
});

test('trims an end by whole characters', () => {
  expect(trimEmail('\n ada@x.org \u{e0001}\u200b')).toBe('ada@x.org');
  expect(trimEmail('ada@x.org\u{1f600} ')).toBe('ada@x.org\u{1f600}');
  expect(trimEmail(' \u200b ')).toBe('');
});
