import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AudienceDeps, Caller } from '../../src/audience/caller.ts';
import { importState, startImport } from '../../src/audience/imports/imports.ts';
import { proposeImport } from '../../src/audience/imports/proposals.ts';
import { rehearseImport } from '../../src/audience/imports/rehearsal.ts';
import { undoImport } from '../../src/audience/imports/undo.ts';
import { startJobRunner } from '../../src/audience/jobs/runner.ts';
import type { Storage } from '../../src/storage/database/client.ts';
import { failing } from '../support/failing-storage.ts';
import { withAudience } from '../support/with-audience.ts';

const started = new Date('2026-11-23T10:00:00Z');

/** Times as a file writes them, by their milliseconds and their offset in hours east of Greenwich. */
const at = (iso: string) => (hours: number) => Date.parse(iso) - hours * 3_600_000;
const moments: Record<string, (hours: number) => number> = {
  '2024-05-01': at('2024-05-01T23:59:59.999Z'),
  '2024-05-01 23:30': at('2024-05-01T23:30:00Z'),
  '2024-05-02 01:00': at('2024-05-02T01:00:00Z'),
  '2024-05-01T20:00:00-05:00': () => Date.parse('2024-05-02T01:00:00Z'),
  '2024-05-02T00:15:00Z': () => Date.parse('2024-05-02T00:15:00Z'),
  '2031-01-01': () => started.getTime(),
};
/** In May. */
const zones: Record<string, number> = { UTC: 0, 'America/New_York': -4, 'Asia/Tokyo': 9 };

const row = fc.record({
  person: fc.integer({ min: 0, max: 4 }),
  isCapital: fc.boolean(),
  name: fc.constantFrom('', 'Ada', 'Bob', 'NULL'),
  company: fc.constantFrom('', 'Acme', 'Beta', 'too long'),
  status: fc.constantFrom('', 'subscribed', 'unsubscribed', 'cleaned', 'not subscribed'),
  out: fc.oneof({ weight: 2, arbitrary: fc.constant('') }, fc.constantFrom(...Object.keys(moments))),
  tags: fc.constantFrom('', 'vip', 'beta;news', 'vip;beta'),
  seats: fc.constantFrom('', '1', '2'),
});
type Row = typeof row extends fc.Arbitrary<infer T> ? T : never;

interface Merged {
  line: number;
  email: string;
  name: string | null;
  company: string | null;
  status: string;
  at: number | null;
  tags: string[];
  seats: number | null;
}

/** What the rows of a file give, one person after the other, by the words of the rule alone. */
function mergedByHand(rows: Row[], hours: number): Map<number, Merged> {
  const people = new Map<number, Merged>();
  const order = ['unsubscribed', 'bounced', 'non-subscribed', 'subscribed'];
  const words: Record<string, string> = {
    cleaned: 'bounced',
    'not subscribed': 'non-subscribed',
    '': 'subscribed',
  };
  for (const [
    index,
    { person, isCapital, name, company, status: word, out, tags, seats },
  ] of rows.entries()) {
    if (company === 'too long') continue;
    const status = out === '' ? (words[word] ?? word) : 'unsubscribed';
    const isNo = status === 'unsubscribed' || status === 'bounced';
    const moment = out === '' ? (isNo ? started.getTime() : null) : (moments[out]?.(hours) ?? null);
    const before = people.get(person);
    if (before === undefined) {
      people.set(person, {
        line: index + 2,
        email: emailOf(person, isCapital),
        name: name === 'NULL' ? null : name || null,
        company: company || null,
        ...{ status, at: moment, tags: tags.split(';').filter(Boolean), seats: Number(seats) || null },
      });
      continue;
    }
    before.name ??= name === 'NULL' ? null : name || null;
    before.company ??= company || null;
    before.seats ??= Number(seats) || null;
    before.tags.push(...tags.split(';').filter((tag) => tag !== '' && !before.tags.includes(tag)));
    const lower = order.indexOf(status) - order.indexOf(before.status);
    if (lower < 0) Object.assign(before, { status, at: moment });
    else if (lower === 0 && moment !== null) before.at = Math.max(before.at ?? 0, moment);
  }
  return people;
}

const emailOf = (person: number, isCapital: boolean): string =>
  isCapital ? `P${person}@Example.org` : `p${person}@example.org`;

function fileOf(rows: Row[]): Uint8Array {
  const lines = rows.map(({ person, isCapital, name, company, status, out, tags, seats }) => {
    const long = company === 'too long' ? 'x'.repeat(1001) : company;
    return [emailOf(person, isCapital), name, long, status, out, tags, seats].join(',');
  });
  // A last row with a cell in each column, so that the columns are recognized.
  const last = 'last@example.org,Last,Acme,unsubscribed,2024-01-01,vip,3';
  return new TextEncoder().encode(
    ['Email,Name,Company,Status,Unsubscribed at,Tags,Seats', ...lines, last].join('\n'),
  );
}

describe('several rows with one address', () => {
  const audience = withAudience();

  it('give the same contact as merging them by hand, in whatever batches, and undoing removes it', async () => {
    const rows = fc.array(row, { minLength: 2, maxLength: 24 });
    const how = fc.record({
      zone: fc.constantFrom(...Object.keys(zones)),
      batchRows: fc.integer({ min: 1, max: 8 }),
      /**
       * The batch at which the connection is lost, and the import that continues after the batches before it.
       */
      failsAt: fc.integer({ min: 1, max: 8 }),
      here: fc.option(fc.integer({ min: 0, max: 4 }), { nil: undefined }),
    });
    await fc.assert(fc.asyncProperty(rows, how, check), { numRuns: 25 });
  }, 180_000);

  async function check(
    rows: Row[],
    {
      zone,
      batchRows,
      failsAt,
      here,
    }: { zone: string; batchRows: number; failsAt: number; here: number | undefined },
  ): Promise<void> {
    const { prisma } = audience.storage;
    const on = (storage: Storage): AudienceDeps => ({ storage, now: () => started });
    const deps = on(audience.storage);
    const workspaceId = await audience.addWorkspace();
    await prisma.workspace.update({ where: { id: workspaceId }, data: { timeZone: zone } });
    const ada: Caller = { workspaceId, actor: 'U0ADA', role: 'editor' };
    if (here !== undefined) {
      const email = emailOf(here, false);
      const said = { status: 'subscribed', statusSource: 'api', statusAt: new Date('2023-01-01T00:00:00Z') };
      const times = { createdAt: said.statusAt, updatedAt: said.statusAt };
      const values = { name: 'Here', company: 'Here Ltd', source: 'api' };
      await prisma.contact.create({
        data: { workspaceId, email, emailKey: email, ...values, ...said, ...times },
      });
    }
    const all = async () => {
      const contacts = await prisma.contact.findMany({
        where: { workspaceId },
        include: { tags: { include: { tag: true } } },
        orderBy: { emailKey: 'asc' },
      });
      return contacts.map(({ id, tags, importId, ...rest }) => ({
        ...rest,
        tags: tags.map(({ tag }) => tag.name).sort(),
      }));
    };
    const before = await all();

    const proposal = await proposeImport(deps, ada, { fileName: 'people.csv', bytes: fileOf(rows) });
    const given = {
      importId: proposal.importId,
      mapping: proposal.mapping,
      newStatus: 'subscribed' as const,
    };
    const tried = await rehearseImport(deps, ada, given);
    if (!tried.ok) throw new Error(JSON.stringify(tried.problems));
    expect(await startImport(deps, ada, given)).toMatchObject({ ok: true });
    const unsafe = failing(audience.storage, [
      { statement: 'UPDATE imports SET rows_done', times: [failsAt] },
    ]);
    const runner = startJobRunner(on(unsafe), { batchRows, pollMs: 5, retryMs: 0 });
    await runner.idle();
    await runner.stop();

    const expected = mergedByHand(rows, zones[zone] ?? 0);
    const good = rows.filter(({ company }) => company !== 'too long');
    const repeated = [...expected.keys()].filter(
      (person) => good.filter((each) => each.person === person).length > 1,
    ).length;
    const state = await importState(deps, ada, proposal.importId);
    const { added, updated, unchanged } = state;
    expect(state).toMatchObject({
      ...{ state: 'done', rowsDone: rows.length + 1, rejected: rows.length - good.length, repeated },
    });
    expect(added + updated + unchanged).toBe(expected.size + 1);
    expect(tried.rehearsal).toMatchObject({ added, updated, unchanged, rejected: state.rejected, repeated });

    const found = new Map((await all()).map((contact) => [contact.emailKey, contact]));
    const seats = await prisma.attribute.findFirstOrThrow({ where: { workspaceId, name: 'Seats' } });
    expect(found.size).toBe(expected.size + 1 + (here === undefined || expected.has(here) ? 0 : 1));
    for (const [person, merged] of expected) {
      const isHere = person === here;
      expect(found.get(emailOf(person, false))).toMatchObject({
        email: isHere ? emailOf(person, false) : merged.email,
        name: merged.name ?? (isHere ? 'Here' : null),
        company: merged.company ?? (isHere ? 'Here Ltd' : null),
        ...(isHere ? {} : { importLine: merged.line }),
        // Existing contacts stay whom the file would only set to non-subscribed.
        status: isHere && merged.status === 'non-subscribed' ? 'subscribed' : merged.status,
        tags: [...merged.tags].sort(),
        attributes: merged.seats === null ? {} : { [seats.id]: merged.seats },
        ...(merged.at === null ? {} : { statusAt: new Date(merged.at) }),
      });
    }

    await undoImport(deps, ada, proposal.importId);
    const undoing = startJobRunner(deps, { batchRows, pollMs: 5 });
    await undoing.idle();
    await undoing.stop();
    expect(await all()).toEqual(before);
  }
});
