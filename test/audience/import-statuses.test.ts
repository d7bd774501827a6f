import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { AudienceDeps, Caller } from '../../src/audience/caller.ts';
import { proposeImport } from '../../src/audience/import-proposals.ts';
import { rehearseImport } from '../../src/audience/import-rehearsal.ts';
import { startJobRunner } from '../../src/audience/import-runner.ts';
import { importState, startImport } from '../../src/audience/imports.ts';
import { oneDatabase, openTestDatabase, type TestDatabase } from '../support/database.ts';

const here = ['subscribed', 'non-subscribed', 'bounced', 'unsubscribed'] as const;
/** What the file says, and what it means. */
const said = {
  subscribed: 'subscribed',
  unsubscribed: 'unsubscribed',
  complained: 'unsubscribed',
  cleaned: 'bounced',
  pending: 'non-subscribed',
} as const;
const started = new Date('2026-11-23T10:00:00Z');
const inFile = Object.keys(said) as (keyof typeof said)[];

describe.each(oneDatabase)('the statuses of people who are here, in a file (%s)', (kind) => {
  let database: TestDatabase;
  let deps: AudienceDeps;
  let ada: Caller;
  beforeAll(async () => {
    database = await openTestDatabase(kind);
    deps = { storage: database.storage, now: () => started };
  });
  afterAll(() => database?.close());
  beforeEach(async () => {
    ada = { workspaceId: await database.addWorkspace(), actor: 'U0ADA', role: 'editor' };
  });

  const emailOf = (status: string, word: string) => `${status}.${word}@x.org`;

  it.each([
    [{}, 'lower, and never raise'],
    [{ existing: 'keep' }, 'lower, also if only new people are added'],
  ] as [object, string][])('with %j %s', async (choices) => {
    const moves: Record<string, Record<string, string>> = {
      subscribed: { unsubscribed: 'unsubscribed', complained: 'unsubscribed', cleaned: 'bounced' },
      'non-subscribed': { unsubscribed: 'unsubscribed', complained: 'unsubscribed', cleaned: 'bounced' },
      bounced: { unsubscribed: 'unsubscribed', complained: 'unsubscribed' },
    };
    const { workspaceId } = ada;
    const { prisma } = database.storage;
    const at = new Date('2026-01-01T00:00:00Z');
    await prisma.contact.createMany({
      data: here.flatMap((status) =>
        inFile.map((word) => ({
          ...{ workspaceId, email: emailOf(status, word), emailKey: emailOf(status, word), status },
          ...{ source: 'api', statusSource: 'api', statusAt: at, createdAt: at, updatedAt: at },
        })),
      ),
    });
    const rows = here.flatMap((status) => inFile.map((word) => `${emailOf(status, word)},${word}`));
    const proposal = await proposeImport(deps, ada, {
      fileName: 'people.csv',
      bytes: new TextEncoder().encode(`Email,Status\n${rows.join('\n')}\n`),
    });
    const given = {
      ...choices,
      importId: proposal.importId,
      mapping: proposal.mapping,
      newStatus: 'subscribed' as const,
    };
    const tried = await rehearseImport(deps, ada, given);
    await startImport(deps, ada, given);
    const runner = startJobRunner(deps, { batchRows: 7, pollMs: 5 });
    await runner.idle();
    await runner.stop();

    const contacts = await prisma.contact.findMany({ where: { workspaceId } });
    const expected = here.flatMap((status) =>
      inFile.map((word) => {
        const to = moves[status]?.[word];
        // Who said no once more says so since then: the moment is that of the file.
        const again = said[word] === status && (status === 'unsubscribed' || status === 'bounced');
        const isSaid = to !== undefined || again;
        const now = { status: to ?? status, source: isSaid ? 'import' : 'api', at: isSaid ? started : at };
        return { email: emailOf(status, word), ...now };
      }),
    );
    const byEmail = (one: { email: string }, other: { email: string }) =>
      one.email.localeCompare(other.email);
    expect(
      contacts
        .map(({ email, status, statusSource: source, statusAt }) => ({ email, status, source, at: statusAt }))
        .sort(byEmail),
    ).toEqual(expected.sort(byEmail));
    // Three who unsubscribed or bounced say it once more: that changes since when.
    expect(tried).toMatchObject({ rehearsal: { lowered: { unsubscribed: 6, bounced: 2 }, updated: 8 + 3 } });
    expect(await importState(deps, ada, proposal.importId)).toMatchObject({
      ...{ state: 'done', lowered: 8, updated: 8 + 3 },
    });
  });
});
