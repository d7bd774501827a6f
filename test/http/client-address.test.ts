import { describe, expect, it } from 'vitest';
import { clientAddress } from '../../src/http/public/client-address.ts';
import { createLimits } from '../../src/http/public/limits.ts';

describe('the sender of a request', () => {
  it.each([
    ['nobody between', '192.0.2.1', '198.51.100.7', 0, '192.0.2.1'],
    ['one proxy', '10.0.0.1', '198.51.100.7', 1, '198.51.100.7'],
    ['one proxy, and a made-up list', '10.0.0.1', '1.2.3.4, 198.51.100.7', 1, '198.51.100.7'],
    ['two proxies', '10.0.0.1', '1.2.3.4, 198.51.100.7, 10.0.0.2', 2, '198.51.100.7'],
    ['fewer proxies than said', '10.0.0.1', '198.51.100.7', 3, '10.0.0.1'],
    ['nonsense', '10.0.0.1', 'unknown', 1, '10.0.0.1'],
    ['a port behind it', '10.0.0.1', '198.51.100.7:4711', 1, '198.51.100.7'],
    ['IPv4 in IPv6', '::ffff:192.0.2.1', undefined, 0, '192.0.2.1'],
    ['IPv6', '2001:db8:1:2:3:4:5:6', undefined, 0, '2001:db8:1:2::/64'],
    ['IPv6 cut short', '2001:db8::1', undefined, 0, '2001:db8:0:0::/64'],
    ['IPv6 in brackets with a port', 'x', '[2001:0db8:0:0:0::9]:443', 1, '2001:db8:0:0::/64'],
    ['IPv6 of this machine', '::1', undefined, 0, '0:0:0:0::/64'],
    ['nothing at all', undefined, undefined, 0, 'unknown'],
  ])('is read from %s', (_what, socketAddress, forwardedFor, trusted, address) => {
    expect(clientAddress({ socketAddress, forwardedFor }, trusted)).toBe(address);
  });
});

describe('limits on guesses', () => {
  it('allow 20 a minute, by address', () => {
    let now = 0;
    const limits = createLimits(() => now);
    for (let n = 0; n < 20; n++) {
      expect(limits.waitOf('a')).toBeUndefined();
      limits.count('a');
    }
    expect(limits.waitOf('a')).toBe(60);
    expect(limits.waitOf('b')).toBeUndefined();
    now = 59_500;
    expect(limits.waitOf('a')).toBe(1);
    now = 60_000;
    expect(limits.waitOf('a')).toBeUndefined();
  });

  it('remember a limited number of addresses; all others count as one', () => {
    const limits = createLimits(() => 0);
    for (let n = 0; n < 10_000; n++) limits.count(`a${n}`);
    for (let n = 0; n < 30; n++) limits.count(`b${n}`);
    expect(limits.waitOf('another')).toBe(60);
    expect(limits.waitOf('a1')).toBeUndefined();
  });
});
