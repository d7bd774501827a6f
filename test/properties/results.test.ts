import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AudienceDeps, Caller } from '../../src/audience/caller.ts';
import { campaignReport } from '../../src/audience/campaigns/results.ts';
import { recordEvents } from '../../src/audience/events/events.ts';
import { deleteOldData } from '../../src/audience/workspace/retention.ts';
import { mergeCounts } from '../../src/storage/campaigns/sums.ts';
import { begunCampaign, type MailReport, reportMails } from '../support/begun-campaign.ts';
import { addPeople } from '../support/campaigns.ts';
import { withAudience } from '../support/with-audience.ts';

// What results say is a function of what happened. Here all of it is kept in a list, and counted as plainly as possible.

const DAY = 86_400_000;
const now = new Date('2026-11-20T12:34:56Z');
const SENT_DAYS_AGO = 20;
const PEOPLE = 6;
const links = ['https://x.org/a', 'https://x.org/b'];

type Kind = MailReport['kind'] | 'purchase';

/** Something that happened. Each has its own id, so it can be reported again. */
interface Happening {
  id: number;
  /** The number of a person. */
  who: number;
  kind: Kind;
  machine: boolean;
  hard: boolean;
  link: number;
  daysAgo: number;
  /** `key`: by a provider that gives the key of the mail back. `name`: by the campaign's name. `elsewhere`: of a campaign that
   * someone else sent. */
  by: 'key' | 'name' | 'elsewhere';
  amount: number;
}

const happening = fc.record({
  who: fc.nat({ max: PEOPLE - 1 }),
  kind: fc.constantFrom<Kind>(
    'received',
    'opened',
    'opened',
    'clicked',
    'clicked',
    'bounced',
    'complained',
    'unsubscribed',
    'purchase',
  ),
  machine: fc.boolean(),
  hard: fc.boolean(),
  link: fc.nat({ max: 1 }),
  // Also from before the mail was sent: clocks are wrong, sometimes by days.
  daysAgo: fc.double({ min: 0.01, max: 30, noNaN: true }),
  by: fc.constantFrom<Happening['by']>('key', 'name', 'elsewhere'),
  amount: fc.integer({ min: 1, max: 9 }),
});

type Step =
  | { do: 'report'; which: number[] }
  | { do: 'delete'; who: number }
  | { do: 'retain'; days: number }
  | { do: 'merge' };

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant('report' as const),
      which: fc.array(fc.nat({ max: 39 }), { minLength: 1, maxLength: 12 }),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant('delete' as const), who: fc.nat({ max: PEOPLE - 1 }) }),
  },
  {
    weight: 3,
    arbitrary: fc.record({ do: fc.constant('retain' as const), days: fc.constantFrom(25, 15, 5) }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('merge' as const) }) },
);

/** How the mails of the people stood before anything was reported. */
const before = ['handed over', 'handed over', 'uncertain', 'left out', 'waiting', 'handing over'];

interface Person {
  state: string;
  reason: string;
  opened: boolean;
  clicked: boolean;
  left: boolean;
  machineOpened: boolean;
  machineClicked: boolean;
}

const atOf = ({ daysAgo }: Happening): number => Math.trunc(now.getTime() - daysAgo * DAY);

/** What a mail's reports say of it, in whatever order they came. */
function fateOf(
  reports: readonly Happening[],
  otherwise: Pick<Person, 'state' | 'reason'>,
): Pick<Person, 'state' | 'reason'> {
  const some = (test: (each: Happening) => boolean) => reports.some(test);
  if (some(({ kind }) => kind === 'complained')) return { state: 'complained', reason: '' };
  if (some(({ kind, hard }) => kind === 'bounced' && hard)) return { state: 'bounced', reason: 'hard' };
  if (some(({ kind }) => kind !== 'bounced')) return { state: 'delivered', reason: '' };
  return reports.length > 0 ? { state: 'bounced', reason: 'soft' } : otherwise;
}

const actsOf = (happened: readonly Happening[]) => {
  const did = (kind: Kind, machine: boolean) =>
    happened.some((each) => each.kind === kind && each.machine === machine);
  return {
    ...{
      opened: did('opened', false),
      clicked: did('clicked', false),
      left: happened.some(({ kind }) => kind === 'unsubscribed'),
    },
    ...{ machineOpened: did('opened', true), machineClicked: did('clicked', true) },
  };
};

/** Counts everything again, from what was stored. */
class Model {
  living = new Set(Array.from({ length: PEOPLE }, (_, who) => who));
  /** Every id that was ever stored. */
  known = new Set<number>();
  stored: Happening[] = [];
  /** What is still in the table. */
  kept: Happening[] = [];
  /** Of each deleted person, what they were then. */
  gone = new Map<number, Person>();
  frozen: Person[] = [];
  frozenPeople = new Set<number>();
  conversions = { people: 0, value: 0, ids: new Set<number>() };

  report(each: Happening) {
    if (!this.living.has(each.who) || this.known.has(each.id)) return;
    this.known.add(each.id);
    this.stored.push(each);
    this.kept.push(each);
  }

  ofMail = (who: number) =>
    this.stored.filter((each) => each.who === who && each.by !== 'elsewhere' && each.kind !== 'purchase');

  ours(who: number): Person {
    const gone = this.gone.get(who);
    if (gone !== undefined) return gone;
    const mail = this.ofMail(who);
    const state = before[who] ?? '';
    const otherwise = {
      state: state === 'handing over' ? 'waiting' : state,
      reason: state === 'left out' ? 'topic off' : '',
    };
    return {
      ...fateOf(
        mail.filter(({ by }) => by === 'key'),
        otherwise,
      ),
      ...actsOf(mail),
    };
  }

  delete(who: number) {
    if (!this.living.has(who)) return;
    const person = this.ours(who);
    const isHanding = before[who] === 'handing over';
    if (person.state === 'waiting')
      this.gone.set(who, {
        ...person,
        ...(isHanding ? { state: 'uncertain' } : { state: 'left out', reason: 'erased' }),
      });
    else this.gone.set(who, person);
    this.living.delete(who);
    this.kept = this.kept.filter((each) => each.who !== who);
    this.frozenPeople.delete(who);
  }

  elsewhere = (who: number) =>
    this.kept.filter((each) => each.who === who && each.by === 'elsewhere' && each.kind !== 'purchase');

  reported(): Person[] {
    const people = [...this.living].filter(
      (who) => !this.frozenPeople.has(who) && this.elsewhere(who).length > 0,
    );
    return [...this.frozen, ...people.map((who) => this.elsewherePerson(who))];
  }

  elsewherePerson(who: number): Person {
    const mine = this.elsewhere(who);
    return { ...fateOf(mine, { state: '', reason: '' }), ...actsOf(mine) };
  }

  converting(who: number): Happening[] {
    const person = this.ours(who);
    const clicks = this.ofMail(who)
      .filter(({ kind, machine }) => kind === 'clicked' && !machine)
      .map(atOf);
    if (clicks.length === 0 || !isReached(person)) return [];
    const first = Math.min(...clicks);
    return this.kept.filter(
      (each) =>
        each.who === who &&
        each.kind === 'purchase' &&
        !each.machine &&
        atOf(each) >= first &&
        atOf(each) < first + 5 * DAY,
    );
  }

  converted() {
    const rest = [...this.living]
      .filter((who) => !this.conversions.ids.has(who))
      .map((who) => this.converting(who));
    const worth = (list: Happening[]) => list.reduce((sum, { amount }) => sum + amount, 0);
    return {
      people: this.conversions.people + rest.filter((list) => list.length > 0).length,
      value: this.conversions.value + rest.reduce((sum, list) => sum + worth(list), 0),
    };
  }

  retain(days: number) {
    const cutoff = now.getTime() - days * DAY;
    const isOld = (each: Happening) => atOf(each) < cutoff;
    if ([...this.living].some((who) => this.elsewhere(who).some(isOld)))
      for (const who of this.living) {
        if (this.elsewhere(who).length === 0) this.frozenPeople.delete(who);
        else if (!this.frozenPeople.has(who) && this.elsewhere(who).some(isOld)) {
          this.frozen.push(this.elsewherePerson(who));
          this.frozenPeople.add(who);
        }
      }
    if (now.getTime() - SENT_DAYS_AGO * DAY < cutoff)
      for (const who of this.living) {
        const converting = this.converting(who);
        if (this.conversions.ids.has(who)) {
          if (converting.length === 0) this.conversions.ids.delete(who);
        } else if (converting.some(isOld)) {
          this.conversions.people += 1;
          this.conversions.value += converting.reduce((sum, { amount }) => sum + amount, 0);
          this.conversions.ids.add(who);
        }
      }
    const rolledUp = ['received', 'opened', 'clicked'];
    const all = this.kept;
    const isLater = (other: Happening, each: Happening) =>
      other.who === each.who &&
      other.kind === each.kind &&
      !other.machine &&
      (atOf(other) - atOf(each) || all.indexOf(other) - all.indexOf(each)) > 0;
    // Of other kinds, each contact's last event stays.
    const isDeleted = (each: Happening) =>
      isOld(each) &&
      (each.machine || rolledUp.includes(each.kind) || all.some((other) => isLater(other, each)));
    this.kept = all.filter((each) => !isDeleted(each));
  }

  /** Whether it was stored once, and is gone: its id is forgotten, so nobody sends it again in this test. */
  isForgotten = ({ id }: Happening): boolean =>
    this.known.has(id) && !this.kept.some((each) => each.id === id);
}

const isReached = ({ state }: Person): boolean => ['handed over', 'delivered', 'complained'].includes(state);

/** What a report says of these people. */
function numbersOf(people: readonly Person[], acts: readonly Happening[]) {
  const reached = people.filter(isReached);
  const bounced = people.filter(({ state }) => state === 'bounced');
  const of = reached.length;
  const count = (list: readonly Person[], test: (person: Person) => boolean) => list.filter(test).length;
  const hits = (kind: Kind, machine: boolean) =>
    acts.filter((each) => each.kind === kind && each.machine === machine).length;
  const attention = (
    kind: 'opened' | 'clicked',
    { person, machine }: { person: (each: Person) => boolean; machine: (each: Person) => boolean },
  ) => ({
    ...{
      how: 'person',
      people: count(reached, person),
      of,
      machines: count(reached, (each) => machine(each) && !person(each)),
    },
    ...{ hits: hits(kind, false), machineHits: hits(kind, true) },
  });
  return {
    delivered: { people: of, of: of + bounced.length },
    opened: attention('opened', {
      person: ({ opened }) => opened,
      machine: ({ machineOpened }) => machineOpened,
    }),
    clicked: attention('clicked', {
      person: ({ clicked }) => clicked,
      machine: ({ machineClicked }) => machineClicked,
    }),
    unsubscribed: { people: count(reached, ({ left }) => left), of },
    complained: { people: count(reached, ({ state }) => state === 'complained'), of },
    bounced: {
      ...{ people: bounced.length, of: of + bounced.length },
      ...{
        hard: count(bounced, ({ reason }) => reason === 'hard'),
        soft: count(bounced, ({ reason }) => reason === 'soft'),
      },
    },
  };
}

describe('the results of a campaign', () => {
  const audience = withAudience({ now: () => now });
  const deps = (): AudienceDeps => audience.deps;
  const query = (sql: string, ...values: unknown[]) => audience.storage.pool.query(sql, values);

  async function begin(caller: Caller): Promise<{ campaignId: number; people: number[] }> {
    const people = await addPeople(audience.storage, caller.workspaceId, PEOPLE);
    const campaignId = await begunCampaign(deps(), caller);
    const key = [caller.workspaceId, campaignId];
    await query(
      `UPDATE campaign_mails SET started_at = $3, track_opens = 'person', track_clicks = 'person', conversion_kind = 'purchase',
         conversion_days = 5 WHERE workspace_id = $1 AND campaign_id = $2`,
      ...[...key, new Date(now.getTime() - SENT_DAYS_AGO * DAY)],
    );
    for (const [who, state] of before.entries())
      await query(
        `UPDATE campaign_recipients SET state = $4, reason = $5 WHERE workspace_id = $1 AND campaign_id = $2 AND contact_id = $3`,
        ...[...key, people[who], state, state === 'left out' ? 'topic off' : null],
      );
    return { campaignId, people };
  }

  async function tell(
    caller: Caller,
    { campaignId, people }: { campaignId: number; people: number[] },
    told: readonly Happening[],
  ) {
    const of = (each: Happening) => ({
      ...{ contactId: people[each.who] ?? 0, at: new Date(atOf(each)), machine: each.machine },
      ...(each.kind === 'bounced' ? { bounce: each.hard ? ('hard' as const) : ('soft' as const) } : {}),
    });
    const url = (each: Happening) => (each.kind === 'clicked' ? links[each.link] : undefined);
    // One delivery each: what a provider and an API client tell comes in two.
    const byKey = told.filter((each) => each.by === 'key' && each.kind !== 'purchase');
    const reports = byKey.map((each) => ({
      ...{ ...of(each), id: String(each.id), kind: each.kind as MailReport['kind'] },
      ...(url(each) === undefined ? {} : { url: url(each) as string }),
    }));
    if (reports.length > 0) await reportMails(deps(), caller, { campaignId, reports });
    const events = told
      .filter((each) => !byKey.includes(each))
      .map((each) => ({
        ...{ ...of(each), id: `event ${each.id}`, kind: each.kind },
        ...(each.kind === 'purchase' ? {} : { campaign: each.by === 'elsewhere' ? 'Elsewhere' : 'Spring' }),
        ...(each.kind === 'purchase' ? { properties: { amount: each.amount } } : {}),
        ...(url(each) === undefined ? {} : { properties: { url: url(each) } }),
      }));
    if (events.length > 0) await recordEvents(deps(), caller, { source: 'api', events });
  }

  async function check(caller: Caller, { campaignId }: { campaignId: number }, model: Model) {
    const everyone = Array.from({ length: PEOPLE }, (_, who) => model.ours(who));
    const acts = model.stored.filter(({ by, kind }) => by !== 'elsewhere' && kind !== 'purchase');
    const report = await campaignReport(deps(), caller, { id: campaignId });
    expect(report).toMatchObject({ audience: PEOPLE, ...numbersOf(everyone, acts) });
    expect(report.sums.reduce((sum, { people }) => sum + people, 0)).toBe(PEOPLE);
    const sums = new Map<string, number>();
    for (const { state, reason } of everyone)
      sums.set(`${state} ${reason}`, (sums.get(`${state} ${reason}`) ?? 0) + 1);
    expect(new Map(report.sums.map(({ state, reason, people }) => [`${state} ${reason}`, people]))).toEqual(
      sums,
    );
    const clicks = acts.filter(({ kind, machine }) => kind === 'clicked' && !machine);
    for (const [place, url] of links.entries()) {
      const those = clicks.filter(({ link }) => link === place);
      const link = report.links.find((each) => each.url === url);
      expect([link?.people ?? 0, link?.hits ?? 0]).toEqual([
        new Set(those.map(({ who }) => who)).size,
        those.length,
      ]);
    }
    const { people, value } = model.converted();
    const most = report.clicked.how === 'person' ? report.clicked.people : 0;
    const expected = { people: Math.min(people, most), value: people === 0 ? null : value };
    expect(report.conversions).toMatchObject(expected);
    // The rows that are left, and those who were deleted, are everyone: the counts say the same.
    const { rows } = await query(
      `SELECT state || ' ' || coalesce(reason, '') AS kind, count(*)::int AS people FROM campaign_recipients
       WHERE workspace_id = $1 AND campaign_id = $2 GROUP BY 1`,
      ...[caller.workspaceId, campaignId],
    );
    const total = rows.reduce((sum: number, row: { people: number }) => sum + row.people, 0);
    expect(total + model.gone.size).toBe(PEOPLE);
    if (!model.stored.some(({ by, kind }) => by === 'elsewhere' && kind !== 'purchase')) return;
    const other = await campaignReport(deps(), caller, { name: 'Elsewhere' });
    const theirs = model.stored.filter(({ by }) => by === 'elsewhere');
    const { opened, clicked, ...numbers } = numbersOf(model.reported(), theirs);
    expect(other).toMatchObject(numbers);
    for (const [got, wanted] of [
      [other.opened, opened],
      [other.clicked, clicked],
    ] as const)
      if (got.how === 'person') expect(got).toEqual(wanted);
      else expect([wanted.people, wanted.machines]).toEqual([0, 0]);
  }

  it('are what a plain count of everything that happened says, whenever and however often it was reported', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(happening, { minLength: 40, maxLength: 40 }),
        fc.array(step, { minLength: 3, maxLength: 8, size: 'max' }),
        async (pool, steps) => {
          const caller = await audience.newCaller('admin');
          const sent = await begin(caller);
          const happenings = pool.map((each, id) => ({ ...each, id }));
          const model = new Model();
          for (const each of steps) {
            if (each.do === 'report') {
              const told = each.which
                .flatMap((id) => happenings[id] ?? [])
                .filter((one) => !model.isForgotten(one));
              await tell(caller, sent, told);
              for (const one of told) model.report(one);
            } else if (each.do === 'delete') {
              await query(
                'DELETE FROM contacts WHERE workspace_id = $1 AND id = $2',
                caller.workspaceId,
                sent.people[each.who],
              );
              model.delete(each.who);
            } else if (each.do === 'retain') {
              await query(
                'UPDATE workspaces SET keep_events_days = $2 WHERE id = $1',
                caller.workspaceId,
                each.days,
              );
              await deleteOldData(deps(), { everyMs: 0 });
              model.retain(each.days);
              await query('UPDATE workspaces SET keep_events_days = NULL WHERE id = $1', caller.workspaceId);
            } else
              await mergeCounts(audience.storage.pool, {
                workspaceId: caller.workspaceId,
                campaignId: sent.campaignId,
              });
            await check(caller, sent, model);
          }
        },
      ),
      { numRuns: 25 },
    );
  }, 300_000);
});
