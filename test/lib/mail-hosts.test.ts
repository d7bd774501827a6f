import { expect, it } from 'vitest';
import { mailHostOf } from '../../src/lib/mail-hosts.ts';

it.each([
  ['gmail.com', 'Gmail'],
  ['googlemail.com', 'Gmail'],
  ['hotmail.co.uk', 'Outlook'],
  ['live.fr', 'Outlook'],
  ['yahoo.co.jp', 'Yahoo'],
  ['me.com', 'iCloud'],
  ['acme.me.com', 'acme.me.com'],
  ['live.example', 'live.example'],
  ['outlook.acme.com', 'outlook.acme.com'],
  ['acme.example', 'acme.example'],
])('counts %s with %s', (domain, host) => {
  expect(mailHostOf(domain)).toBe(host);
});
