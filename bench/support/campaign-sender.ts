// A process that sends, for bench/campaigns.ts: the app's own sending (`app`), or a bare loop of nodemailer
// with as many connections, which writes the same mails (`bare`).
import { createTransport } from 'nodemailer';
import { startPump } from '../../src/audience/campaigns/sending/pump.ts';
import { openSmtpTransport } from '../../src/smtp/transport.ts';
import { openStorage } from '../../src/storage/database/client.ts';

/** What the process is started with. */
export interface SenderOrder {
  how: 'app' | 'bare';
  databaseUrl: string;
  secret: string;
  /** Where the mails go. */
  port: number;
  /** How many the bare loop sends. */
  mails: number;
}

const order: SenderOrder = JSON.parse(process.argv[2] ?? '{}');
process.on('disconnect', () => process.exit(0));
process.on('message', () => process.send?.({ megabytes: process.memoryUsage().rss / 1e6 }));
if (order.how === 'app') await sendAsApp();
else await sendBare();

async function sendAsApp(): Promise<void> {
  const { databaseUrl, secret, port } = order;
  const storage = await openStorage({ databaseUrl, dataDir: 'unused', secret });
  const deps = {
    ...{ storage, now: storage.clock.now },
    pages: { url: 'https://mail.acme.example', check: async () => undefined },
    sending: {
      openTransport: async () =>
        openSmtpTransport({ host: '127.0.0.1', port, security: 'none', userName: null, password: null }),
    },
  };
  startPump(deps, { log: (line) => process.stderr.write(`${line}\n`) });
  process.send?.({ ready: true });
}

async function sendBare(): Promise<void> {
  const { port, mails } = order;
  const pool = createTransport({
    ...{ host: '127.0.0.1', port, ignoreTLS: true, pool: true, maxConnections: 5, maxMessages: 100 },
  });
  process.send?.({ ready: true });
  let next = 0;
  const loop = async (): Promise<void> => {
    for (next += 1; next <= mails; next += 1) {
      const n = next;
      await pool.sendMail({
        from: { name: 'Acme', address: 'news@acme.example' },
        to: { name: `First${n % 700} Last${n % 1000}`, address: `person${n}@example${n % 97}.org` },
        ...{ subject: 'Spring sale', text: text(n), html: `<p>${text(n)}</p>`.repeat(4) },
        headers: { 'List-Unsubscribe': `<https://mail.acme.example/p/${'k'.repeat(40)}>` },
      });
    }
  };
  await Promise.all(Array.from({ length: 5 }, loop));
  pool.close();
}

/** About as long as the campaign's. */
function text(n: number): string {
  return `Hi First${n}\n\n${'Everything is cheaper until Sunday, and some of it even longer. '.repeat(20)}`;
}
