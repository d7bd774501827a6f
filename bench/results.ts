// Results of campaigns: `npm run bench -- results`, from a PostgreSQL that it starts; one part alone with
// `--part redirects`, `--part recording` or `--part card`. Redirects: links of mails beside /healthz, over the same connections, from
// the app as under `npm start` (build it first). Recording: clicks, from the request to the event, beside the same
// events in batches of a provider. Card: the results of a campaign to a million people. `--seconds 20`,
// `--connections 32`, `--clicks 100000`, `--contacts 50000`, `--recipients 1000000`.
import { loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { startPostgres } from '../test/support/postgres-server.ts';
import { measureCard } from './support/results-card.ts';
import { measureRecording } from './support/results-recording.ts';
import { measureRedirects } from './support/results-redirects.ts';
import { verdicts } from './support/verdicts.ts';

const { values } = parseArgs({
  options: {
    part: { type: 'string' },
    seconds: { type: 'string', default: '20' },
    connections: { type: 'string', default: '32' },
    clicks: { type: 'string', default: '100000' },
    contacts: { type: 'string', default: '50000' },
    recipients: { type: 'string', default: '1000000' },
  },
});
const given = {
  seconds: Number(values.seconds),
  connections: Number(values.connections),
  clicks: Number(values.clicks),
  contacts: Number(values.contacts),
  recipients: Number(values.recipients),
};
const parts = { redirects: measureRedirects, recording: measureRecording, card: measureCard };

const found = verdicts();
const server = await startPostgres({ settings: ['shared_buffers=1GB', 'max_wal_size=4GB'] });
try {
  for (const [name, measure] of Object.entries(parts)) {
    if (values.part !== undefined && values.part !== name) continue;
    console.log(`\n${name}, load ${loadavg()[0]?.toFixed(1)} before`);
    await measure({ ...given, found, databaseUrl: server.url });
  }
} finally {
  await server.close();
}
found.print();
