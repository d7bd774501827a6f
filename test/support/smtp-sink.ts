import type { AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';

/** A server of mail that takes everything, and counts what it took for each address. */
export interface SmtpSink {
  port: number;
  /** How many mails came to their final dot, whether anyone heard the reply or not. */
  taken: Map<string, number>;
  total(): number;
  close(): Promise<void>;
}

/** @param delayMs how long it takes to answer a mail */
export async function startSmtpSink({ delayMs = 0 }: { delayMs?: number } = {}): Promise<SmtpSink> {
  const taken = new Map<string, number>();
  let total = 0;
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS', 'AUTH'],
    onData(stream, session, done) {
      stream.resume();
      stream.on('end', () => {
        // Counted before the reply: a sender that dies now has sent it anyway.
        for (const { address } of session.envelope.rcptTo) taken.set(address, (taken.get(address) ?? 0) + 1);
        total += 1;
        setTimeout(() => done(), delayMs);
      });
    },
  });
  server.on('error', () => {});
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
  return {
    port: (server.server.address() as AddressInfo).port,
    taken,
    total: () => total,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
