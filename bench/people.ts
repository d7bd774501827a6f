// How long lists, breakdowns and comparisons of people take: `npm run bench -- people`. Asks them in a seeded audience
// of a million contacts in a PostgreSQL that it starts, and in a tenth of it in the embedded database, through the
// product's own path, each time as if nobody had asked before. `--contacts 100000` for less, `--only server` or
// `--only embedded`, `--runs 5`. Ends with which bounds hold. Docs: docs/performance.md.
import { loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import type { AudienceDeps, Caller } from '../src/audience/caller.ts';
import { breakDown } from '../src/audience/people/breakdown.ts';
import { listPeople } from '../src/audience/people/list.ts';
import { sourceNamed } from '../src/audience/people/named.ts';
import { comparePeople } from '../src/audience/people/overlap.ts';
import type { PeopleSource } from '../src/audience/people/source.ts';
import { suggestPeople } from '../src/audience/people/suggest.ts';
import { benchNow } from './support/audience.ts';
import {
  type BenchAudience,
  openAudience,
  openEmbeddedAudience,
  startBenchPostgres,
} from './support/database.ts';
import { medianOf, ms } from './support/measure.ts';
import { cpuOf } from './support/server-cpu.ts';
import { verdicts } from './support/verdicts.ts';

const { values } = parseArgs({
  options: {
    contacts: { type: 'string', default: '1000000' },
    only: { type: 'string' },
    runs: { type: 'string', default: '5' },
  },
});
const contacts = Number(values.contacts);
const runs = Number(values.runs);
const found = verdicts();

if (values.only !== 'embedded') {
  const server = await startBenchPostgres();
  const audience = await openAudience(server, contacts);
  try {
    await measure(audience, contacts);
  } finally {
    await audience.storage.close();
    await server.close();
  }
}
if (values.only !== 'server') {
  const count = Math.min(contacts, 100_000);
  const audience = await openEmbeddedAudience(count);
  try {
    await measure(audience, count);
  } finally {
    await audience.storage.close();
  }
}
found.print();

/** Prints what each question takes. */
async function measure({ storage, workspaceId, postmaster }: BenchAudience, count: number): Promise<void> {
  const caller: Caller = { workspaceId, actor: 'bench', role: 'editor' };
  /** Answers are kept by pool: with one of its own, each question is asked again. */
  const anew = (): AudienceDeps => ({
    storage: { ...storage, pool: Object.create(storage.pool) },
    now: () => benchNow,
  });
  const { rows } = await storage.pool.query<{ id: number }>(
    'SELECT min(id) + (max(id) - min(id)) / 2 AS id FROM contacts WHERE workspace_id = $1',
    [workspaceId],
  );
  const middle = Number(rows[0]?.id);
  const named = (words: string) => sourceNamed(anew(), caller, words);
  const everyone: PeopleSource = { of: 'everyone' };
  const [vip, beta, silent] = [
    await named('vip'),
    await named('beta'),
    await named('not opened in the last 60 days'),
  ];
  const list = (source: PeopleSource, edge?: { after: number } | { before: number }) => () =>
    listPeople(anew(), caller, { source, edge });
  const search = (text: string) => list({ of: 'search', text });
  const by = (source: PeopleSource, key: string) => () => breakDown(anew(), caller, { source, by: key });
  const attribute = (await named('plan is pro')) as Extract<PeopleSource, { of: 'rule' }>;
  const attributeId = (attribute.rule as { attribute?: number }).attribute;

  const questions: [title: string, ask: () => Promise<unknown>][] = [
    ['everyone, first page', list(everyone)],
    ['everyone, a page in the middle', list(everyone, { after: middle })],
    ['everyone, a page before the middle', list(everyone, { before: middle })],
    ['tagged vip, first page', list(vip)],
    ['tagged vip, a page in the middle', list(vip, { after: middle })],
    ['a rule about events, a page in the middle', list(silent, { after: middle })],
    ['search: letters that many have', search('person1')],
    ['search: letters that one has', search('person4321@')],
    ['search: letters that no one has', search('quetzalcoatl')],
    [
      'a picker: the start of an address',
      () => suggestPeople(anew(), caller, { search: 'person12', limit: 20 }),
    ],
    [
      'a picker: letters that no one has',
      () => suggestPeople(anew(), caller, { search: 'quetzal', limit: 20 }),
    ],
    ['everyone by country', by(everyone, 'field:country')],
    ['everyone by tag', by(everyone, 'tags')],
    ['everyone by status', by(everyone, 'field:status')],
    ['everyone by sign-up month', by(everyone, 'month:signup date')],
    ...(attributeId === undefined
      ? []
      : ([['everyone by an attribute', by(everyone, `attribute:${attributeId}`)]] as typeof questions)),
    ['tagged vip by country', by(vip, 'field:country')],
    ['vip compared with beta', () => comparePeople(anew(), caller, { one: vip, other: beta })],
  ];
  console.log(
    `\n${storage.kind}, ${count} contacts: medians of ${runs}, in ms; load ${loadavg()[0]?.toFixed(1)} before`,
  );
  console.log('  product      CPU  question');
  for (const [title, ask] of questions) {
    const [taken] = await medianOf(runs, ask);
    const cpu = await cpuOf(ask, postmaster);
    console.log(`${ms(taken).padStart(9)} ${(cpu === undefined ? '—' : ms(cpu)).padStart(8)}  ${title}`);
    const where = `${storage.kind}, ${count} contacts: ${title}`;
    found.check('under 1 s', taken < 1000, `${where}: ${ms(taken)} ms`);
    if (cpu !== undefined) found.check('under 1 s of processor time', cpu < 1000, `${where}: ${ms(cpu)} ms`);
  }
}
