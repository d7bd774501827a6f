import type { Probe, ProbeTrouble } from '../audience/senders/port.ts';
import type { SmtpError } from './answer.ts';
import { connect, type SmtpSettings } from './connect.ts';
import type { AddressOf } from './reach.ts';
import { shownReply } from './texts.ts';

/** A person waits for the result. */
const PATIENCE_MS = 10_000;

/** Connects to a mail server and logs in, and says how that went. Sends nothing. */
export async function probeSmtp(
  settings: SmtpSettings,
  { addressOf, timeoutMs = PATIENCE_MS }: { addressOf?: AddressOf | undefined; timeoutMs?: number } = {},
): Promise<Probe> {
  try {
    const connection = await connect(settings, { timeoutMs, addressOf });
    const tls = connection.secure ? 'TLS' : null;
    connection.quit();
    return { is: 'fine', tls };
  } catch (error) {
    const { response, message } = error as SmtpError;
    return { is: 'trouble', what: troubleOf(error as ProbeError), reply: shownReply(response ?? message) };
  }
}

/** What nodemailer or Node threw. `originalCode`: the system's own. */
type ProbeError = SmtpError & { originalCode?: string };

function troubleOf({ code = '', originalCode = '', responseCode, message }: ProbeError): ProbeTrouble {
  if (code === 'EPRIVATE') return 'private';
  const isLater = responseCode !== undefined && responseCode >= 400 && responseCode < 500;
  if (code === 'EAUTH') return isLater ? 'later' : 'login refused';
  const all = `${code} ${originalCode} ${message}`;
  if (/ENOTFOUND|EAI_|EDNS|ENODATA/.test(all)) return 'not found';
  if (/ETIMEDOUT|timeout/i.test(all)) return 'silent';
  if (/CERT|certificate|altname|self.signed/i.test(all)) return 'certificate';
  // The server's own refusal of STARTTLS, before any handshake.
  if (code === 'ETLS' && responseCode !== undefined) return 'no tls';
  if (isLater) return 'later';
  if (responseCode !== undefined) return 'refused';
  return /ETLS|\bEPROTO\b|ERR_SSL|ERR_TLS|wrong version|handshake/i.test(all) ? 'tls' : 'unreachable';
}
