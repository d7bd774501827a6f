import { isIP } from 'node:net';
import SMTPConnection from 'nodemailer/lib/smtp-connection';
import type { SenderSecurity } from '../lib/sender-presets.ts';
import type { AddressOf } from './reach.ts';

/** How to reach a mail server, and to log in there. */
export interface SmtpSettings {
  host: string;
  port: number;
  security: SenderSecurity;
  userName: string | null;
  password: string | null;
}

/**
 * Connects to a mail server and logs in, if there is a login.
 *
 * @param options.addressOf finds the address to connect to; the certificate has to be the host's anyway
 * @throws what nodemailer or `addressOf` throws
 */
export async function connect(
  { host, port, security, userName, password }: SmtpSettings,
  {
    timeoutMs,
    addressOf,
    mostMs = timeoutMs * 1.5,
  }: { timeoutMs: number; addressOf?: AddressOf | undefined; mostMs?: number },
): Promise<SMTPConnection> {
  const address = addressOf === undefined ? {} : { host: await addressOf(host) };
  const servername = isIP(host) === 0 ? { servername: host } : {};
  const connection = new SMTPConnection({
    ...{ host, port, secure: security === 'tls', requireTLS: security === 'starttls' },
    ...{ ...address, ...servername },
    ...{ ignoreTLS: security === 'none', tls: { minVersion: 'TLSv1.2' } },
    ...{ connectionTimeout: timeoutMs, greetingTimeout: timeoutMs, socketTimeout: timeoutMs },
    socketCloseTimeout: 0,
  });
  try {
    await inTime(mostMs, async () => {
      await new Promise<void>((resolve, reject) => {
        connection.once('error', reject);
        connection.once('end', () => reject(new Error('Connection closed')));
        connection.connect((error) => (error ? reject(error) : resolve()));
      });
      if (userName !== null) await login(connection, userName, password ?? '');
    });
  } catch (error) {
    connection.close();
    throw error;
  }
  return connection;
}

/**
 * Waits for work, but not longer than this: to nodemailer, a server that sends a byte from time to time is never silent.
 *
 * @throws an error with the code ETIMEDOUT; the caller closes the connection
 */
export async function inTime<Result>(mostMs: number, work: () => Promise<Result>): Promise<Result> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(
      () => reject(Object.assign(new Error('Timeout: the answer never ended'), { code: 'ETIMEDOUT' })),
      mostMs,
    );
  });
  try {
    return await Promise.race([work(), late]);
  } finally {
    clearTimeout(timer);
  }
}

const login = (connection: SMTPConnection, user: string, pass: string): Promise<void> =>
  new Promise((resolve, reject) => {
    connection.login({ user, pass }, (error) => (error ? reject(error) : resolve()));
  });
