import { isIP } from 'node:net';

/**
 * The client's address, to count requests by. Behind trusted proxies it is what the outermost of them saw:
 * each adds one address at the end of `X-Forwarded-For`, and a client can invent anything before those. In
 * IPv6, the network of one customer (/64) counts as one address.
 *
 * @param trusted how many proxies are in front of the app (TRUST_PROXY)
 */
export function clientAddress(
  request: { socketAddress: string | undefined; forwardedFor: string | undefined },
  trusted: number,
): string {
  const { socketAddress = '', forwardedFor = '' } = request;
  const hops = forwardedFor.split(',').map((hop) => hop.trim());
  const forwarded = trusted > 0 ? hops.at(-trusted) : undefined;
  const address = bare(forwarded ?? '') || bare(socketAddress) || 'unknown';
  return isIP(address) === 6 ? networkOf(address) : address;
}

/** An address without port, brackets and zone; empty if it isn't one. */
function bare(text: string): string {
  const mapped = text
    .replace(/^\[|\](?::\d+)?$/g, '')
    .replace(/%.*$/, '')
    .replace(/^::ffff:(?=\d+\.)/i, '');
  const plain = isIP(mapped) === 0 ? mapped.replace(/:\d+$/, '') : mapped;
  return isIP(plain) === 0 ? '' : plain;
}

function networkOf(address: string): string {
  const [head = '', tail] = address.toLowerCase().split('::');
  const before = head === '' ? [] : head.split(':');
  const after = tail === undefined || tail === '' ? [] : tail.split(':');
  const zeros =
    tail === undefined
      ? []
      : Array.from({ length: Math.max(0, 8 - before.length - after.length) }, () => '0');
  const groups = [...before, ...zeros, ...after].map((group) => group.replace(/^0+(?=.)/, ''));
  return `${groups.slice(0, 4).join(':')}::/64`;
}
