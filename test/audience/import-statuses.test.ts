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
const inFile = Object.keys(said) as (keyof typeof said)[];

describe.each(oneDatabase)('the statuses of people who are here, in a file (%s)', (kind) => {
  let database: TestDatabase;
  let deps: AudienceDeps;
  let ada: Caller;
  beforeAll(async () => {
    database = await openTestDatabase(kind);
    deps = { storage: database.storage, now: () => new Date('2026-11-23T10:00:00Z') };
  });
  afterAll(() => database?.close());
  beforeEach(async () => {
    ada = { workspaceId: await database.addWorkspace(), actor: 'U0ADA', role: 'editor' };
  });

  const emailOf = (status: string, word: string) => `${status}.${word}@x.org`;

  it.each([
    [{}, 'change nothing', {}],
    [{ existing: 'keep', lowerStatus: true }, 'change nothing where people are left as they are', {}],
    [
      { lowerStatus: true },
      'lower, and never raise',
      {
        subscribed: { unsubscribed: 'unsubscribed', complained: 'unsubscribed', cleaned: 'bounced' },
        'non-subscribed': { unsubscribed: 'unsubscribed', complained: 'unsubscribed', cleaned: 'bounced' },
        bounced: { unsubscribed: 'unsubscribed', complained: 'unsubscribed' },
      },
    ],
  ] as [object, string, Record<string, Record<string, string>>][])(
    'with %j %s',
    async (choices, _words, moves) => {
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
          const now = { status: to ?? status, source: to === undefined ? 'api' : 'import' };
          return { email: emailOf(status, word), ...now };
        }),
      );
      const byEmail = (one: { email: string }, other: { email: string }) =>
        one.email.localeCompare(other.email);
      expect(
        contacts.map(({ email, status, statusSource: source }) => ({ email, status, source })).sort(byEmail),
      ).toEqual(expected.sort(byEmail));
      // Eight people of the file are unsubscribed or bounced in it, and not here: all are told, or all are lowered.
      const lowered = Object.values(moves).flatMap(Object.values).length;
      expect(tried).toMatchObject({
        rehearsal: {
          lowered,
          higher: lowered > 0 ? { unsubscribed: 0, bounced: 0 } : { unsubscribed: 6, bounced: 2 },
        },
      });
      expect(await importState(deps, ada, proposal.importId)).toMatchObject({
        state: 'done',
        lowered,
        updated: lowered,
      });
    },
  );
});
