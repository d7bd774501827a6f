import { beforeEach, describe, expect, it } from 'vitest';
import type { Caller } from '../../../src/audience/caller.ts';
import { importState, startImport } from '../../../src/audience/imports/imports.ts';
import { proposeImport } from '../../../src/audience/imports/proposals.ts';
import { rehearseImport } from '../../../src/audience/imports/rehearsal.ts';
import { startJobRunner } from '../../../src/audience/jobs/runner.ts';
import { withAudience } from '../../support/with-audience.ts';

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

describe('the statuses of existing contacts in a file', () => {
  const audience = withAudience({ now: () => started });
  const { deps } = audience;
  let ada: Caller;
  beforeEach(async () => {
    ada = await audience.newCaller('editor');
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
    const { prisma } = audience.storage;
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
        // Those who said no again say so since then: with the file's time.
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
    // Three who unsubscribed or bounced say so again, which changes since when.
    expect(tried).toMatchObject({
      rehearsal: { lowered: { unsubscribed: 6, bounced: 2 }, updated: 8 + 3, staySubscribed: 1 },
    });
    expect(await importState(deps, ada, proposal.importId)).toMatchObject({
      ...{ state: 'done', lowered: 8, updated: 8 + 3 },
    });
  });

  it.each([
    ['words of a status', 'Status', ['pending', 'pending', 'subscribed'], 2],
    ['a no', 'Newsletter', ['no', 'yes', 'yes'], 1],
    ['nothing, where others say yes', 'Newsletter', ['yes', '', ''], 2],
    ['a no that is an opt-out', 'Status', ['unsubscribed', 'unsubscribed', 'subscribed'], 0],
    ['nothing about mail', 'Company', ['Acme', '', ''], 0],
  ])('say how many stay subscribed although their row has %s', async (_what, header, cells, people) => {
    const { workspaceId } = ada;
    const at = new Date('2026-01-01T00:00:00Z');
    const emails = cells.map((_, index) => `p${index}@x.org`);
    const create = (email: string, status: string) =>
      audience.storage.prisma.contact.create({
        data: {
          ...{ workspaceId, email, emailKey: email, status, source: 'api', statusSource: 'api' },
          ...{ statusAt: at, createdAt: at, updatedAt: at },
        },
      });
    for (const email of emails) await create(email, 'subscribed');
    await create('low@x.org', 'non-subscribed');
    const rows = [...emails, 'low@x.org', 'new@x.org'].map(
      (email, index) => `${email},${cells[index] ?? cells[0]}`,
    );
    const proposal = await proposeImport(deps, ada, {
      fileName: 'people.csv',
      bytes: new TextEncoder().encode(`Email,${header}\n${rows.join('\n')}\n`),
    });
    for (const newStatus of ['subscribed', 'non-subscribed'] as const) {
      for (const existing of ['update', 'keep'] as const) {
        const { importId, mapping } = proposal;
        const tried = await rehearseImport(deps, ada, { importId, mapping, newStatus, existing });
        expect([newStatus, existing, tried]).toMatchObject([
          ...[newStatus, existing, { ok: true, rehearsal: { staySubscribed: people } }],
        ]);
      }
    }
  });
});
