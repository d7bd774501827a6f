import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { domainFacts } from '../../../src/smtp/dns/domain.ts';
import { createMailDns } from '../../../src/smtp/dns/records.ts';
import { startLocalDns, type Zone } from '../../support/local-dns.ts';

const key = 'M'.repeat(392);
/** Terms of which each takes one look-up. */
const lookups = (count: number) =>
  Array.from({ length: count }, (_, index) => `a:none-${index}.example`).join(' ');
const zone: Zone = {
  'smtp.host.example': { A: ['198.51.100.7'] },
  'by-address.example': { TXT: ['some other text', 'v=spf1 ip4:198.51.100.0/24 -all'] },
  'by-name.example': { TXT: ['v=spf1 a:smtp.host.example -all'] },
  'by-own-a.example': { TXT: ['v=spf1 a/24 -all'], A: ['198.51.100.200'] },
  'by-mx.example': { TXT: ['v=spf1 mx -all'], MX: ['smtp.host.example'] },
  'by-include.example': { TXT: ['v=spf1 include:inner.example -all'] },
  'inner.example': { TXT: ['v=spf1 ip4:198.51.100.7 ~all'] },
  'by-redirect.example': { TXT: ['v=spf1 redirect=inner.example'] },
  'service.example': { TXT: ['v=spf1 include:_spf.google.com include:sendgrid.net ~all'] },
  'others.example': { TXT: ['v=spf1 ip4:203.0.113.0/24 -all'] },
  'forbidden.example': { TXT: ['v=spf1 -ip4:198.51.100.7 ip4:198.51.100.0/24 -all'] },
  'anyone.example': { TXT: ['v=spf1 +all'] },
  'twice.example': { TXT: ['v=spf1 ip4:198.51.100.7 -all', 'v=spf1 -all'] },
  'broken.example': { TXT: ['v=spf1 ip4:198.51.100.7/ ip4:198.51.100.7/99 ip4: a// -all'] },
  'includes-twice.example': { TXT: ['v=spf1 include:twice.example -all'] },
  'long.example': { TXT: [`v=spf1 ${lookups(10)} ip4:203.0.113.7 include:inner.example -all`] },
  'long-enough.example': { TXT: [`v=spf1 ${lookups(9)} INCLUDE:inner.example. -all`] },
  'too-late.example': { TXT: [`v=spf1 ${lookups(10)} include:sendgrid.net -all`] },
  '_dmarc.strict.example': { TXT: ['v=DMARC1; p=reject; sp=none'] },
  'loop.example': { TXT: ['v=spf1 include:loop.example -all'] },
  's1._domainkey.service.example': { TXT: [`v=DKIM1; k=rsa; p=${key}`] },
  's1._domainkey.others.example': { TXT: ['v=DKIM1; p='] },
  '_dmarc.service.example': { TXT: ['v=DMARC1; p=quarantine; rua=mailto:x@service.example'] },
  'mail.service.example': { TXT: ['v=spf1 -all'] },
};

describe('what DNS says of a domain', () => {
  let dns: Awaited<ReturnType<typeof startLocalDns>>;
  beforeAll(async () => {
    dns = await startLocalDns(zone);
  });
  afterAll(() => dns.close());
  const facts = (domain: string, more: { host?: string | null; spf?: string[]; publicKey?: string } = {}) =>
    domainFacts(createMailDns({ servers: [dns.server] }), {
      ...{ domain, host: 'smtp.host.example', spf: [], selectors: ['s1'] },
      ...more,
    });

  it.each([
    ['by-address.example', 'covers'],
    ['by-name.example', 'covers'],
    ['by-own-a.example', 'covers'],
    ['by-mx.example', 'covers'],
    ['by-include.example', 'covers'],
    ['by-redirect.example', 'covers'],
    ['others.example', 'other'],
    ['forbidden.example', 'other'],
    ['anyone.example', 'other'],
    ['broken.example', 'other'],
    ['loop.example', 'too long'],
    ['twice.example', 'several'],
    ['includes-twice.example', 'other'],
    ['long.example', 'too long'],
    ['long-enough.example', 'covers'],
    ['nothing.example', 'none'],
  ])('reads the SPF record of %s: %s', async (domain, says) => {
    expect((await facts(domain)).spf).toBe(says);
  });

  it('finds a service by what the record includes, without looking it up', async () => {
    expect((await facts('service.example', { host: null, spf: ['sendgrid.net'] })).spf).toBe('covers');
    expect((await facts('service.example', { host: null, spf: ['mailgun.org'] })).spf).toBe('other');
    expect((await facts('too-late.example', { host: null, spf: ['sendgrid.net'] })).spf).toBe('too long');
  });

  it('finds keys for DKIM, those that were revoked not among them', async () => {
    expect((await facts('service.example')).dkim).toEqual({ is: 'covers', selector: 's1' });
    expect((await facts('service.example', { publicKey: key })).dkim.is).toBe('covers');
    expect((await facts('service.example', { publicKey: 'another' })).dkim.is).toBe('other');
    expect((await facts('others.example')).dkim.is).not.toBe('covers');
    expect((await facts('by-mx.example')).dkim.is).toBe('none');
  });

  it('finds the policy of DMARC, also that of the domain above', async () => {
    const policy = { is: 'policy', policy: 'quarantine' };
    expect((await facts('service.example')).dmarc).toEqual(policy);
    expect((await facts('mail.service.example')).dmarc).toEqual(policy);
    expect((await facts('by-mx.example')).dmarc).toEqual({ is: 'none' });
    expect((await facts('strict.example')).dmarc).toEqual({ is: 'policy', policy: 'reject' });
    expect((await facts('mail.strict.example')).dmarc).toEqual({ is: 'policy', policy: 'none' });
  });

  it('says that it does not know if DNS does not answer', async () => {
    const gone = { ...(await startLocalDns({})) };
    await gone.close();
    const silent = createMailDns({ servers: [gone.server] });
    const { spf, dkim } = await domainFacts(silent, {
      ...{ domain: 'service.example', host: null, spf: ['x'], selectors: ['s1'] },
    });
    expect([spf, dkim.is]).toEqual(['unknown', 'unknown']);
  });
});
