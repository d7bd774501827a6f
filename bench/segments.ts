// How long questions about segments take: `npm run bench -- segments`, in a seeded audience of a million contacts, three
// million tags on them and ten million events, and of a tenth of it. `--contacts 100000` for less, `--embedded` for the
// embedded database. Each through the product's own path, beside the best SQL by hand under the same timeout.
import { parseArgs } from 'node:util';
import { compileRule } from '../src/rules/compile.ts';
import { parseRule } from '../src/rules/parse.ts';
import { resolveRule } from '../src/rules/resolve.ts';
import type { Names } from '../src/rules/schema.ts';
import type { Storage } from '../src/storage/client.ts';
import { listNames } from '../src/storage/names.ts';
import { isMember, membersOf, type Size, sizeOf } from '../src/storage/run-rule.ts';
import { benchNow } from './support/audience.ts';
import {
  type BenchAudience,
  openAudience,
  openEmbeddedAudience,
  startBenchPostgres,
} from './support/database.ts';
import { questions } from './support/questions.ts';

const { values } = parseArgs({
  options: {
    contacts: { type: 'string' },
    embedded: { type: 'boolean', default: false },
    runs: { type: 'string', default: '7' },
  },
});
const contacts = Number(values.contacts ?? (values.embedded ? 100_000 : 1_000_000));
const server = values.embedded ? undefined : await startBenchPostgres();
const open = (count: number): Promise<BenchAudience> =>
  server === undefined ? openEmbeddedAudience(count) : openAudience(server, count);
try {
  const small = await measure(contacts / 10);
  const large = await measure(contacts);
  console.log(`\nGrowth from ${contacts / 10} to ${contacts} contacts (10: linear)`);
  for (const [title, ms] of large) {
    const before = small.get(title);
    if (before !== undefined) console.log(`${times(ms / before).padStart(8)}  ${title}`);
  }
} finally {
  await server?.close();
}

/** Prints what each question takes; returns the product's medians in ms, by title. */
async function measure(count: number): Promise<Map<string, number>> {
  const { storage, workspaceId } = await open(count);
  const medians = new Map<string, number>();
  try {
    const names = await listNames(storage.prisma, workspaceId);
    const ids = {
      workspaceId,
      tags: new Map(names.tags.map((tag) => [tag.name, tag.id])),
      plan: names.attributes.find((attribute) => attribute.name === 'plan')?.id ?? 0,
      campaign: names.campaigns.find((campaign) => campaign.name === 'Letter 40')?.id ?? 0,
    };
    console.log(
      `\n${count} contacts, ${count * 10} events, ${storage.kind}: median of ${values.runs}, in ms`,
    );
    console.log('product  by hand  ratio   members  question');
    for (const { sentence, byHand, grouped, bound } of questions(ids)) {
      const compiled = compile(sentence, names, workspaceId);
      if (compiled === undefined) {
        console.log(
          `      —        —      —         —  ${shorten(sentence)}: the language does not say it yet`,
        );
        continue;
      }
      const size = await sizeOf(storage, compiled);
      const expected = await byHandSize(storage, byHand);
      const [product, hand] = await medianOf(
        () => sizeOf(storage, compiled),
        () => byHandSize(storage, byHand),
      );
      medians.set(shorten(sentence), product);
      const notes = [
        size.members === expected.members ? '' : ` BY HAND THERE ARE ${expected.members}`,
        count >= 1_000_000 && product > bound ? ` OVER ${bound} ms` : '',
      ];
      if (grouped !== undefined) {
        const [slow] = await medianOf(() => byHandSize(storage, grouped));
        notes.push(` (from all events ${ms(slow)}: ${times(slow / product)})`);
      }
      const ratio = (product / hand).toFixed(2);
      console.log(
        `${ms(product).padStart(7)}  ${ms(hand).padStart(7)}  ${ratio.padStart(5)}  ${String(size.members).padStart(8)}  ${shorten(sentence)}${notes.join('')}`,
      );
    }
    await measurePages(storage, { names, workspaceId, medians });
  } finally {
    await storage.close();
  }
  return medians;
}

async function measurePages(
  storage: Storage,
  { names, workspaceId, medians }: { names: Names; workspaceId: number; medians: Map<string, number> },
): Promise<void> {
  const sentence = 'tagged vip and not opened in the last 60 days';
  const compiled = compile(sentence, names, workspaceId);
  if (compiled === undefined) return;
  const all = await membersOf(storage, compiled, { limit: 1_000_000 });
  const middle = all[Math.floor(all.length / 2)]?.id ?? 0;
  const cases: [string, () => Promise<unknown>][] = [
    ['first 25 members', () => membersOf(storage, compiled, { limit: 25 })],
    ['25 members from the middle', () => membersOf(storage, compiled, { after: middle, limit: 25 })],
    ['is this contact a member?', () => isMember(storage, compiled, middle)],
  ];
  for (const [title, ask] of cases) {
    const [product] = await medianOf(ask);
    medians.set(title, product);
    console.log(`${ms(product).padStart(7)}                             ${title} (${sentence})`);
  }
}

function compile(sentence: string, names: Names, workspaceId: number) {
  const context = {
    names,
    dates: { now: benchNow, timeZone: 'Europe/London', weekStart: 'monday', dateOrder: 'dmy' } as const,
  };
  const parsed = parseRule(sentence, context);
  if (!parsed.ok) return undefined;
  const resolution = resolveRule(parsed.rule, context);
  return resolution.ok ? compileRule(resolution.resolved, { workspaceId }) : undefined;
}

/** Under the wrapper that the product's questions run in. */
async function byHandSize(storage: Storage, sql: string): Promise<Size> {
  if (storage.kind === 'embedded') return (await storage.pool.query<Size>(sql)).rows[0] as Size;
  const client = await storage.pool.connect();
  try {
    await client.query('BEGIN READ ONLY; SET LOCAL statement_timeout = 60000');
    const { rows } = await client.query<Size>(sql);
    await client.query('COMMIT');
    return rows[0] as Size;
  } finally {
    client.release();
  }
}

/** Medians in ms. Taken in turns, so that what else the machine does hits them alike. */
async function medianOf<Asks extends (() => Promise<unknown>)[]>(
  ...asks: Asks
): Promise<{ [I in keyof Asks]: number }> {
  const runs = Number(values.runs);
  const taken = asks.map((): number[] => []);
  for (let run = -1; run < runs; run++) {
    for (const [index, ask] of asks.entries()) {
      const started = performance.now();
      await ask();
      // The first round warms up.
      if (run >= 0) taken[index]?.push(performance.now() - started);
    }
  }
  const medians = taken.map((each) => each.sort((a, b) => a - b)[Math.floor(each.length / 2)] ?? Number.NaN);
  return medians as { [I in keyof Asks]: number };
}

function ms(duration: number): string {
  return duration.toFixed(1);
}

function times(factor: number): string {
  return `×${factor.toFixed(1)}`;
}

function shorten(text: string): string {
  return text.length > 110 ? `${text.slice(0, 100)}… (${text.length})` : text;
}
