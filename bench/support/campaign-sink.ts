// A mail server in a process of its own, for bench/campaigns.ts: takes everything, and says how many mails came
// since it was last asked, and when the first and the last did.
import type { AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';

const delayMs = Number(process.argv[2] ?? 0);
let [mails, first, last] = [0, 0, 0];
const server = new SMTPServer({
  ...{ authOptional: true, disabledCommands: ['STARTTLS', 'AUTH'], disableReverseLookup: true },
  onData(stream, _session, done) {
    stream.resume();
    stream.on('end', () => {
      last = performance.now();
      if (mails === 0) first = last;
      mails += 1;
      if (delayMs === 0) done();
      else setTimeout(done, delayMs);
    });
  },
});
server.on('error', () => {});
server.listen(0, '127.0.0.1', () => process.send?.({ port: (server.server.address() as AddressInfo).port }));
process.on('message', (order) => {
  process.send?.({ mails, seconds: (last - first) / 1000 });
  if (order === 'again') [mails, first, last] = [0, 0, 0];
});
process.on('disconnect', () => process.exit(0));
