import { createRequire } from 'node:module';

/** Why mail to an address may do more harm than good. */
export type EmailRisk = 'role' | 'disposable';

/**
 * The risk of an address: `role` if a group or nobody reads it (info@, noreply@), `disposable` if it was made
 * to be thrown away. Null for all others. Risky contacts are kept and can be reached; rules find them by
 * their validation.
 *
 * @param key as emailKey returns it
 * @example riskOf('info@example.org') // 'role'
 * @example riskOf('ada@mailinator.com') // 'disposable'
 */
export function riskOf(key: string): EmailRisk | null {
  const at = key.lastIndexOf('@');
  const plus = key.indexOf('+');
  const local = key.slice(0, plus > 0 && plus < at ? plus : at);
  if (isDisposable(key.slice(at + 1))) return 'disposable';
  return roles.has(local) ? 'role' : null;
}

/** The validation of a new contact's address. */
export function validationOf(key: string): 'risky' | 'unknown' {
  return riskOf(key) === null ? 'unknown' : 'risky';
}

/**
 * RFC 2142, and what mail tools refuse or warn about. Not "hello" and "team": small firms sign up with them.
 */
const roles = new Set(
  (
    'abuse accounting accounts admin administrator all billing bounce bounces compliance contact customerservice daemon devnull dns ' +
    'do-not-reply donotreply enquiries enquiry everyone feedback finance ftp help helpdesk hostmaster hr info inquiries inquiry it jobs ' +
    'list list-request mail mailer-daemon mailerdaemon maildaemon marketing media news newsletter no-reply no.reply no_reply nobody noc ' +
    'noreply office orders postmaster press privacy purchasing recruiting registrar remove reply root sales security service services ' +
    'spam staff subscribe support sysadmin tech test undisclosed-recipients unsubscribe usenet users uucp webmaster www'
  ).split(' '),
);

/** A subdomain of a listed domain is as disposable as the domain. */
function isDisposable(domain: string): boolean {
  const listed = disposableDomains();
  for (let from = 0; from >= 0; ) {
    if (listed.has(domain.slice(from))) return true;
    const dot = domain.indexOf('.', from);
    from = dot < 0 ? -1 : dot + 1;
  }
  return false;
}

let found: ReadonlySet<string> | undefined;

/** Read at the first address, so that starting the app costs nothing. */
function disposableDomains(): ReadonlySet<string> {
  if (found === undefined) {
    const load = createRequire(import.meta.url);
    const { disposableEmailBlocklistSet }: typeof import('disposable-email-domains-js') = load(
      'disposable-email-domains-js',
    );
    found = disposableEmailBlocklistSet();
  }
  return found;
}
