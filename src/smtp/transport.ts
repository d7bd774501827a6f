import { Readable } from 'node:stream';
import DKIM from 'nodemailer/lib/dkim';
import type SMTPConnection from 'nodemailer/lib/smtp-connection';
import type { HandOver, OutgoingMail, Transport } from '../audience/campaigns/sending/port.ts';
import { answerTo, type SmtpError } from './answer.ts';
import { connect, inTime, type SmtpSettings } from './connect.ts';
import { writtenMail } from './mime.ts';
import type { AddressOf } from './reach.ts';
import { domainOf, plainAddress } from './texts.ts';

/** How to reach a sender's server, and how its mails are signed. */
export type TransportSettings = SmtpSettings & {
  /** A key of its own that signs mails (DKIM): its name in DNS, and the private key in PEM. */
  dkimSelector?: string | null;
  dkimKey?: string | null;
};

export interface SmtpTransportOptions {
  /** Default 5. */
  connections?: number;
  /** In ms, for each of connecting, the greeting and silence. Default 60,000. */
  timeoutMs?: number;
  /** In ms, for connecting and for a mail. Default half as much more: with another attempt, less than a lease. */
  mostMs?: number;
  /** Finds the address for each connection. By default any, also in this network. */
  addressOf?: AddressOf;
}

/** A server may count them; then a new connection begins. */
const MAILS_PER_CONNECTION = 100;

/** An open connection, and how many mails it has taken. */
interface Opened {
  connection: SMTPConnection;
  mails: number;
  /** Resolves when all that came with the last answer was read: a server that says more than it was asked is left. */
  settled: Promise<void>;
}

/**
 * Keeps a few connections to a sender's server open, and hands over mails, one a connection at a time. Nothing
 * is queued and nothing is sent again here: nodemailer's own pool does both, without telling whether the first
 * attempt went out.
 */
export function openSmtpTransport(
  settings: TransportSettings,
  options: SmtpTransportOptions = {},
): Transport {
  const { connections = 5, timeoutMs = 60_000, mostMs = timeoutMs * 1.5, addressOf } = options;
  const idle = new Set<Opened>();
  const underWay = new Set<Promise<HandOver>>();
  let isClosed = false;

  async function send(mail: OutgoingMail): Promise<HandOver> {
    const { envelope, raw } = await written(mail, settings);
    const began = Date.now();
    const kept = takeIdle();
    await kept?.settled;
    if (kept?.connection.destroyed === false) {
      const { answer, isGone } = await sendOver(kept, envelope, raw);
      // The server had closed it, or closes it now after so many mails. Nothing of this one went out.
      if (!isGone || Date.now() - began > timeoutMs) return answer;
    }
    let opened: Opened;
    try {
      opened = await open();
    } catch (error) {
      return answerTo(error as SmtpError, { phase: 'connecting' });
    }
    return (await sendOver(opened, envelope, raw)).answer;
  }

  async function open(): Promise<Opened> {
    const connection = await connect(settings, { timeoutMs, addressOf, mostMs });
    const opened: Opened = { connection, mails: 0, settled: Promise.resolve() };
    // From here on, an error while it is idle only means that it is gone.
    for (const event of ['error', 'end'] as const) {
      connection.removeAllListeners(event);
      connection.on(event, () => void idle.delete(opened));
    }
    return opened;
  }

  async function sendOver(
    opened: Opened,
    envelope: Envelope,
    raw: Buffer,
  ): Promise<{ answer: HandOver; isGone: boolean }> {
    let isBegun = false;
    // It is read once the server has sent its go-ahead (354), not before.
    const text = new Readable({
      read() {
        isBegun = true;
        this.push(raw);
        this.push(null);
      },
    });
    try {
      const response = await inTime(mostMs, () => handOver(opened, envelope, text));
      opened.mails += 1;
      keep(opened);
      return { answer: answerTo(undefined, { phase: 'sending', isBegun, response }), isGone: false };
    } catch (error) {
      const { responseCode: status = 0, code = '' } = error as SmtpError;
      // After a refusal, the connection takes the next mail. It is free when the server has forgotten this one.
      // Not after its text: a server that refused it halfway may send a second answer, and later ones would be
      // taken for those to other commands.
      const isRefusal = status >= 400 && status !== 421;
      if (isRefusal && !isBegun) await reset(opened);
      else opened.connection.close();
      // Without a reply, these two are about the mail itself.
      const isOfMail = status === 0 && (code === 'EMESSAGE' || code === 'EENVELOPE');
      const isGone = !isBegun && !isRefusal && !isOfMail;
      return { answer: answerTo(error as SmtpError, { phase: 'sending', isBegun }), isGone };
    }
  }

  async function reset(opened: Opened): Promise<void> {
    const { connection } = opened;
    const isReset = await inTime(
      timeoutMs,
      () =>
        new Promise<boolean>((resolve) => {
          const gone = () => resolve(false);
          connection.once('end', gone);
          connection.reset((error) => {
            connection.removeListener('end', gone);
            resolve(!error);
          });
        }),
    ).catch(() => false);
    if (isReset) keep(opened);
    else connection.close();
  }

  function takeIdle(): Opened | undefined {
    const [first] = idle;
    if (first !== undefined) idle.delete(first);
    return first;
  }

  function keep(opened: Opened): void {
    opened.settled = new Promise((resolve) => void setImmediate(resolve));
    if (opened.mails < MAILS_PER_CONNECTION && !isClosed) idle.add(opened);
    else opened.connection.quit();
  }

  return {
    connections,
    send(mail) {
      const sending = send(mail).finally(() => underWay.delete(sending));
      underWay.add(sending);
      return sending;
    },
    async close() {
      await Promise.allSettled(underWay);
      isClosed = true;
      for (const { connection } of idle) connection.quit();
      idle.clear();
    },
  };
}

/** @returns the server's reply to the text. @throws what nodemailer throws */
const handOver = ({ connection }: Opened, envelope: Envelope, text: Readable): Promise<string> =>
  new Promise((resolve, reject) => {
    // nodemailer writes into the envelope: what this server refuses, another connection would refuse, too.
    connection.send({ ...envelope }, text, (error, info) =>
      error ? reject(error) : resolve(info?.response ?? ''),
    );
  });

interface Envelope {
  from: string;
  to: string[];
  size: number;
}

/** A mail as it goes over the wire, signed if the sender has a key. */
async function written(
  mail: OutgoingMail,
  { dkimSelector, dkimKey }: TransportSettings,
): Promise<{ envelope: Envelope; raw: Buffer }> {
  const { from, to } = mail;
  const built = writtenMail(mail, new Date());
  const raw =
    dkimSelector && dkimKey
      ? await signed(built, { domain: domainOf(from.address), selector: dkimSelector, privateKey: dkimKey })
      : built;
  return {
    envelope: { from: plainAddress(from.address), to: [plainAddress(to.address)], size: raw.length },
    raw,
  };
}

/** The mail with a signature of its domain, over both headers of one-click unsubscribing, too (RFC 8058). */
async function signed(
  raw: Buffer,
  { domain, selector, privateKey }: { domain: string; selector: string; privateKey: string },
): Promise<Buffer> {
  const dkim = new DKIM({ domainName: domain, keySelector: selector, privateKey });
  const parts: Buffer[] = [];
  for await (const part of dkim.sign(raw)) parts.push(Buffer.from(part));
  return Buffer.concat(parts);
}
