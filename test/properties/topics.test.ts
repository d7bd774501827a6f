import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AudienceDeps, Caller } from '../../src/audience/caller.ts';
import { putContacts } from '../../src/audience/contacts/upsert.ts';
import { recordEvents } from '../../src/audience/events/events.ts';
import { startImport } from '../../src/audience/imports/imports.ts';
import { proposeImport } from '../../src/audience/imports/proposals.ts';
import { undoImport } from '../../src/audience/imports/undo.ts';
import { startJobRunner } from '../../src/audience/jobs/runner.ts';
import { choose, oneClick, pause, unsubscribeFromEverything } from '../../src/audience/topics/choices.ts';
import { join } from '../../src/audience/topics/join.ts';
import { preferencesOf } from '../../src/audience/topics/preferences.ts';
import { putTopics } from '../../src/audience/topics/put.ts';
import { setTopics } from '../../src/audience/topics/set.ts';
import { addTopic } from '../../src/audience/topics/topics.ts';
import { undoChoice } from '../../src/audience/topics/undo-choice.ts';
import { undo } from '../../src/audience/undo/take-back.ts';
import { RollcallError } from '../../src/errors.ts';
import { choicesOf } from '../../src/storage/topics/choices.ts';
import { withAudience } from '../support/with-audience.ts';

// What a person gets is a function of what was said. Here all of it is kept in a list, and read as plainly as
// possible.

type Kind = 'consent' | 'confirmation' | 'opt-out' | 'complaint' | 'bounce';
type Fact =
  | { about: 'status'; kind: Kind; at: number; by: number }
  | { about: 0 | 1; kind: 'on' | 'said-on' | 'off'; at: number; by: number }
  | { about: 'pause'; until: number | null; at: number; by: number };

const [MINUTE, HOUR, DAY] = [60_000, 3_600_000, 86_400_000];
const start = Date.UTC(2026, 10, 1);
const email = 'ada@x.org';

function statusIn(facts: Fact[]): string {
  const last = (...kinds: Kind[]): number =>
    Math.max(-1, ...facts.flatMap((f) => (f.about === 'status' && kinds.includes(f.kind) ? [f.at] : [])));
  const yes = last('consent', 'confirmation');
  const no = last('opt-out', 'complaint');
  const spam = last('complaint');
  if (no >= 0 && no >= yes) return 'unsubscribed';
  if (spam >= 0 && spam >= last('confirmation')) return 'unsubscribed';
  if (last('bounce') >= 0 && last('bounce') >= yes) return 'bounced';
  return yes >= 0 ? 'subscribed' : 'non-subscribed';
}

function choiceIn(facts: Fact[], topic: 0 | 1): boolean | undefined {
  const said = facts.flatMap((f) => (f.about === topic ? [f] : []));
  // A file's yes counts only if nobody ever said no.
  const dated = said.filter(({ kind }) => kind !== 'said-on');
  if (dated.length === 0) return said.length === 0 ? undefined : true;
  const last = Math.max(...dated.map(({ at }) => at));
  return !dated.some((f) => f.at === last && f.kind === 'off');
}

const topic = fc.constantFrom(0 as const, 1 as const);
const past = fc.integer({ min: 1, max: 5 }).map((n) => start - n * DAY);
const act = fc.oneof(
  { weight: 4, arbitrary: fc.record({ do: fc.constant('choose' as const), topic, on: fc.boolean() }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('one-click' as const), topic: fc.option(topic) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('leave' as const) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('return' as const) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('join' as const), topic }) },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('pause' as const),
      days: fc.constantFrom(0 as const, 30 as const, 90 as const),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('team' as const),
      topic,
      on: fc.boolean(),
      at: fc.option(past),
      undone: fc.boolean(),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({ do: fc.constant('api' as const), topic, on: fc.boolean(), at: fc.option(past) }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('api-status' as const), at: fc.option(past) }) },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('report' as const),
      said: fc.constantFrom('unsubscribed' as const, 'complained' as const, 'bounced' as const),
      at: past,
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('import' as const),
      status: fc.constantFrom('', 'subscribed', 'unsubscribed'),
      cells: fc.tuple(fc.constantFrom('', 'yes', 'no'), fc.constantFrom('', 'yes', 'no')),
      undone: fc.boolean(),
    }),
  },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('undo' as const) }) },
);
/** What may subscribe someone. An import only brings in people who never said no, so it isn’t one of them. */
const mayRaise = new Set(['choose', 'return', 'join', 'team', 'api', 'api-status', 'undo']);

describe('what a person gets', () => {
  const audience = withAudience();
  const run = async (deps: AudienceDeps) => {
    const runner = startJobRunner(deps, { batchRows: 10, pollMs: 2 });
    await runner.idle();
    await runner.stop();
  };

  it('is what a plain look at everything that was said says, in whatever order', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(act, fc.constantFrom(HOUR, MINUTE, 40 * DAY)), { minLength: 1, maxLength: 10 }),
        async (acts) => {
          const workspaceId = await audience.addWorkspace();
          const clock = { now: start };
          const deps: AudienceDeps = { storage: audience.storage, now: () => new Date(clock.now) };
          const caller: Caller = { workspaceId, actor: 'U0ADA', role: 'admin' };
          const names = ['Product news', 'Events'] as const;
          const ids: number[] = [];
          for (const [index, name] of names.entries()) {
            const fields = { name, description: '', isOn: index === 0, isShown: true, confirms: false };
            ids.push((await addTopic(deps, caller, fields)).id);
          }
          await putContacts(deps, caller, {
            contacts: [
              { email, status: 'subscribed', consent: { source: 'form', at: new Date(start - 3 * DAY) } },
            ],
            make: true,
          });
          const { id: contactId } = (await audience.storage.prisma.contact.findFirst({
            where: { workspaceId },
          })) as { id: number };
          const person = { workspaceId, contactId };
          let facts: Fact[] = [{ about: 'status', kind: 'consent', at: start - 3 * DAY, by: -1 }];
          const undos: { id: number; by: number; at: number }[] = [];
          const isOn = (index: 0 | 1): boolean => choiceIn(facts, index) ?? index === 0;
          const gets = (index: 0 | 1): boolean => statusIn(facts) === 'subscribed' && isOn(index);
          const own = (done: { undoId?: number }, by: number) => {
            if (done.undoId !== undefined) undos.push({ id: done.undoId, by, at: clock.now });
          };
          const refused = async <T>(work: Promise<T>): Promise<T | undefined> =>
            work.catch((error: unknown) => {
              if (error instanceof RollcallError) return undefined;
              throw error;
            });
          for (const [by, [each, step]] of acts.entries()) {
            clock.now += step;
            const { now } = clock;
            const before = { status: statusIn(facts), gets: [gets(0), gets(1)] };
            switch (each.do) {
              case 'choose': {
                const text = names[each.topic];
                const topics = [{ id: ids[each.topic] as number, on: each.on, text }];
                own(await choose(deps, person, { topics }), by);
                const returns = before.status !== 'subscribed' && each.on;
                if (returns) facts.push({ about: 'status', kind: 'confirmation', at: now, by });
                if (returns || (before.status === 'subscribed' && isOn(each.topic) !== each.on))
                  facts.push({ about: each.topic, kind: each.on ? 'on' : 'off', at: now, by });
                if (returns) facts.push({ about: each.topic === 0 ? 1 : 0, kind: 'off', at: now, by });
                break;
              }
              case 'one-click':
              case 'leave': {
                const left = each.do === 'leave' ? null : each.topic;
                const topicId = left === null ? null : (ids[left] as number);
                own(
                  each.do === 'leave'
                    ? await unsubscribeFromEverything(deps, person, { text: 'Unsubscribe' })
                    : await oneClick(deps, person, { topicId, campaignId: null }),
                  by,
                );
                if (left === null) facts.push({ about: 'status', kind: 'opt-out', at: now, by });
                else facts.push({ about: left, kind: 'off', at: now, by });
                break;
              }
              case 'return':
                own(await choose(deps, person, { topics: [], comesBack: true }), by);
                if (before.status !== 'subscribed')
                  facts.push({ about: 'status', kind: 'confirmation', at: now, by });
                break;
              case 'join': {
                await join(deps, workspaceId, { email, topics: [ids[each.topic] as number], text: 'Join' });
                facts.push({ about: 'status', kind: 'confirmation', at: now, by });
                facts.push({ about: each.topic, kind: 'on', at: now, by });
                // Somebody who got nothing gets only what they chose.
                if (before.status !== 'subscribed')
                  facts.push({ about: each.topic === 0 ? 1 : 0, kind: 'off', at: now, by });
                break;
              }
              case 'import': {
                const cells = [email, each.status, ...each.cells].join(',');
                const bytes = new TextEncoder().encode(`Email,Status,${names.join(',')}\n${cells}\n`);
                const { importId, mapping } = await proposeImport(deps, caller, { fileName: 'a.csv', bytes });
                await startImport(deps, caller, { importId, mapping, newStatus: 'subscribed' });
                await run(deps);
                const wasFacts = facts;
                if (each.status === 'unsubscribed')
                  facts = [...facts, { about: 'status', kind: 'opt-out', at: now, by }];
                for (const index of [0, 1] as const) {
                  const cell = each.cells[index];
                  const kind = cell === 'yes' ? 'said-on' : 'off';
                  if (cell !== '') facts = [...facts, { about: index, kind, at: now, by }];
                }
                if (!each.undone) break;
                await refused(undoImport(deps, caller, importId));
                await run(deps);
                const stored = await audience.storage.prisma.import.findFirst({ where: { id: importId } });
                if (stored?.state === 'undone') facts = wasFacts;
                break;
              }
              case 'pause': {
                own(await pause(deps, person, { days: each.days }), by);
                facts.push({
                  about: 'pause',
                  until: each.days === 0 ? null : now + each.days * DAY,
                  at: now,
                  by,
                });
                break;
              }
              case 'team':
              case 'api': {
                const at = each.at ?? now;
                const asked = { where: 'by phone', at: new Date(at) };
                const done = await refused(
                  each.do === 'team'
                    ? setTopics(deps, caller, {
                        ...{ contact: { id: contactId }, asked },
                        topics: new Map([[ids[each.topic] as number, each.on]]),
                      })
                    : putTopics(deps, caller, {
                        ...{ contact: { email }, topics: { [names[each.topic]]: each.on } },
                        ...{ asked: each.on ? asked : undefined },
                      }),
                );
                const said: Fact = {
                  about: each.topic,
                  kind: each.on ? 'on' : 'off',
                  at: each.on ? at : now,
                  by,
                };
                const isNews = each.do === 'api' && choiceIn(facts, each.topic) === undefined;
                if (isOn(each.topic) === each.on && !isNews) break;
                const isTaken = choiceIn([...facts, said], each.topic) === each.on;
                expect(done === undefined).toBe(!isTaken);
                if (!isTaken) break;
                if (each.do === 'team' && each.undone) await undo(deps, caller, { id: done?.undoId ?? 0 });
                else facts.push(said);
                break;
              }
              case 'api-status': {
                const at = each.at ?? now;
                const consent = { source: 'form', at: new Date(at) };
                const contacts = [{ email, status: 'subscribed' as const, consent }];
                const [result] = await putContacts(deps, caller, { contacts, make: true });
                const said: Fact = { about: 'status', kind: 'consent', at, by };
                const isTaken = statusIn([...facts, said]) === 'subscribed';
                expect(result?.result === 'refused').toBe(!isTaken);
                if (isTaken) facts.push(said);
                break;
              }
              case 'report': {
                const event = { email, kind: each.said, at: new Date(each.at) };
                const events = [each.said === 'bounced' ? { ...event, bounce: 'hard' } : event];
                await recordEvents(deps, caller, { source: 'webhook', events });
                const kinds = {
                  unsubscribed: 'opt-out',
                  complained: 'complaint',
                  bounced: 'bounce',
                } as const;
                facts.push({ about: 'status', kind: kinds[each.said], at: each.at, by });
                break;
              }
              case 'undo': {
                const last = undos.pop();
                if (last === undefined) break;
                const done = await refused(undoChoice(deps, person, { undoId: last.id }));
                const isInTime = now < last.at + 30 * MINUTE;
                expect(done !== undefined).toBe(isInTime);
                if (isInTime) facts = facts.filter((fact) => fact.by !== last.by);
                break;
              }
              default:
                each satisfies never;
            }
            const chosen = new Map(
              (await choicesOf(audience.storage.pool, workspaceId, contactId)).map((c) => [
                c.topicId,
                c.isOn,
              ]),
            );
            const preferences = await preferencesOf(deps, person);
            const pauses = facts.flatMap((f) => (f.about === 'pause' ? [f] : []));
            const until = pauses.at(-1)?.until ?? null;
            expect({
              after: each,
              status: preferences?.status,
              choices: [chosen.get(ids[0] as number), chosen.get(ids[1] as number)],
              gets: preferences?.topics.map(({ on }) => on),
              pausedUntil: preferences?.pausedUntil?.getTime() ?? null,
            }).toEqual({
              after: each,
              status: statusIn(facts),
              choices: [choiceIn(facts, 0), choiceIn(facts, 1)],
              gets: [gets(0), gets(1)],
              pausedUntil: until !== null && until > now ? until : null,
            });
            const raised =
              (statusIn(facts) === 'subscribed' && before.status !== 'subscribed') ||
              (before.status === 'subscribed' && [0, 1].some((i) => gets(i as 0 | 1) && !before.gets[i]));
            const saidYes = each.do === 'import' && !each.undone && each.cells[1] === 'yes';
            if (raised) expect(mayRaise.has(each.do) || saidYes).toBe(true);
          }
        },
      ),
      { numRuns: 40 },
    );
  }, 240_000);
});
