import { z } from 'zod';
import { RollcallError } from '../../errors.ts';
import { presetOf, senderPreset } from '../../lib/sender-presets.ts';
import type { StoredSender } from '../../storage/senders/senders.ts';
import type { DomainFacts, Probe, ProbeTrouble } from './port.ts';

/** One line of what a check found. `bad`: the sender can't be used. */
export interface Finding {
  is: 'good' | 'bad' | 'note';
  about: 'server' | 'from' | 'dkim' | 'dmarc' | 'reports';
  says: string;
}

const findingsSchema = z.array(
  z.object({
    is: z.enum(['good', 'bad', 'note']),
    about: z.enum(['server', 'from', 'dkim', 'dmarc', 'reports']),
    says: z.string(),
  }),
);

/** The findings as stored; none if another version stored something else. */
export const findingsOf = ({ findings }: Pick<StoredSender, 'findings'>): Finding[] =>
  findingsSchema.safeParse(findings).data ?? [];

/** A sentence for each way in which a server can't be used. */
const troubles: Record<ProbeTrouble, (place: string) => string> = {
  'not found': (place) => `There is no server named ${place}. Check its name.`,
  private: (place) =>
    `${place} is on this machine or in a private network. To use it, add its name to SMTP_HOSTS where Rollcall runs.`,
  unreachable: (place) => `${place} doesn’t accept connections. Check the server’s name and port.`,
  silent: (place) =>
    `${place} didn’t answer. Many hosting companies block port 25: try 587 or 2525, or check the firewall.`,
  'no tls': (place) =>
    `${place} doesn’t offer STARTTLS, so the password and mails would travel unencrypted. Try port 465.`,
  tls: (place) =>
    `The encrypted connection to ${place} failed. Port 465 uses TLS from the start, the others use STARTTLS: check the port.`,
  certificate: (place) =>
    `The certificate of ${place} isn’t valid for that name, or has expired. Use the name that the certificate is for.`,
  'login refused': (place) => `${place} refused the user name or the password. Enter them again.`,
  later: (place) =>
    `${place} asks to come back later. Servers do this with senders they don’t know (greylisting), or with too many connections. Check again in a few minutes.`,
  refused: (place) => `${place} refused the connection.`,
};

/** What connecting to the server showed. */
export function serverFinding({ host, port }: Pick<StoredSender, 'host' | 'port'>, probe: Probe): Finding {
  const place = `${host}:${port}`;
  if (probe.is === 'fine') {
    const how = probe.tls === null ? 'without encryption' : 'encrypted';
    return { is: 'good', about: 'server', says: `Connected to ${place}, ${how}, and logged in.` };
  }
  const { what, reply } = probe;
  // Rollcall's own words say it all in these cases; in the others the server's may help.
  const isOurs = what === 'private' || what === 'not found';
  const said = isOurs || reply === '' ? '' : ` It said: ${reply}`;
  return { is: 'bad', about: 'server', says: troubles[what](place) + said };
}

/** Whether the From address may be used, and why. */
export function fromFinding(
  sender: Pick<StoredSender, 'fromAddress' | 'confirmedAt' | 'provider' | 'dkimSelector' | 'keySelector'>,
  { spf, dkim }: DomainFacts,
): Finding {
  const { fromAddress, confirmedAt, provider, dkimSelector } = sender;
  const domain = domainOf(fromAddress);
  const good = (says: string): Finding => ({ is: 'good', about: 'from', says });
  // Of another server's key, DNS doesn't say whose it is: the domain may have it for another service.
  if (dkim.is === 'covers' && (provider !== null || dkimSelector !== null))
    return good(`${domain} has a key for this sender in DNS (DKIM, ${dkim.selector}._domainkey).`);
  if (spf === 'covers') return good(`The SPF record of ${domain} allows this sender.`);
  if (confirmedAt !== null)
    return good(
      'Someone entered the code that was mailed to the From address. Without SPF or DKIM, many mails will go to spam.',
    );
  const key =
    dkim.is === 'covers' ? 'doesn’t say whose DKIM key it has' : 'has no DKIM key that Rollcall can find';
  const seen =
    spf === 'unknown' || dkim.is === 'unknown'
      ? `DNS didn’t answer for ${domain}.`
      : spf === 'none'
        ? `${domain} has no SPF record, and it ${key}.`
        : `${spfFault(spf, domain)}, and it ${key}.`;
  return {
    is: 'bad',
    about: 'from',
    says: `${seen} ${whatToDo(sender)}`,
  };
}

/** Why SPF doesn't help this sender. */
function spfFault(spf: DomainFacts['spf'], domain: string): string {
  if (spf === 'several') return `${domain} has several SPF records, which count as none: make them one`;
  if (spf === 'too long')
    return `The SPF record of ${domain} takes more than ten DNS look-ups, so mail servers ignore it`;
  return `The SPF record of ${domain} doesn’t allow this sender`;
}

function whatToDo(sender: Pick<StoredSender, 'provider' | 'keySelector'>): string {
  const { name, selectorFits } = senderPreset(presetOf(sender));
  const isHidden = selectorFits !== undefined && sender.keySelector === null;
  return isHidden
    ? `If ${name}’s DKIM key is in DNS, enter its selector with Edit. Otherwise set it up as ${name} says, or have a code mailed to the From address and enter it.`
    : 'Set it up as the provider says, or have a code mailed to the From address and enter it.';
}

/** What else receivers look at, and what is to be done about it. */
export function notes(
  sender: Pick<StoredSender, 'fromAddress' | 'dkimSelector' | 'keySelector' | 'provider'>,
  { dkim, dmarc }: DomainFacts,
): Finding[] {
  const { fromAddress, dkimSelector, keySelector, provider } = sender;
  const domain = domainOf(fromAddress);
  const lines: Finding[] = [];
  if (dkimSelector === null && keySelector !== null) {
    const name = `${keySelector}._domainkey.${domain}`;
    if (dkim.is === 'none')
      lines.push({
        ...{ is: 'note', about: 'dkim' },
        says: `DNS has no DKIM key at ${name}: check the selector, or add the record as the provider says.`,
      });
    // Of a service's key, the line about the From address says it.
    else if (dkim.is === 'covers' && provider === null)
      lines.push({ is: 'good', about: 'dkim', says: `DNS has a DKIM key at ${name}.` });
  }
  if (dkimSelector !== null && dkim.is !== 'covers') {
    const seen = dkim.is === 'other' ? 'a different key there' : 'no key there yet';
    lines.push({
      ...{ is: 'bad', about: 'dkim' },
      says: `Rollcall signs these mails, and DNS has ${seen}: add the TXT record below at ${dkimSelector}._domainkey.${domain}.`,
    });
  }
  if (dmarc.is === 'policy')
    lines.push({ is: 'good', about: 'dmarc', says: `DMARC of ${domain}: p=${dmarc.policy}.` });
  else if (dmarc.is === 'none')
    lines.push({
      ...{ is: 'note', about: 'dmarc' },
      says: `${domain} has no DMARC record. Gmail and Yahoo require one from anyone who sends 5,000 mails a day.`,
    });
  return lines;
}

/** The domain of an address. */
export const domainOf = (address: string): string => address.slice(address.lastIndexOf('@') + 1);

/** Why a sender can't be used; undefined if it can. */
export function problemOf({ name, checkedAt, problem }: StoredSender): string | undefined {
  if (checkedAt === null) return `"${name}" hasn’t been checked yet.`;
  return problem === null ? undefined : `"${name}" can’t be used: ${problem}`;
}

/** @throws RollcallError `invalid-input` if a sender can't be used */
export function requireUsable(sender: StoredSender): void {
  const problem = problemOf(sender);
  if (problem === undefined) return;
  throw new RollcallError('invalid-input', problem, {
    about: 'sender',
    hint: 'An admin can check and change it with /audience senders.',
  });
}
