import type { DomainFacts, DomainQuestion } from '../../audience/senders/port.ts';
import type { MailDns } from './records.ts';
import { spfSays } from './spf.ts';

/** What DNS says of a From address's domain: whether it lets the sender send, and what else receivers look at. */
export async function domainFacts(
  dns: MailDns,
  { domain, host, spf: includes, selectors, publicKey }: DomainQuestion,
): Promise<DomainFacts> {
  const found = host === null ? 'none' : await dns.addresses(host);
  const addresses = typeof found === 'string' ? [] : found;
  const [spf, dkim, dmarc] = await Promise.all([
    spfSays(dns, domain, { addresses, includes }),
    dkimSays(dns, domain, { selectors, publicKey }),
    dmarcSays(dns, domain),
  ]);
  return { spf: spf === 'other' && found === 'unknown' ? 'unknown' : spf, dkim, dmarc };
}

async function dkimSays(
  dns: MailDns,
  domain: string,
  { selectors, publicKey }: Pick<DomainQuestion, 'selectors' | 'publicKey'>,
): Promise<DomainFacts['dkim']> {
  let answer: DomainFacts['dkim'] = { is: 'none' };
  for (const selector of selectors) {
    const texts = await dns.txt(`${selector}._domainkey.${domain}`);
    if (texts === 'unknown') answer = { is: 'unknown', selector };
    if (typeof texts === 'string') continue;
    const keys = texts.flatMap((text) => /(?:^|;)\s*p=([^;]*)/i.exec(text)?.[1]?.replace(/\s/g, '') ?? []);
    // An empty key says that it was revoked.
    if (keys.some((key) => (publicKey === undefined ? key !== '' : key === publicKey)))
      return { is: 'covers', selector };
    if (keys.length > 0 && answer.is === 'none') answer = { is: 'other', selector };
  }
  return answer;
}

/** The policy of the domain; of one above it if it has none. */
async function dmarcSays(dns: MailDns, domain: string): Promise<DomainFacts['dmarc']> {
  const labels = domain.split('.');
  const above = labels.map((_, index) => labels.slice(index).join('.')).filter((name) => name.includes('.'));
  let isUnknown = false;
  for (const name of [domain, ...above.slice(1).slice(-2)]) {
    const texts = await dns.txt(`_dmarc.${name}`);
    if (texts === 'unknown') isUnknown = true;
    if (typeof texts === 'string') continue;
    const record = texts.find((text) => /^v=DMARC1\s*;/i.test(text));
    const policyOf = (tag: string) =>
      record && new RegExp(`;\\s*${tag}\\s*=\\s*(none|quarantine|reject)`, 'i').exec(record)?.[1];
    // A domain above may say something else of those below it.
    const policy = (name === domain ? undefined : policyOf('sp')) ?? policyOf('p');
    if (policy !== undefined) return { is: 'policy', policy: policy.toLowerCase() };
  }
  return { is: isUnknown ? 'unknown' : 'none' };
}
