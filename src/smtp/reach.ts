import { lookup } from 'node:dns/promises';
import { BlockList, isIP, isIPv4 } from 'node:net';

/** Finds the address at which a mail server is reached. @throws HostRefused, or as Node's DNS does */
export type AddressOf = (host: string) => Promise<string>;

/** A host that this installation doesn't send mail to. */
export class HostRefused extends Error {
  readonly code = 'EPRIVATE';
}

/** Finds all addresses of a host. */
export type LookUp = (host: string) => Promise<string[]>;

/**
 * Refuses hosts with an address on this machine or in a private network: an admin of a workspace is not
 * necessarily someone who may reach what is beside the app. Connect to the address that this returns. The name
 * may lead elsewhere a moment later.
 *
 * @param options.allowed names of hosts (SMTP_HOSTS) that may be anywhere
 */
export const guardedAddressOf =
  ({ allowed, lookUp = everyAddress }: { allowed: readonly string[]; lookUp?: LookUp }): AddressOf =>
  async (host) => {
    const name = host.toLowerCase().replace(/\.$/, '');
    const addresses = isIP(name) === 0 ? await lookUp(name) : [name];
    const [first] = addresses;
    if (first === undefined) throw Object.assign(new Error(`${name} has no address`), { code: 'ENOTFOUND' });
    if (allowed.includes(name) || addresses.every(isPublic)) return first;
    throw new HostRefused(`${name} is on this machine or in a private network`);
  };

const everyAddress: LookUp = async (host) =>
  (await lookup(host, { all: true, order: 'ipv4first' })).map(({ address }) => address);

/** IPv4 that isn't the internet: this machine, private, shared, link-local, for documents, multicast, reserved. */
const notPublic = new BlockList();
for (const [net, bits] of [
  ...([
    ['0.0.0.0', 8],
    ['10.0.0.0', 8],
    ['100.64.0.0', 10],
    ['127.0.0.0', 8],
    ['169.254.0.0', 16],
  ] as const),
  ...([
    ['172.16.0.0', 12],
    ['192.0.0.0', 24],
    ['192.0.2.0', 24],
    ['192.88.99.0', 24],
  ] as const),
  ...([
    ['192.168.0.0', 16],
    ['198.18.0.0', 15],
    ['198.51.100.0', 24],
    ['203.0.113.0', 24],
  ] as const),
  ...([
    ['224.0.0.0', 4],
    ['240.0.0.0', 4],
  ] as const),
] as const)
  notPublic.addSubnet(net, bits, 'ipv4');

/** IPv6 that is the internet, but for what leads into IPv4 (Teredo, 6to4) and for documents. */
const publicV6 = new BlockList();
publicV6.addSubnet('2000::', 3, 'ipv6');
const notPublicV6 = new BlockList();
for (const [net, bits] of [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
] as const)
  notPublicV6.addSubnet(net, bits, 'ipv6');

/** Whether an address is on the internet. */
export function isPublic(address: string): boolean {
  if (isIPv4(address)) return !notPublic.check(address, 'ipv4');
  const plain = address.replace(/%.*$/, '');
  return isIP(plain) === 6 && publicV6.check(plain, 'ipv6') && !notPublicV6.check(plain, 'ipv6');
}
