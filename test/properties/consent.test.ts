import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AudienceDeps, Caller } from '../../src/audience/caller.ts';
import { editContact } from '../../src/audience/contacts/edit.ts';
import { putContacts } from '../../src/audience/contacts/upsert.ts';
import { recordEvents } from '../../src/audience/events/events.ts';
import { type ImportChoices, startImport } from '../../src/audience/imports/imports.ts';
import { proposeImport } from '../../src/audience/imports/proposals.ts';
import { undoImport } from '../../src/audience/imports/undo.ts';

import { startJobRunner } from '../../src/audience/jobs/runner.ts';
import { undo } from '../../src/audience/undo/take-back.ts';

import { RollcallError } from '../../src/errors.ts';
import { withAudience } from '../support/with-audience.ts';

// Status is a function of the set of facts. Here, the set is kept in a list, and read as slowly and plainly
// as possible.

interface Fact {
  kind: 'consent' | 'opt-out' | 'complaint' | 'bounce' | 'withdrawal';
  at: number;
  /** Its source, so that it can be removed. */
  by?: string;
}

/** How a person was added: subscribed without a date of consent, or with nothing said. */
type First = { status: 'subscribed' | 'non-subscribed'; at: number };

function naive(first: First, facts: Fact[]): { status: string; at: number } {
  const last = (...kinds: Fact['kind'][]): number =>
    Math.max(
      Number.NEGATIVE_INFINITY,
      ...facts.filter(({ kind }) => kinds.includes(kind)).map(({ at }) => at),
    );
  const [yes, no] = [last('consent'), last('opt-out', 'complaint')];
  const [dead, back] = [last('bounce'), last('withdrawal')];
  const isSaid = (at: number): boolean => at > Number.NEGATIVE_INFINITY;
  // Nothing that others say here lifts a complaint.
  if (isSaid(last('complaint')) || (isSaid(no) && no >= yes)) return { status: 'unsubscribed', at: no };
  if (isSaid(dead) && dead >= yes) return { status: 'bounced', at: dead };
  if (isSaid(back) && back >= yes) return { status: 'non-subscribed', at: back };
  return isSaid(yes) ? { status: 'subscribed', at: yes } : first;
}

const [HOUR, DAY] = [3_600_000, 86_400_000];
const start = Date.UTC(2026, 10, 1);
const email = 'ada@x.org';

/** A day before the acts begin, few enough that many are equal. */
const past = fc.integer({ min: 1, max: 6 }).map((n) => start - n * DAY);
const event = fc.record({
  said: fc.constantFrom('unsubscribed', 'complained', 'bounced', 'soft', 'opened'),
  at: past,
});
const act = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('report' as const),
      events: fc.array(event, { minLength: 1, maxLength: 3 }),
    }),
  },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('consent' as const), at: fc.option(past) }) },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('put' as const),
      status: fc.constantFrom('unsubscribed' as const, 'bounced' as const, 'non-subscribed' as const),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('edit' as const),
      status: fc.constantFrom(
        'subscribed' as const,
        'unsubscribed' as const,
        'bounced' as const,
        'non-subscribed' as const,
      ),
      isUndone: fc.boolean(),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('import' as const),
      status: fc.constantFrom('subscribed', 'unsubscribed', 'cleaned', 'pending'),
      resubscribe: fc.boolean(),
      askedAt: fc.oneof(past, fc.constant(start + 100 * DAY)),
      existing: fc.constantFrom('update' as const, 'keep' as const),
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('undo' as const), which: fc.nat({ max: 3 }) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('rename' as const) }) },
);

describe('consent', () => {
  const audience = withAudience();

  /** A workspace with its clock, and what can be done in it. */
  async function place() {
    const { storage } = audience;
    const clock = { now: start };
    const deps: AudienceDeps = { storage, now: () => new Date(clock.now) };
    const caller: Caller = await audience.newCaller();
    const run = async () => {
      const runner = startJobRunner(deps, { batchRows: 10, pollMs: 2 });
      await runner.idle();
      await runner.stop();
    };
    const found = () =>
      storage.prisma.contact.findFirst({ where: { workspaceId: caller.workspaceId, email } });
    return {
      ...{ clock, deps, caller, found, run },
      report: (events: { said: string; at: number }[]) =>
        recordEvents(deps, caller, {
          source: 'webhook',
          events: events.map(({ said, at }) => ({
            ...{ email, kind: said === 'soft' ? 'bounced' : said, at: new Date(at) },
            ...(said === 'soft' ? { bounce: 'soft' } : said === 'bounced' ? { bounce: 'hard' } : {}),
          })),
        }),
      put: async (contact: Omit<Parameters<typeof putContacts>[2]['contacts'][number], 'email'>) => {
        const [result] = await putContacts(deps, caller, { contacts: [{ email, ...contact }], make: true });
        return result?.result;
      },
      take: async (status: string, choices: Partial<ImportChoices>): Promise<number> => {
        const bytes = new TextEncoder().encode(`Email,Status\n${email},${status}\n`);
        const { importId, mapping } = await proposeImport(deps, caller, { fileName: 'ada.csv', bytes });
        await startImport(deps, caller, { importId, mapping, newStatus: 'subscribed', ...choices });
        await run();
        return importId;
      },
      takeBack: async (importId: number) => {
        await undoImport(deps, caller, importId);
        await run();
      },
    };
  }

  it('is what a plain look at all facts says, no matter how and when they were said or undone', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom('imported', 'put', 'put with consent'),
        // Also several at one moment: a click that is delivered twice, a batch, a clock that stands still.
        fc.array(fc.tuple(act, fc.constantFrom(HOUR, HOUR, 1, 0)), { minLength: 1, maxLength: 9 }),
        async (comes, acts) => {
          const here = await place();
          const { clock, deps, caller } = here;
          let facts: Fact[] = [];
          const first: First = {
            status: comes === 'imported' ? 'subscribed' : 'non-subscribed',
            at: clock.now,
          };
          if (comes === 'imported') await here.take('subscribed', {});
          else if (comes === 'put') await here.put({});
          else {
            const at = start - 4 * DAY;
            await here.put({ status: 'subscribed', consent: { source: 'form', at: new Date(at) } });
            facts.push({ kind: 'consent', at });
          }
          const imports: number[] = [];
          for (const [each, step] of acts) {
            clock.now += step;
            const { now } = clock;
            const { status } = naive(first, facts);
            switch (each.do) {
              case 'report': {
                await here.report(each.events);
                for (const { said, at } of each.events) {
                  if (said === 'bounced') facts.push({ kind: 'bounce', at });
                  if (said === 'unsubscribed') facts.push({ kind: 'opt-out', at });
                  if (said === 'complained') facts.push({ kind: 'complaint', at });
                }
                break;
              }
              case 'consent': {
                const at = each.at ?? now;
                const result = await here.put({
                  status: 'subscribed',
                  consent: { source: 'form', at: new Date(at) },
                });
                const isTaken = naive(first, [...facts, { kind: 'consent', at }]).status === 'subscribed';
                expect(result === 'refused').toBe(!isTaken);
                if (isTaken) facts.push({ kind: 'consent', at });
                break;
              }
              case 'put': {
                const result = await here.put({ status: each.status });
                const isTaken =
                  each.status !== 'non-subscribed' || status === 'subscribed' || status === each.status;
                expect(result === 'refused').toBe(!isTaken);
                const said = {
                  unsubscribed: 'opt-out',
                  bounced: 'bounce',
                  'non-subscribed': 'withdrawal',
                } as const;
                if (isTaken) facts.push({ kind: said[each.status], at: now });
                break;
              }
              case 'edit': {
                const { id } = (await here.found()) as { id: number };
                const said = {
                  subscribed: 'consent',
                  unsubscribed: 'opt-out',
                  bounced: 'bounce',
                  'non-subscribed': 'withdrawal',
                } as const;
                const edited = await editContact(deps, caller, {
                  id,
                  values: [],
                  status: each.status,
                  asked: { where: 'by phone', at: new Date(now) },
                }).catch((error: unknown) => {
                  if (
                    !(error instanceof RollcallError) ||
                    !['invalid-input', 'busy', 'not-allowed'].includes(error.code)
                  )
                    throw error;
                  return undefined;
                });
                const yes: Fact = { kind: 'consent', at: now };
                const isTooSoon =
                  each.status === 'subscribed' &&
                  status !== 'subscribed' &&
                  naive(first, [...facts, yes]).status !== 'subscribed';
                const staysLow =
                  (each.status === 'non-subscribed' && (status === 'unsubscribed' || status === 'bounced')) ||
                  (each.status === 'bounced' && status === 'unsubscribed');
                expect(edited === undefined).toBe(staysLow || isTooSoon);
                const { undoId } = edited ?? {};
                if (undoId === undefined) break;
                if (each.isUndone) await undo(deps, caller, { id: undoId });
                else facts.push({ kind: said[each.status], at: now });
                break;
              }
              case 'import': {
                const importId = await here.take(each.status, {
                  ...{ resubscribe: each.resubscribe, existing: each.existing },
                  ...{ askedWhere: 'the survey', askedAt: new Date(each.askedAt) },
                });
                const by = `import ${importId}`;
                imports.push(importId);
                if (each.status === 'unsubscribed') facts.push({ kind: 'opt-out', at: now, by });
                if (each.status === 'cleaned') facts.push({ kind: 'bounce', at: now, by });
                const isConfirmed =
                  each.status === 'subscribed' && each.resubscribe && each.existing === 'update';
                const yes: Fact = { kind: 'consent', at: Math.min(each.askedAt, now), by };
                if (
                  isConfirmed &&
                  status !== 'subscribed' &&
                  naive(first, [...facts, yes]).status === 'subscribed'
                )
                  facts.push(yes);
                break;
              }
              case 'undo': {
                const importId = imports[each.which];
                if (importId === undefined) break;
                await here.takeBack(importId).catch((error: unknown) => {
                  // Nothing about it was worth an undo, or it was already undone.
                  if (!(error instanceof RollcallError)) throw error;
                });
                const state = await audience.storage.prisma.import.findFirst({ where: { id: importId } });
                if (state?.state === 'undone') facts = facts.filter(({ by }) => by !== `import ${importId}`);
                break;
              }
              case 'rename': {
                await here.put({ name: `Ada ${now}` });
                break;
              }
              default:
                each satisfies never;
            }
            const contact = await here.found();
            const { status: is, statusAt } = contact ?? {};
            expect({ status: is, at: statusAt?.getTime(), after: each }).toEqual({
              ...naive(first, facts),
              after: each,
            });
          }
        },
      ),
      { numRuns: 60 },
    );
  }, 240_000);

  it('is the same in every order in which facts arrive, even if the address is unknown', async () => {
    const fact = fc.oneof(
      fc.record({
        kind: fc.constantFrom('unsubscribed' as const, 'complained' as const, 'bounced' as const),
        at: past,
      }),
      fc.record({ kind: fc.constant('consent' as const), at: past }),
    );
    const order = fc
      .array(fact, { minLength: 1, maxLength: 6 })
      .chain((facts) =>
        fc.tuple(
          fc.shuffledSubarray(facts, { minLength: facts.length }),
          fc.shuffledSubarray(facts, { minLength: facts.length }),
          fc.nat({ max: facts.length }),
        ),
      );
    await fc.assert(
      fc.asyncProperty(order, async ([one, other, known]) => {
        const outcome = async (facts: typeof one, addedAfter: number) => {
          const here = await place();
          const taken: Fact[] = [];
          for (const [index, { kind: said, at }] of facts.entries()) {
            if (index === addedAfter) await here.put({});
            here.clock.now += HOUR;
            if (said !== 'consent') await here.report([{ said, at }]);
            else {
              const consent = { source: 'form', at: new Date(at) };
              if ((await here.put({ status: 'subscribed', consent })) === 'refused') continue;
            }
            taken.push({ kind: kindOf(said), at });
          }
          await here.put({});
          const contact = await here.found();
          const { status, at } = naive({ status: 'non-subscribed', at: 0 }, taken);
          // Exactly what follows from everything that was accepted: refused consent is not a fact.
          expect([contact?.status, at === 0 ? 0 : contact?.statusAt.getTime()]).toEqual([status, at]);
          return status === 'subscribed' ? at : 'no mail';
        };
        const kindOf = (said: (typeof one)[number]['kind']): Fact['kind'] =>
          (
            ({
              consent: 'consent',
              bounced: 'bounce',
              complained: 'complaint',
              unsubscribed: 'opt-out',
            }) as const
          )[said];
        const all = naive(
          { status: 'non-subscribed', at: 0 },
          one.map(({ kind: said, at }) => ({ kind: kindOf(said), at })),
        );
        const expected = all.status === 'subscribed' ? all.at : 'no mail';
        expect(await outcome(one, known)).toBe(expected);
        expect(await outcome(other, one.length)).toBe(expected);
      }),
      { numRuns: 80 },
    );
  }, 240_000);
});
