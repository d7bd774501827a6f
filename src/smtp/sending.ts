import type { Transport } from '../audience/campaigns/sending/port.ts';
import type { SenderChecks } from '../audience/senders/port.ts';
import type { SenderWay } from '../lib/sender-presets.ts';
import type { SmtpSettings } from './connect.ts';
import { domainFacts } from './dns/domain.ts';
import { createMailDns, type MailDns } from './dns/records.ts';
import { probeSmtp } from './probe.ts';
import { guardedAddressOf, type LookUp } from './reach.ts';
import { openResendTransport, probeResend } from './resend.ts';
import { openSmtpTransport, type TransportSettings } from './transport.ts';

/** The playground's mailbox, on this machine. */
export interface MailboxPlace {
  port: number;
}

/** How a process reaches the servers of senders. */
export interface SmtpReach {
  openTransport(sender: TransportSettings & { way: SenderWay }): Promise<Transport>;
  checks: SenderChecks;
}

/**
 * Opens and checks the servers of senders. Each connection goes to an address that was checked a moment before.
 *
 * @param options.allowed names of hosts that may be on this machine or in a private network (SMTP_HOSTS)
 * @param options.mailbox the playground's; without one, senders that use it can't send
 * @param options.dns,options.lookUp the system's if left out
 */
export function createSmtpReach(options: {
  allowed: readonly string[];
  mailbox?: MailboxPlace | undefined;
  dns?: MailDns;
  lookUp?: LookUp;
}): SmtpReach {
  const { allowed, mailbox, dns = createMailDns(), lookUp } = options;
  const guarded = guardedAddressOf({ allowed, ...(lookUp === undefined ? {} : { lookUp }) });
  const toMailbox = (): SmtpSettings => {
    if (mailbox === undefined)
      throw new Error('a sender uses the mailbox of a playground that isn’t running');
    return { host: '127.0.0.1', port: mailbox.port, security: 'none', userName: null, password: null };
  };
  return {
    async openTransport(sender) {
      switch (sender.way) {
        case 'mailbox':
          return openSmtpTransport(toMailbox());
        case 'resend':
          return openResendTransport(sender);
        case 'smtp':
          return openSmtpTransport(sender, { addressOf: guarded });
        default:
          return sender.way satisfies never;
      }
    },
    checks: {
      async probe(sender) {
        if (sender.way === 'resend') return probeResend(sender);
        if (sender.way !== 'mailbox') return probeSmtp(sender, { addressOf: guarded });
        if (mailbox === undefined) return { is: 'trouble', what: 'unreachable', reply: '' };
        return probeSmtp(toMailbox());
      },
      domain: (question) => domainFacts(dns, question),
    },
  };
}
