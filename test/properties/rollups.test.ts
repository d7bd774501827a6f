import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Caller } from '../../src/audience/caller.ts';
import { recordEvents } from '../../src/audience/events/events.ts';
import { rebuildRollups } from '../../src/storage/events/rollups.ts';
import { databases } from '../support/database.ts';
import { withAudience } from '../support/with-audience.ts';

const now = new Date('2026-11-23T10:00:00Z');
const emails = ['ada@x.org', 'bob@x.org', 'cy@x.org'];
const kinds = ['received', 'opened', 'clicked'] as const;

/** Few moments, ids and contacts, so that they collide: ties, repeats, the same id with other facts. */
const event = fc.record(
  {
    id: fc.integer({ min: 1, max: 30 }).map(String),
    email: fc.constantFrom(...emails, 'nobody@x.org'),
    kind: fc.constantFrom(...kinds, 'opened', 'opened', 'purchase', 'unsubscribed'),
    at: fc.integer({ min: 0, max: 25 }).map((hours) => new Date(now.getTime() - hours * 3_600_000)),
    machine: fc.boolean(),
  },
  { requiredKeys: ['email', 'kind', 'at'] },
);
type Given = typeof event extends fc.Arbitrary<infer T> ? T : never;
const batches = fc.array(fc.array(event, { maxLength: 25 }), { minLength: 1, maxLength: 5 });

/** What has to be stored, from the plain list of events: the first of each id counts. */
function naive(given: Given[]) {
  const seen = new Set<string>();
  const kept = given.filter(({ id, email }) => {
    if (email === 'nobody@x.org' || (id !== undefined && seen.has(id))) return false;
    if (id !== undefined) seen.add(id);
    return true;
  });
  return emails.map((email) => {
    const own = kept.filter((each) => each.email === email && each.machine !== true);
    const sums = kinds.flatMap((kind) => {
      const times = own.filter((each) => each.kind === kind).map((each) => each.at.getTime());
      times.sort((a, b) => b - a);
      return [times.at(-1) ?? null, times[0] ?? null, times.length, times.slice(0, 10)];
    });
    return [email, ...sums];
  });
}

describe.each(databases)('rollups (%s)', (kind) => {
  const audience = withAudience({ on: kind, now: () => now });
  const { deps } = audience;

  async function rollups(workspaceId: number) {
    const rows = await audience.storage.prisma.contactRollup.findMany({
      where: { workspaceId },
      orderBy: { contactId: 'asc' },
    });
    const contacts = await audience.storage.prisma.contact.findMany({ where: { workspaceId } });
    const emails = new Map(contacts.map(({ id, email }) => [id, email]));
    const time = (at: Date | null) => at?.getTime() ?? null;
    return rows.map((row) => [
      emails.get(row.contactId),
      ...kinds.flatMap((each) => [
        time(row[`${each}First`]),
        time(row[`${each}Last`]),
        row[`${each}Total`],
        row[`${each}Recent`].map((at) => at.getTime()),
      ]),
    ]);
  }

  it('are what the events say, however these arrived', { timeout: 300_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(batches, async (given) => {
        const workspaceId = await audience.addWorkspace();
        const caller: Caller = { workspaceId, actor: 'test', role: 'editor' };
        for (const email of emails) {
          const data = { workspaceId, email, emailKey: email, statusSource: 'test', source: 'test' };
          await audience.storage.prisma.contact.create({ data });
        }
        for (const events of given) await recordEvents(deps, caller, { source: 'api', events });
        const expected = naive(given.flat());
        expect(await rollups(workspaceId)).toEqual(expected);
        await rebuildRollups(audience.storage.pool, workspaceId);
        expect(await rollups(workspaceId)).toEqual(expected);
      }),
      { numRuns: 60 },
    );
  });

  it('are rebuilt if they were wrong, and are blank if there are no events', async () => {
    const workspaceId = await audience.addWorkspace();
    const email = 'ada@x.org';
    const { id } = await audience.storage.prisma.contact.create({
      data: { workspaceId, email, emailKey: email, statusSource: 'test', source: 'test' },
    });
    await audience.storage.prisma.contactRollup.update({
      where: { workspaceId_contactId: { workspaceId, contactId: id } },
      data: { openedTotal: 3, openedFirst: now, openedRecent: [now] },
    });
    await rebuildRollups(audience.storage.pool, workspaceId);
    const blank = [null, null, 0, []];
    expect(await rollups(workspaceId)).toEqual([[email, ...blank, ...blank, ...blank]]);
  });

  it('are created with each contact, even if it is added as a side effect', async () => {
    const workspaceId = await audience.addWorkspace();
    await audience.storage.pool.query(
      `INSERT INTO contacts (workspace_id, email, email_key, status_source, source)
       SELECT $1, n || '@x.org', n || '@x.org', 'test', 'test' FROM generate_series(1, 3) n
       ON CONFLICT (workspace_id, email_key) DO UPDATE SET updated_at = now()`,
      [workspaceId],
    );
    expect((await rollups(workspaceId)).map(([email]) => email)).toEqual(['1@x.org', '2@x.org', '3@x.org']);
  });
});
