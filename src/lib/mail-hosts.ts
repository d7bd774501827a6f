/** Providers of mailboxes that have several domains; a name that ends in a dot has any country behind it. */
const hosts: Record<string, readonly string[]> = {
  Gmail: ['gmail.com', 'googlemail.com'],
  Outlook: ['outlook.', 'hotmail.', 'live.', 'msn.com', 'passport.com'],
  Yahoo: ['yahoo.', 'ymail.com', 'rocketmail.com', 'aol.', 'myyahoo.com'],
  iCloud: ['icloud.com', 'me.com', 'mac.com'],
};

/**
 * Whose mailboxes a domain has: a provider of several domains by its name, any other by its domain.
 *
 * @example mailHostOf('hotmail.co.uk') // 'Outlook'
 * @example mailHostOf('acme.example') // 'acme.example'
 */
export function mailHostOf(domain: string): string {
  const found = Object.entries(hosts).find(([, domains]) => domains.some((each) => isOf(domain, each)));
  return found?.[0] ?? domain;
}

/** Matches every domain of the providers above, and perhaps others: for a query that finds them. */
export const mailHostPattern = `^(?:${Object.values(hosts)
  .flat()
  .map((host) => (host.endsWith('.') ? host.replace('.', '\\.') : `${host.replaceAll('.', '\\.')}$`))
  .join('|')})`;

const country = /^[a-z]{2,3}(?:\.[a-z]{2})?$/;

const isOf = (domain: string, host: string): boolean =>
  host.endsWith('.') ? domain.startsWith(host) && country.test(domain.slice(host.length)) : domain === host;
