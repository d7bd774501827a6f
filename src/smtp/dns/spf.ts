import { BlockList, isIP } from 'node:net';
import type { DnsSays, SpfSays } from '../../audience/senders/port.ts';
import type { MailDns } from './records.ts';

/** RFC 7208 allows ten names to be looked up. */
const MOST_LOOKUPS = 10;

/** Who sends: servers with these addresses, or a service whose records are included under these names. */
export interface Sending {
  addresses: readonly string[];
  includes: readonly string[];
}

/**
 * Whether a domain's SPF record names those who send: it includes the service's, or passes one of the
 * addresses. Macros and `exists` never match here. Receivers take no record that needs more than ten look-ups before
 * it names them, and none of two.
 */
export async function spfSays(dns: MailDns, domain: string, sending: Sending): Promise<SpfSays> {
  const budget = { left: MOST_LOOKUPS };
  const says = await readRecord(dns, domain, { sending, budget });
  return says === 'other' && budget.left < 0 ? 'too long' : says;
}

interface Reading {
  sending: Sending;
  /** How many names may still be looked up. */
  budget: { left: number };
}

async function readRecord(dns: MailDns, domain: string, reading: Reading): Promise<DnsSays | 'several'> {
  const texts = await dns.txt(domain);
  if (texts === 'unknown') return 'unknown';
  const records = texts === 'none' ? [] : texts.filter((text) => /^v=spf1(?: |$)/i.test(text));
  const [record] = records;
  if (record === undefined) return 'none';
  if (records.length > 1) return 'several';
  let answer: DnsSays = 'other';
  for (const term of record.split(/\s+/).slice(1)) {
    const says = await readTerm(dns, domain, { term: term.toLowerCase(), reading });
    if (says === 'covers') return 'covers';
    if (says === 'fails') return answer;
    if (says === 'unknown') answer = 'unknown';
  }
  return answer;
}

/** @returns fails: it names those who send, and says that they may not; other: it is about others */
async function readTerm(
  dns: MailDns,
  domain: string,
  { term, reading }: { term: string; reading: Reading },
): Promise<'covers' | 'fails' | 'other' | 'unknown'> {
  const [, sign = '', name = '', value = ''] = /^([-+~?]?)([a-z0-9]+)(?:[:=/](.*))?$/.exec(term) ?? [];
  const matches = await isNamed(dns, domain, { name, value, term, reading });
  if (matches === 'covers') return sign === '' || sign === '+' ? 'covers' : 'fails';
  return matches === 'unknown' ? 'unknown' : 'other';
}

async function isNamed(
  dns: MailDns,
  domain: string,
  { name, value, term, reading }: { name: string; value: string; term: string; reading: Reading },
): Promise<DnsSays> {
  const { sending, budget } = reading;
  switch (name) {
    case 'include':
    case 'redirect': {
      const of = value.replace(/\.$/, '');
      if (!takesOne(budget)) return 'other';
      // A service's own addresses aren't known: only its name can be found.
      if (sending.includes.includes(of)) return 'covers';
      if (of.includes('%')) return 'other';
      const says = await readRecord(dns, of, reading);
      return says === 'none' || says === 'several' ? 'other' : says;
    }
    case 'ip4':
    case 'ip6':
      return isWithin(sending.addresses, value) ? 'covers' : 'other';
    case 'a':
    case 'mx': {
      const [of = '', bits] = (term.includes(':') || value === '' ? value : `/${value}`).split('/');
      if (!takesOne(budget) || sending.addresses.length === 0) return 'other';
      return servesFor(dns, { name, of: of === '' ? domain : of, bits, addresses: sending.addresses });
    }
    default:
      // `all` says nothing about who sends: a record that ends with +all names nobody.
      return 'other';
  }
}

function takesOne(budget: { left: number }): boolean {
  budget.left -= 1;
  return budget.left >= 0;
}

async function servesFor(
  dns: MailDns,
  asked: { name: 'a' | 'mx'; of: string; bits: string | undefined; addresses: readonly string[] },
): Promise<DnsSays> {
  const hosts = asked.name === 'a' ? [asked.of] : await dns.mx(asked.of);
  if (typeof hosts === 'string') return hosts === 'unknown' ? 'unknown' : 'other';
  let answer: DnsSays = 'other';
  for (const host of hosts.slice(0, MOST_LOOKUPS)) {
    const found = await dns.addresses(host);
    if (found === 'unknown') answer = 'unknown';
    else if (found !== 'none') {
      const nets = found.map((address) => (asked.bits === undefined ? address : `${address}/${asked.bits}`));
      if (nets.some((net) => isWithin(asked.addresses, net))) return 'covers';
    }
  }
  return answer;
}

/** Whether one of the addresses is in a network: 192.0.2.0/24, or a single address. */
function isWithin(addresses: readonly string[], net: string): boolean {
  const [base = '', bits] = net.split('/');
  const version = isIP(base);
  if (version === 0) return false;
  const family = version === 4 ? 'ipv4' : 'ipv6';
  const most = version === 4 ? 32 : 128;
  const width = bits === undefined ? most : /^\d{1,3}$/.test(bits) ? Number(bits) : most + 1;
  if (width > most) return false;
  const list = new BlockList();
  list.addSubnet(base, width, family);
  return addresses.some((address) => isIP(address) === version && list.check(address, family));
}
