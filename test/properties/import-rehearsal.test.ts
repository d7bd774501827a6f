import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AudienceDeps, Caller } from '../../src/audience/caller.ts';
import { forgetContact } from '../../src/audience/contacts/forget.ts';
import { importState, startImport } from '../../src/audience/imports/imports.ts';
import { proposeImport } from '../../src/audience/imports/proposals.ts';
import { type ImportRehearsal, rehearseImport } from '../../src/audience/imports/rehearsal.ts';
import { startJobRunner } from '../../src/audience/jobs/runner.ts';
import { answered } from '../support/answered.ts';
import { withAudience } from '../support/with-audience.ts';

/** A person whom both the audience and the file may mention. */
const person = fc.record({
  here: fc.constantFrom(undefined, 'subscribed', 'unsubscribed', 'bounced', 'non-subscribed'),
  nameHere: fc.constantFrom(null, 'Ada', 'Bob'),
  tagHere: fc.boolean(),
  erased: fc.boolean(),
  /** How often the file has the address. */
  rows: fc.array(
    fc.record({
      name: fc.constantFrom('', 'Ada', 'Bob'),
      status: fc.constantFrom('', 'subscribed', 'unsubscribed', 'cleaned', 'gone fishing'),
      tags: fc.constantFrom('', 'vip', 'VIP', '"beta,Beta,x"', '"vip;news"'),
      seats: fc.constantFrom('', '1', '2'),
    }),
    { maxLength: 2 },
  ),
});

const options = fc.record({
  newStatus: fc.constantFrom('subscribed' as const, 'non-subscribed' as const),
  existing: fc.constantFrom('update' as const, 'keep' as const),
  resubscribe: fc.boolean(),
  tagNames: fc.constantFrom('existing' as const, 'as-written' as const),
  tagStyle: fc.constantFrom('free', 'lower-case', 'kebab-case'),
  hasSeats: fc.boolean(),
});

describe('a rehearsal', () => {
  const audience = withAudience();

  it('has the same numbers as the run, and writes nothing', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(person, { minLength: 1, maxLength: 12 }),
        options,
        async (people, { tagStyle, hasSeats, ...choices }) => {
          const { storage } = audience;
          const { prisma } = storage;
          let now = new Date('2026-11-23T10:00:00Z');
          const deps: AudienceDeps = { storage, now: () => now };
          const workspaceId = await audience.addWorkspace();
          const ada: Caller = { workspaceId, actor: 'U0ADA', role: 'admin' };
          await prisma.workspace.update({ where: { id: workspaceId }, data: { tagStyle } });
          if (hasSeats) {
            await prisma.attribute.create({
              data: { workspaceId, name: 'Seats', nameKey: 'seats', type: 'number' },
            });
          }
          const tag = await prisma.tag.create({ data: { workspaceId, name: 'vip', createdBy: 'U0BOB' } });
          const emailOf = (index: number) => `p${index}@example.org`;
          for (const [index, { here, nameHere, tagHere, erased }] of people.entries()) {
            const email = emailOf(index);
            if (here === undefined && !erased) continue;
            const { id } = await prisma.contact.create({
              data: {
                ...{
                  workspaceId,
                  email,
                  emailKey: email,
                  name: nameHere,
                  source: 'api',
                  statusSource: 'api',
                },
                ...{ status: here ?? 'subscribed', statusAt: now, createdAt: now, updatedAt: now },
              },
            });
            if (erased) await forgetContact(deps, ada, { id });
            else if (tagHere)
              await prisma.contactTag.create({ data: { workspaceId, tagId: tag.id, contactId: id } });
          }
          const rows = people.flatMap(({ rows: said }, index) =>
            said.map(({ name, status, tags, seats }) =>
              [emailOf(index), name, status, tags, seats].join(','),
            ),
          );
          const file = ['Email,Name,Status,Tags,Seats', 'nobody,,,,', ...rows, 'last@example.org,,,,3'].join(
            '\n',
          );
          const proposal = await proposeImport(deps, ada, {
            fileName: 'people.csv',
            bytes: new TextEncoder().encode(`${file}\n`),
          });
          const all = async () => [
            await prisma.contact.findMany({ where: { workspaceId }, orderBy: { id: 'asc' } }),
            await prisma.tag.findMany({ where: { workspaceId }, orderBy: { id: 'asc' } }),
            await prisma.contactTag.count({ where: { workspaceId } }),
            await prisma.attribute.count({ where: { workspaceId } }),
          ];
          const before = await all();
          now = new Date('2026-11-23T11:00:00Z');
          // "gone fishing" is asked about.
          const mapping = answered(proposal.mapping, 'nothing');
          const asked = { askedWhere: 'the survey', askedAt: now };
          const given = { importId: proposal.importId, mapping, ...choices, ...asked };
          const tried = await rehearseImport(deps, ada, given);
          if (!tried.ok) throw new Error(JSON.stringify(tried.problems));
          expect(await all()).toEqual(before);

          expect(await startImport(deps, ada, given)).toMatchObject({ ok: true });
          const runner = startJobRunner(deps, { batchRows: 4, pollMs: 5 });
          await runner.idle();
          await runner.stop();
          const run = await importState(deps, ada, proposal.importId);
          const { rehearsal } = tried;
          // Read from what is stored, not from what decides: only the intended people were raised, and only
          // those lowered.
          const went = statusMoves(before[0] as Person[], (await all())[0] as Person[]);
          expect(went).toEqual({ up: rehearsal.resubscribed, down: loweredIn(rehearsal) });
          const { unsubscribed, bounced } = rehearsal.blocked;
          expect({
            state: 'done',
            ...numbers({ ...rehearsal, lowered: loweredIn(rehearsal) }),
            blocked: unsubscribed + bounced,
          }).toEqual({
            state: run.state,
            ...numbers(run),
            blocked: run.blocked,
          });
          const tags = await prisma.tag.findMany({ where: { workspaceId, NOT: { id: tag.id } } });
          expect(tags.map(({ name }) => name).sort()).toEqual([...rehearsal.newTags].sort());
          const attributes = await prisma.attribute.findMany({ where: { workspaceId } });
          expect(attributes.length - (before[3] as number)).toBe(rehearsal.newAttributes.length);
          const reasons = rehearsal.reasons.reduce((sum, { rows: each }) => sum + each, 0);
          expect(reasons).toBe(run.rejected);
          const { importId } = proposal;
          const erased = { workspaceId, importId, reason: { startsWith: 'this person was erased' } };
          expect(rehearsal.erased).toBe(await prisma.importRejection.count({ where: erased }));
        },
      ),
      { numRuns: 12 },
    );
  }, 120_000);
});

const loweredIn = ({ lowered }: ImportRehearsal): number => lowered.unsubscribed + lowered.bounced;

const numbers = (of: {
  added: number;
  updated: number;
  unchanged: number;
  rejected: number;
  resubscribed: number;
  lowered: number;
}) => ({
  added: of.added,
  updated: of.updated,
  unchanged: of.unchanged,
  rejected: of.rejected,
  resubscribed: of.resubscribed,
  lowered: of.lowered,
});

interface Person {
  id: number;
  status: string;
}

/** How many existing contacts have a higher status than before, and how many a lower one. */
function statusMoves(before: Person[], after: Person[]): { up: number; down: number } {
  const order = ['unsubscribed', 'bounced', 'non-subscribed', 'subscribed'];
  const was = new Map(before.map(({ id, status }) => [id, order.indexOf(status)]));
  const steps = after.flatMap(({ id, status }) => {
    const from = was.get(id);
    return from === undefined ? [] : [Math.sign(order.indexOf(status) - from)];
  });
  return { up: steps.filter((step) => step > 0).length, down: steps.filter((step) => step < 0).length };
}
