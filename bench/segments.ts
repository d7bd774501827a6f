// How long questions about segments take: `npm run bench -- segments`. Asks them in a seeded audience of a
// million contacts, with three million tags and ten million events, and in a tenth of it, in a PostgreSQL
// that it starts; then in a tenth of it in the embedded database. Each runs through the product's own path,
// next to the best handwritten SQL under the same limits. `--contacts 100000` for less, `--only server` or
// `--only embedded`, `--runs 7`, `--plans` for the plans of PostgreSQL. Ends with which bounds hold. Docs:
// docs/performance.md.

import { loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { addSegment } from '../src/audience/segments/segments.ts';
import { parseRule } from '../src/rules/language/parse.ts';
import type { Names } from '../src/rules/names.ts';
import { resolveRule } from '../src/rules/resolve.ts';
import { type CompiledRule, compileRule } from '../src/rules/sql/compile.ts';
import { compileWhy } from '../src/rules/why/compile-why.ts';
import { resolveConditions } from '../src/rules/why/why.ts';
import { readRows as run } from '../src/storage/queries/read-query.ts';
import { membersOf, type Size, sizeOf, whyOf } from '../src/storage/queries/run-rule.ts';
import { listNames } from '../src/storage/workspace/names.ts';
import { isMember } from '../test/support/is-member.ts';
import { benchNow } from './support/audience.ts';
import {
  type BenchAudience,
  openAudience,
  openEmbeddedAudience,
  startBenchPostgres,
} from './support/database.ts';
import { type Asked, measureGrowth, type PlanJson, rowsOf } from './support/growth.ts';
import { longestStall, medianOf, ms, times } from './support/measure.ts';
import { pageQuestions, questions, quiet, segments } from './support/questions.ts';
import { cpuOf } from './support/server-cpu.ts';
import { verdicts } from './support/verdicts.ts';

const { values } = parseArgs({
  options: {
    contacts: { type: 'string', default: '1000000' },
    only: { type: 'string' },
    runs: { type: 'string', default: '7' },
    plans: { type: 'boolean', default: false },
  },
});
const contacts = Number(values.contacts);
const runs = Number(values.runs);
const full = 1_000_000;
/** Slow statements have to be measured, not stopped. */
const timeout = 120_000;
const found = verdicts();

if (values.only !== 'embedded') {
  const server = await startBenchPostgres();
  const open: BenchAudience[] = [];
  try {
    const asked: Asked[] = [];
    for (const count of [contacts / 10, contacts]) {
      const audience = await openAudience(server, count);
      open.push(audience);
      asked.push(await measure(audience, count));
    }
    const [small, large] = asked as [Asked, Asked];
    await measureGrowth(small, large, { contacts, runs, postmaster: open[1]?.postmaster, found });
  } finally {
    for (const { storage } of open) await storage.close();
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
async function measure({ storage, workspaceId, postmaster }: BenchAudience, count: number): Promise<Asked> {
  const asked: Asked = new Map();
  const where = `${storage.kind}, ${count} contacts`;
  const names = await namesWithSegments({ storage, workspaceId });
  const ids = {
    workspaceId,
    tags: new Map(names.tags.map((tag) => [tag.name, tag.id])),
    plan: idOf(names.attributes, 'plan'),
    seats: idOf(names.attributes, 'seats'),
    campaign: idOf(names.campaigns, 'Letter 40'),
  };
  console.log(
    `\n${where}, ${count * 10} events: medians of ${runs}, in ms; load ${loadavg()[0]?.toFixed(1)} before`,
  );
  console.log('product  by hand  ratio      CPU   members  question');
  for (const { sentence, title = sentence, byHand, grouped, bound } of questions(ids)) {
    const compiled = compile(sentence, names, workspaceId);
    if (typeof compiled === 'string') {
      console.log(`      —        —      —        —         —  ${title}: NOT MEASURED. ${compiled}`);
      found.check('every question can be asked', false, `${title}: ${compiled}`);
      continue;
    }
    found.check('every question can be asked', true, title);
    const ask = () => sizeOf(storage, compiled, { timeout });
    const byHandSize = async (sql: string) => (await run<Size>(storage, sql, [], { timeout }))[0];
    const [size, expected] = [await ask(), await byHandSize(byHand)];
    found.check(
      'the product and the statement by hand count the same',
      size.members === expected?.members && size.reachable === expected.reachable,
      `${where}: ${title}: ${size.members} and ${expected?.members} members`,
    );
    if (values.plans) await printPlans(title, compiled, byHand);
    const [
      {
        'QUERY PLAN': [plan],
      } = { 'QUERY PLAN': [] },
    ] = await run<{ 'QUERY PLAN': PlanJson[] }>(
      storage,
      `EXPLAIN (ANALYZE, TIMING OFF, FORMAT JSON) ${statementOf(compiled)}`,
      compiled.params,
      { timeout },
    );
    const product = await compare({
      title,
      ask,
      byHand: () => byHandSize(byHand),
      members: size.members,
      rows: plan && rowsOf(plan.Plan),
    });
    if (grouped !== undefined) {
      const [slow] = await medianOf(Math.min(runs, 3), () => byHandSize(grouped));
      console.log(`${' '.repeat(45)}from all events ${ms(slow)}: ${times(slow / product)}`);
      found.check(
        'from the rollup at least 3 times faster than from all events',
        slow >= 3 * product,
        `${where}: ${title}: ${times(slow / product)}`,
      );
    }
    checkTime(product, { title, bound });
  }
  await measurePages(ids, names);
  return asked;

  async function measurePages(ids: Parameters<typeof pageQuestions>[0], names: Names): Promise<void> {
    const compiled = compile(quiet, names, workspaceId);
    if (typeof compiled === 'string') throw new Error(compiled);
    const all = await membersOf(storage, compiled, { limit: 1_000_000, timeout });
    const middle = all[Math.floor(all.length / 2)]?.id ?? 0;
    const { pages, memberByHand } = pageQuestions(ids, middle);
    for (const { title, after, limit, bound, byHand } of pages) {
      const ask = () => membersOf(storage, compiled, { after, limit });
      checkTime(await compare({ title, ask, byHand: () => run(storage, byHand, []) }), { title, bound });
    }
    const title = 'is this contact a member?';
    const ask = () => isMember(storage, compiled, middle);
    checkTime(await compare({ title, ask, byHand: () => run(storage, memberByHand, []) }), {
      title,
      bound: 5,
    });
    const question = await whyQuestion(names);
    const [why] = await medianOf(runs, () => whyOf(storage, question));
    console.log(`${ms(why).padStart(7)}${' '.repeat(38)}why is this contact a member?`);
    checkTime(why, { title: 'why is this contact a member?', bound: 5 });

    async function whyQuestion(names: Names) {
      const parsed = parseRule(quiet, contextOf(names));
      const { emailKey } = await storage.prisma.contact.findFirstOrThrow({
        where: { workspaceId, id: middle },
      });
      if (!parsed.ok) throw new Error(`${quiet} is refused`);
      return compileWhy(resolveConditions(parsed.rule, contextOf(names)), { workspaceId, emailKey });
    }
  }

  /** Measures a question next to its handwritten statement, prints and records both. */
  async function compare(question: {
    title: string;
    ask: () => Promise<unknown>;
    byHand: () => Promise<unknown>;
    members?: number;
    rows?: number | undefined;
  }): Promise<number> {
    const { title, ask, byHand, members, rows } = question;
    let [product, hand] = [Number.NaN, Number.NaN];
    const stall = await longestStall(async () => {
      [product, hand] = await medianOf(runs, ask, byHand);
    });
    const cpu = await cpuOf(ask, postmaster);
    asked.set(title, { ask, rows });
    const ratio = product / hand;
    console.log(
      `${ms(product).padStart(7)}  ${ms(hand).padStart(7)}  ${ratio.toFixed(2).padStart(5)}  ${(cpu === undefined ? '' : cpu.toFixed(1)).padStart(7)}  ${String(members ?? '').padStart(8)}  ${title}` +
        (storage.kind === 'embedded' ? ` (event loop stalled ${ms(stall)} at most)` : ''),
    );
    const measured = `${where}: ${title}: ${ms(product)} and ${ms(hand)} ms`;
    if (hand > 5)
      found.check(
        'at most 1.15 times as long as by hand, where that takes over 5 ms',
        ratio <= 1.15,
        measured,
      );
    else
      found.check(
        'at most 1 ms longer than by hand, where that takes up to 5 ms',
        product - hand <= 1,
        measured,
      );
    if (storage.kind === 'embedded') {
      found.check(
        'embedded: the event loop is never stalled over 20 ms',
        stall <= 20,
        `${title}: ${ms(stall)} ms`,
      );
    }
    return product;
  }

  function checkTime(product: number, { title, bound }: { title: string; bound: number }): void {
    const measured = `${title}: ${ms(product)} ms`;
    if (storage.kind === 'embedded')
      found.check('embedded: every question under 100 ms', product < 100, measured);
    else if (count >= full) found.check(`a million contacts: within ${bound} ms`, product <= bound, measured);
  }

  async function printPlans(title: string, compiled: CompiledRule, byHand: string): Promise<void> {
    for (const [what, text, params] of [
      ['product', statementOf(compiled), compiled.params],
      ['by hand', byHand, []],
    ] as const) {
      const plan = await run<{ 'QUERY PLAN': string }>(storage, `EXPLAIN (ANALYZE, BUFFERS) ${text}`, [
        ...params,
      ]);
      console.log(`\n${title}, ${what}:\n${plan.map((row) => row['QUERY PLAN']).join('\n')}`);
    }
  }
}

/** Counts as sizeOf does. */
function statementOf({ sql }: CompiledRule): string {
  return `SELECT count(*), count(*) FILTER (WHERE c.status = 'subscribed' AND c.email_validation <> 'invalid') FROM contacts c WHERE ${sql}`;
}

/** What sentences may name; creates the segments of the questions if they are missing. */
async function namesWithSegments({
  storage,
  workspaceId,
}: Pick<BenchAudience, 'storage' | 'workspaceId'>): Promise<Names> {
  const names = await listNames(storage.prisma, workspaceId);
  const missing = segments.filter(({ name }) => !names.segments.some((segment) => segment.name === name));
  const caller = { workspaceId, actor: 'bench', role: 'editor' } as const;
  for (const segment of missing) await addSegment({ storage, now: () => benchNow }, caller, segment);
  return missing.length === 0 ? names : listNames(storage.prisma, workspaceId);
}

function idOf(named: { id: number; name: string }[], name: string): number {
  const found = named.find((each) => each.name === name);
  if (found === undefined) throw new Error(`The audience of the bench has no ${name}.`);
  return found.id;
}

function contextOf(names: Names) {
  const dates = { now: benchNow, timeZone: 'Europe/London', weekStart: 'monday', dateOrder: 'dmy' } as const;
  return { names, dates };
}

/** The compiled rule, or why the language can't express it. */
function compile(sentence: string, names: Names, workspaceId: number): CompiledRule | string {
  const context = contextOf(names);
  const parsed = parseRule(sentence, context);
  if (!parsed.ok) return parsed.problems[0]?.message ?? 'Rollcall can’t use this rule.';
  const resolution = resolveRule(parsed.rule, context);
  return resolution.ok
    ? compileRule(resolution.resolved, { workspaceId })
    : (resolution.problems[0]?.message ?? 'Rollcall can’t use this rule.');
}
