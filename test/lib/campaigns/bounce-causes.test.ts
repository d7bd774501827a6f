import { describe, expect, it } from 'vitest';
import { bounceCauses, causeOf, isBounceCause } from '../../../src/lib/campaigns/bounce-causes.ts';

describe('why a mail was refused', () => {
  // Replies of well-known servers, as their operators document them or as they are quoted in public.
  it.each([
    [
      '550 5.1.1 <ada@x.org>: Recipient address rejected: User unknown in local recipient table',
      'no mailbox',
    ],
    ['550-5.1.1 The email account that you tried to reach does not exist. Please try', 'no mailbox'],
    ["554 delivery error: dd This user doesn't have a yahoo.com account", 'no mailbox'],
    ['550 5.5.0 Requested action not taken: mailbox unavailable', 'no mailbox'],
    ['550 No such user here', 'no mailbox'],
    ['553 sorry, this recipient is not in my validrcptto list', 'no mailbox'],
    ['550 5.2.1 The email account that you tried to reach is disabled.', 'closed'],
    ['554 30 Sorry, your message cannot be delivered. This mailbox is disabled (554.30).', 'closed'],
    ['552-5.2.2 The email account that you tried to reach is over quota.', 'full'],
    ['452 4.2.2 The recipient’s inbox is out of storage space.', 'full'],
    ['554 5.2.2 mailbox full', 'full'],
    ['452 Mailbox full', 'full'],
    ['552 5.3.4 Message size exceeds fixed limit', 'too large'],
    ['552 Message size exceeds fixed maximum message size', 'too large'],
    ['550-5.7.26 This mail has been blocked because the sender is unauthenticated.', 'blocked'],
    ['554 5.7.1 Service unavailable; Client host [192.0.2.1] blocked using zen.spamhaus.org', 'blocked'],
    ['421-4.7.0 This message does not pass authentication checks', 'blocked'],
    ['554 Message rejected because of unacceptable content: spam', 'blocked'],
    ['501 5.1.8 Sender domain must exist', 'blocked'],
    ['550 5.1.2 Host unknown (Name server: host not found)', 'no server'],
    ['556 5.1.10 Recipient address has null MX', 'no server'],
    ['521 example.org does not accept mail', 'no server'],
    ['450 4.2.0 Recipient address rejected: Greylisted, see https://x.example', 'unavailable'],
    ['451 4.7.1 Greylisting in action, please come back later', 'unavailable'],
    ['421 4.3.2 Service shutting down', 'unavailable'],
    ['451 4.4.1 No answer from host', 'unavailable'],
    ['550 5.6.1 Lines too long', 'other'],
    ['550 Rejected', undefined],
    ['554 Transaction failed', undefined],
    ['550 5.0.0 Rejected', undefined],
    ['', undefined],
    // A version, or the address of a host, is no status.
    ['550 Denied by filter 4.5.1.2 at 5.1.1.1', undefined],
  ] as const)('reads "%s"', (text, cause) => {
    expect(causeOf({ text })).toBe(cause);
  });

  it('reads the status and the code that a provider names by themselves', () => {
    expect(causeOf({ status: '5.1.1' })).toBe('no mailbox');
    expect(causeOf({ status: 'smtp; 5.7.1 (delivery not authorized)' })).toBe('blocked');
    expect(causeOf({ code: '552' })).toBe('full');
    expect(causeOf({ code: '550' })).toBeUndefined();
    expect(causeOf({})).toBeUndefined();
  });

  it('knows its own names, and no others', () => {
    expect(Object.keys(bounceCauses).every(isBounceCause)).toBe(true);
    expect(['', 'toString', 'mailbox', 5, null].some(isBounceCause)).toBe(false);
  });
});
