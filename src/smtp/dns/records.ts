import { Resolver } from 'node:dns/promises';

/** What DNS answered. none: there is no such record; unknown: there was no answer. */
export type Records<Value> = Value[] | 'none' | 'unknown';

/** The records that say who may send mail for a domain. Never throws. */
export interface MailDns {
  txt(name: string): Promise<Records<string>>;
  addresses(name: string): Promise<Records<string>>;
  mx(name: string): Promise<Records<string>>;
}

/** @param servers addresses of DNS servers, with their ports; the system's if left out */
export function createMailDns({ servers }: { servers?: string[] } = {}): MailDns {
  const resolver = new Resolver({ timeout: 3_000, tries: 2 });
  if (servers !== undefined) resolver.setServers(servers);
  const asked = async <Value>(ask: () => Promise<Value[]>): Promise<Records<Value>> => {
    try {
      return await ask();
    } catch (error) {
      const { code } = error as { code?: string };
      return code === 'ENOTFOUND' || code === 'ENODATA' ? 'none' : 'unknown';
    }
  };
  return {
    txt: (name) => asked(async () => (await resolver.resolveTxt(name)).map((parts) => parts.join(''))),
    mx: (name) => asked(async () => (await resolver.resolveMx(name)).map(({ exchange }) => exchange)),
    async addresses(name) {
      const both = await Promise.all([
        asked(() => resolver.resolve4(name)),
        asked(() => resolver.resolve6(name)),
      ]);
      const found = both.flatMap((one) => (typeof one === 'string' ? [] : one));
      return found.length > 0 ? found : both.includes('unknown') ? 'unknown' : 'none';
    },
  };
}
