import { describe, expect, test } from 'vitest';
import { emailKey } from '../../src/lib/emails.ts';
import { riskOf } from '../../src/lib/emails-risk.ts';

describe('riskOf', () => {
  test.each([
    ['info@example.org', 'role'],
    ['support+eu@example.org', 'role'],
    ['no-reply@example.org', 'role'],
    ['POSTMASTER@Example.org', 'role'],
    ['ada@mailinator.com', 'disposable'],
    ['ada@mail.mailinator.com', 'disposable'],
    ['info@mailinator.com', 'disposable'],
    ['ada@example.org', null],
    ['ada+info@example.org', null],
    ['information@example.org', null],
    ['+info@example.org', null],
    ['hello@example.org', null],
    ['ada@gmail.com', null],
    ['ada@mailinator.com.example', null],
    ['ada@info.example', null],
  ] as const)('finds in %s: %s', (email, risk) => {
    expect(riskOf(emailKey(email) ?? '')).toBe(risk);
  });
});
