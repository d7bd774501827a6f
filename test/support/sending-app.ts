// A small app that sends campaigns, for tests that kill it: opens the database that its parent names, sends whatever goes
// out over real SMTP, and lives until it is killed. Leases are short, so that what it leaves is taken over soon.
import { startPump } from '../../src/audience/campaigns/sending/pump.ts';
import { startJobRunner } from '../../src/audience/jobs/runner.ts';
import { openSmtpTransport } from '../../src/smtp/transport.ts';
import { openStorage } from '../../src/storage/database/client.ts';

const [target = '{}'] = process.argv.slice(2);
const storage = await openStorage(JSON.parse(target));
const deps = {
  ...{
    storage,
    now: storage.clock.now,
    pages: { url: 'https://mail.acme.example', check: async () => undefined },
  },
  sending: {
    openTransport: async (sender: Parameters<typeof openSmtpTransport>[0]) => openSmtpTransport(sender),
  },
};
const log = (line: string) => process.stderr.write(`${line}\n`);
startJobRunner(deps, { pollMs: 50, log });
startPump(deps, { pollMs: 50, log, leases: { claimMs: 1_500, handOverMs: 2_000 } });
process.send?.({ ready: true });
process.on('disconnect', () => process.exit(0));
