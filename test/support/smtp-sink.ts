import type { AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';

/** A server of mail that takes everything, and counts what it took for each address. */
export interface SmtpSink {
  port: number;
  /** How many mails came to their final dot, whether anyone heard the reply or not. */
  taken: Map<string, number>;
  total(): number;
  /** The addresses whose mail a sender has begun to hand over here, and has no reply for yet. */
  underWay(): string[];
  close(): Promise<void>;
}

/** @param delayMs how long it takes to answer a mail */
export async function startSmtpSink({ delayMs = 0 }: { delayMs?: number } = {}): Promise<SmtpSink> {
  const taken = new Map<string, number>();
  let total = 0;
  const underWay = new Map<string, string[]>();
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS', 'AUTH'],
    onRcptTo({ address }, { id }, done) {
      underWay.set(id, [...(underWay.get(id) ?? []), address]);
      done();
    },
    onClose: ({ id }) => void underWay.delete(id),
    onData(stream, session, done) {
      stream.resume();
      stream.on('end', () => {
        // Counted before the reply: a sender that dies now has sent it anyway.
        for (const { address } of session.envelope.rcptTo) taken.set(address, (taken.get(address) ?? 0) + 1);
        total += 1;
        setTimeout(() => {
          underWay.delete(session.id);
          done();
        }, delayMs);
      });
    },
  });
  server.on('error', () => {});
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
  return {
    port: (server.server.address() as AddressInfo).port,
    taken,
    total: () => total,
    underWay: () => [...underWay.values()].flat(),
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
