import { beforeEach, describe, expect, it } from 'vitest';
import type { Caller } from '../../../src/audience/caller.ts';
import { copySegment } from '../../../src/audience/segments/changes.ts';
import { listSegments } from '../../../src/audience/segments/list.ts';
import { addSegment } from '../../../src/audience/segments/segments.ts';
import { addTag } from '../../../src/audience/tags/tags.ts';
import { askedHistory } from '../../../src/audience/watches/asked-history.ts';
import { historyAsCsv, sizeHistory } from '../../../src/audience/watches/history.ts';
import { addRecurringJobs } from '../../../src/audience/watches/schedule.ts';
import { addDays, dayIn } from '../../../src/lib/days.ts';
import { refused } from '../../support/refused.ts';
import { runJobs } from '../../support/run-jobs.ts';
import { withAudience } from '../../support/with-audience.ts';

const DAY = 86_400_000;
const audience = withAudience({ now: () => audience.storage.clock.now() });
const { deps } = audience;
let ada: Caller;
let today: string;

beforeEach(async () => {
  ada = await audience.newCaller('editor');
  today = dayIn(deps.now(), 'UTC');
});

/** People who signed up so many days ago. */
async function people(daysAgo: number[]): Promise<void> {
  const { workspaceId } = ada;
  await audience.storage.prisma.contact.createMany({
    data: daysAgo.map((days) => {
      const email = `${crypto.randomUUID()}@x.org`;
      return {
        ...{
          workspaceId,
          email,
          emailKey: email,
          status: 'subscribed',
          statusSource: 'test',
          source: 'test',
        },
        signedUpAt: new Date(deps.now().getTime() - days * DAY),
      };
    }),
  });
}

async function nextDay(days = 1): Promise<void> {
  await audience.storage.clock.move(days * DAY);
  await runJobs(deps);
}

const sizes = async (id: number) =>
  (await sizeHistory(deps, ada, { id, from: '2020-01-01' })).readings.filter(({ estimated }) => !estimated);

describe('the history of sizes', () => {
  it('has a reading from the first day on, one a day, and leaves gaps', async () => {
    await people([1, 2, 3]);
    const { id } = await addSegment(deps, ada, { name: 'New', sentence: 'signed up in the last 5 days' });
    await runJobs(deps);
    expect(await sizes(id)).toEqual([{ day: today, members: 3, reachable: 3, estimated: false }]);
    await addRecurringJobs(deps);
    await runJobs(deps);
    await nextDay();
    await people([0]);
    await nextDay();
    // Rollcall doesn't run for three days; only the last sign-up is still new then.
    await nextDay(3);
    const day = (days: number) => addDays(today, days);
    expect((await sizes(id)).map((each) => [each.day, each.members])).toEqual([
      [today, 3],
      [day(1), 3],
      [day(2), 4],
      [day(5), 1],
    ]);
    expect((await sizes(0)).map((each) => [each.day, each.members])).toEqual([
      [today, 3],
      [day(1), 3],
      [day(2), 4],
      [day(5), 4],
    ]);
    const history = await sizeHistory(deps, ada, { id });
    expect(history).toMatchObject({ name: 'New', gaps: 2, now: { members: 1 } });
    const [line] = (await listSegments(deps, ada, { perPage: 5 })).segments;
    expect(line).toMatchObject({ trend: { change: -2, days: 5 } });
    expect(historyAsCsv(history)).toContain(`${today},3,3,no\r\n${day(1)},3,3,no\r\n`);
  });

  it('counts only what may have changed', async () => {
    await people([1]);
    const { prisma } = audience.storage;
    const { id } = await addSegment(deps, ada, { name: 'All', sentence: 'everyone' });
    await runJobs(deps);
    // Would be found if it counted again.
    await prisma.sizeReading.updateMany({ where: { workspaceId: ada.workspaceId }, data: { members: 77 } });
    await addRecurringJobs(deps);
    await nextDay();
    expect((await sizes(id)).map(({ members }) => members)).toEqual([77, 77]);
    await people([1]);
    await nextDay();
    expect((await sizes(id)).map(({ members }) => members)).toEqual([77, 77, 2]);
  });

  it('is estimated for the time before from sign-ups and tags, if the rule allows it', async () => {
    await people([1, 8, 15, 30]);
    const { workspaceId } = ada;
    const { prisma } = audience.storage;
    const tag = await prisma.tag.create({ data: { workspaceId, name: 'vip', createdBy: 'test' } });
    const all = await prisma.contact.findMany({ where: { workspaceId }, orderBy: { signedUpAt: 'asc' } });
    const addedAt = new Date(deps.now().getTime() - 10 * DAY);
    await prisma.contactTag.createMany({
      data: all.slice(0, 2).map(({ id }) => ({ workspaceId, tagId: tag.id, contactId: id, addedAt })),
    });
    const estimates = async (name: string, sentence: string) => {
      const { id } = await addSegment(deps, ada, { name, sentence });
      await runJobs(deps);
      const { readings } = await sizeHistory(deps, ada, { id });
      return readings.filter(({ estimated }) => estimated).map(({ members }) => members);
    };
    // 28, 21, 14 and 7 days ago; before that nobody was here.
    expect(await estimates('All', 'everyone')).toEqual([1, 1, 2, 3]);
    expect(await estimates('Vips', 'tagged vip')).toEqual([2]);
    expect(await estimates('New', 'signed up in the last 7 days')).toEqual([1, 0, 1, 1]);
    // Nobody knows what the status was.
    expect(await estimates('Subscribed', 'status is subscribed')).toEqual([]);
    const copy = await copySegment(deps, ada, { ref: { name: 'Vips' } });
    await runJobs(deps);
    expect(await sizes(copy.segment.id)).toHaveLength(1);
  });

  it('keeps one reading a week after a year, and none of a deleted segment', async () => {
    const { workspaceId } = ada;
    const { prisma } = audience.storage;
    const { id } = await addSegment(deps, ada, { name: 'All', sentence: 'everyone' });
    const first = addDays(today, -500);
    const reading = (segmentId: number, days: number) => ({
      ...{
        workspaceId,
        segmentId,
        day: new Date(`${addDays(first, days)}T00:00Z`),
        members: days,
        reachable: 0,
      },
    });
    await prisma.sizeReading.createMany({
      data: Array.from({ length: 500 }, (_, days) => reading(id, days)).concat(reading(99_999, 3)),
    });
    await addRecurringJobs(deps);
    await runJobs(deps);
    const kept = await sizes(id);
    expect(kept.filter(({ day }) => day < addDays(today, -366)).length).toBeGreaterThanOrEqual(19);
    expect(kept.filter(({ day }) => day < addDays(today, -366)).length).toBeLessThanOrEqual(21);
    expect(kept.filter(({ day }) => day >= addDays(today, -366) && day < today)).toHaveLength(366);
    expect(await prisma.sizeReading.count({ where: { workspaceId, segmentId: 99_999 } })).toBe(0);
  });

  it('goes on past a segment that can’t be counted', async () => {
    const { workspaceId } = ada;
    const { prisma } = audience.storage;
    const rule = { type: 'tagged', match: 'any', tags: [12345] };
    const broken = { workspaceId, rule, createdBy: 'test', updatedBy: 'test' };
    await prisma.segment.create({ data: { ...broken, name: 'Broken', nameKey: 'broken' } });
    const { id } = await addSegment(deps, ada, { name: 'All', sentence: 'everyone' });
    await addRecurringJobs(deps);
    await nextDay();
    expect((await sizes(id)).at(-1)?.day).toBe(addDays(today, 1));
  });

  it('is asked for by a name and a timeframe', async () => {
    const ids = new Map<string, number>();
    for (const name of ['Recent', 'Recent last week', 'Since March']) {
      ids.set(name, (await addSegment(deps, ada, { name, sentence: 'everyone' })).id);
    }
    const asked = (text: string) => askedHistory(deps, ada, text);
    expect(await asked('recent')).toEqual({ id: ids.get('Recent') });
    expect(await refused(asked('Recent last week'))).toBe(
      'invalid-input: This can mean "Recent last week", or "Recent" last week.',
    );
    expect(await asked('"Recent last week"')).toEqual({ id: ids.get('Recent last week') });
    expect(await asked('Recent last week yesterday')).toMatchObject({ id: ids.get('Recent last week') });
    const lately = { id: ids.get('Recent'), from: addDays(today, -7), to: today };
    for (const text of [
      'show me the history of Recent last 7 days',
      'Recent: last 7 days',
      'Recent - last 7 days, please',
    ])
      expect(await asked(text)).toEqual(lately);
    for (const text of ['Recent ever', 'Recent since creation', 'Recent of all time'])
      expect(await asked(text)).toEqual({ id: ids.get('Recent'), from: '2000-01-01' });
    await addTag(deps, ada, { name: 'vip' });
    expect(await refused(asked('vip last week'))).toBe(
      'invalid-input: "vip" is a tag: only segments and the whole audience have a history.',
    );
    expect(await refused(asked('Recnet last month'), 'hint')).toBe(
      'not-found: No segment "Recnet". Did you mean "Recent"?',
    );
    expect(await asked('last 7 days of Recent')).toEqual(lately);
    expect(await asked('last 7 days')).toEqual({});
    expect(await asked('"Recent" last 7 days')).toEqual({
      id: ids.get('Recent'),
      from: addDays(today, -7),
      to: today,
    });
    expect(await asked('since march since 1 March 2020')).toMatchObject({
      id: ids.get('Since March'),
      from: '2020-03-01',
    });
    expect(await asked('everyone until 2 May 2020')).toEqual({ id: 0, from: '2000-01-01', to: '2020-05-02' });
    expect(await refused(asked('Recent last weak'))).toContain('invalid-input');
    expect(await refused(asked('Nothing'))).toContain('not-found: No segment "Nothing".');
  });

  it('has no days to come, and none that end before they begin', async () => {
    const { id } = await addSegment(deps, ada, { name: 'All', sentence: 'everyone' });
    const ahead = (days: number) =>
      new Date(deps.now().getTime() + days * 86_400_000).toISOString().slice(0, 10);
    expect(await refused(sizeHistory(deps, ada, { id, from: ahead(2) }))).toBe(
      'invalid-input: There are no sizes of days to come.',
    );
    expect(await refused(sizeHistory(deps, ada, { id, from: ahead(-2), to: ahead(-9) }))).toBe(
      'invalid-input: The first day is after the last one.',
    );
    expect(await sizeHistory(deps, ada, { id, from: ahead(0), to: ahead(9) })).toMatchObject({
      to: ahead(0),
    });
  });
});
