import { beforeEach, describe, expect, it } from 'vitest';
import type { Caller } from '../../../src/audience/caller.ts';
import { addContact } from '../../../src/audience/contacts/add.ts';
import { deleteSegment } from '../../../src/audience/segments/changes.ts';
import { editSegment } from '../../../src/audience/segments/edit.ts';
import { lookUpSegment } from '../../../src/audience/segments/lookup.ts';
import { addSegment } from '../../../src/audience/segments/segments.ts';
import { mergeTags } from '../../../src/audience/tags/merge.ts';
import { changeTagging } from '../../../src/audience/tags/tagging.ts';
import { addTag, renameTag, tagNamed } from '../../../src/audience/tags/tags.ts';
import { undo } from '../../../src/audience/undo/take-back.ts';
import { setDigest } from '../../../src/audience/watches/digests.ts';
import { addRecurringJobs } from '../../../src/audience/watches/schedule.ts';
import {
  editWatch,
  listWatches,
  addWatch as make,
  watchesOf,
} from '../../../src/audience/watches/watches.ts';
import { netOf } from '../../../src/lib/watches/causes.ts';
import type { WatchCondition } from '../../../src/lib/watches/condition.ts';
import type { PostContent } from '../../../src/lib/watches/posts.ts';
import type { Rule } from '../../../src/rules/schema.ts';
import { refused } from '../../support/refused.ts';
import { runJobs } from '../../support/run-jobs.ts';
import { withAudience } from '../../support/with-audience.ts';

const MINUTE = 60_000;
const DAY = 86_400_000;
/** How far this machine's clock is ahead of the database's. */
let aheadMs = 0;
const audience = withAudience({ now: () => new Date(audience.storage.clock.now().getTime() + aheadMs) });
const { deps } = audience;
const channel = 'C0GENERAL';
let ada: Caller;
let bob: Caller;

beforeEach(async () => {
  aheadMs = 0;
  ada = await audience.newCaller('admin');
  bob = { ...ada, actor: 'U0BOB' };
});

/** Time passes, and what is due is done. Returns what was posted. */
async function later(minutes = 5): Promise<PostContent[]> {
  if (minutes > 0) await audience.storage.clock.move(Math.round(minutes * MINUTE));
  const posted: PostContent[] = [];
  await runJobs(deps, {
    post: async ({ workspaceId, content, postId }) => {
      if (workspaceId === ada.workspaceId) posted.push(content);
      return { is: 'posted', channel, ts: String(postId) };
    },
  });
  return posted;
}

const addWatch = async (whom: string, condition: WatchCondition) =>
  (await make(deps, ada, { whom, condition, channel })).watch;
const changes: WatchCondition = { when: 'changes', by: 1, unit: 'people', days: 1 };

const people = async (...names: string[]) => {
  for (const name of names)
    await addContact(deps, ada, { email: `${name}@x.org`, name: null, values: [], status: 'subscribed' });
};
const tag = (caller: Caller, name: string, ...names: string[]) =>
  changeTagging(deps, caller, {
    ...{ way: 'on', tag: { name } },
    who: { emails: names.map((each) => `${each}@x.org`).join(' ') },
  });

/** What was told as one line: `from → to, causes`. */
const told = (content: PostContent | undefined): string => {
  if (content?.is !== 'spoke') throw new Error('the watch is silent');
  const { from, to, causes } = content.change;
  expect(netOf(causes.map((each) => ({ ...each, tagId: null })))).toBe(to - from);
  const words = causes.map(({ cause, tag, by, joined, left }) =>
    [cause, tag, by, joined > 0 ? `+${joined}` : null, left > 0 ? `-${left}` : null]
      .filter(Boolean)
      .join(' '),
  );
  return [`${content.name} ${from} → ${to}`, ...words.sort()].join(', ');
};

describe('a watch on a tag or a rule', () => {
  it('follows its tag into the one it was merged with, and back with the undo', async () => {
    for (const name of ['vip', 'gold']) await addTag(deps, ada, { name });
    const idOf = async (name: string) => (await tagNamed(deps, ada, name)).id;
    const [from, into] = [await idOf('vip'), await idOf('gold')];
    await people('a', 'b', 'c');
    await tag(ada, 'vip', 'a');
    await tag(ada, 'gold', 'b');
    await addWatch('vip', changes);
    await later(0);
    const { undoId } = await mergeTags(deps, bob, { from, into });
    const [spoke, ...others] = await later();
    expect(others).toEqual([]);
    expect(told(spoke)).toBe('tagged gold 1 → 2, other +1');
    expect(await listWatches(deps, ada)).toMatchObject([{ name: 'tagged gold', broken: null, members: 2 }]);
    expect(await undo(deps, ada, { id: undoId })).toMatchObject({
      did: expect.stringMatching(/; 1 watch uses it again$/),
    });
    await later(1500);
    expect(await listWatches(deps, ada)).toMatchObject([{ name: 'tagged vip', broken: null, members: 1 }]);
  });

  it('is called what its tag is called now, and is stopped by any of its names', async () => {
    await addTag(deps, ada, { name: 'vip' });
    await addWatch('tagged vip', changes);
    await addWatch('everyone', { when: 'above', n: 5 });
    await renameTag(deps, ada, { tag: { name: 'vip' }, name: 'gold' });
    expect((await listWatches(deps, ada)).map(({ name }) => name)).toEqual(['tagged gold', 'All contacts']);
    const stopping = async (words: string) => (await watchesOf(deps, ada, words)).map(({ name }) => name);
    for (const words of ['gold', 'tagged gold', 'Gold changes by 1 in a day'])
      expect(await stopping(words)).toEqual(['tagged gold']);
    for (const words of ['everyone', 'all contacts', 'the audience above 5'])
      expect(await stopping(words)).toEqual(['All contacts']);
    expect(await stopping('everyone above 6')).toEqual([]);
  });
});

describe('a watch', () => {
  it('goes on silently when the deletion of its segment is undone', async () => {
    await people('a', 'b');
    const { id } = await addSegment(deps, ada, { name: 'All', sentence: 'everyone' });
    await addWatch('All', { when: 'above', n: 1 });
    await later(0);
    const { undoId } = await deleteSegment(deps, ada, { id });
    expect(await later()).toMatchObject([{ is: 'ended' }]);
    await undo(deps, ada, { id: undoId });
    expect(await later()).toEqual([]);
    expect(await listWatches(deps, ada)).toMatchObject([{ name: 'All', state: 'on', members: 2 }]);
    await addWatch('All', changes);
    await later();
    await people('c');
    expect(told((await later())[0])).toBe('All 2 → 3, added person U0ADA +1');
  });

  it('knows the causes if the clock of its machine is ahead of the database’s', async () => {
    aheadMs = 10 * MINUTE;
    await addWatch('everyone', changes);
    await later(0);
    await later(20);
    await people('a');
    expect(told((await later(20))[0])).toBe('All contacts 0 → 1, added person U0ADA +1');
  });

  it('recovers from a clock that was a year ahead for a while', async () => {
    await addRecurringJobs(deps);
    await addWatch('everyone', { when: 'joins' });
    await addWatch('everyone', { when: 'above', n: 2 });
    await setDigest(deps, ada, { channel, time: { weekday: 1, time: '09:00' }, skipsQuiet: false });
    await later(0);
    aheadMs = 365 * DAY;
    await people('a');
    expect(await later(8 * 1440)).toContainEqual(expect.objectContaining({ is: 'spoke', joined: 1 }));
    aheadMs = 0;
    await addRecurringJobs(deps);
    await later();
    await people('b', 'c');
    const told = await later();
    expect(told).toContainEqual(
      expect.objectContaining({ is: 'spoke', condition: { when: 'joins' }, joined: 2 }),
    );
    expect(told).toContainEqual(expect.objectContaining({ is: 'spoke', condition: { when: 'above', n: 2 } }));
    const digests = (await later(7 * 1440)).filter(({ is }) => is === 'digest');
    expect(digests).toHaveLength(1);
  });

  it('is tried again once an hour if its rule took too long, and when that was edited', async () => {
    const { id } = await addSegment(deps, ada, { name: 'All', sentence: 'everyone' });
    const { version } = await lookUpSegment(deps, ada, { id });
    await addWatch('All', changes);
    await later(0);
    const slow = () =>
      audience.storage.pool.query('UPDATE watches SET broken = $2 WHERE workspace_id = $1', [
        ada.workspaceId,
        'Counting it takes too long. Make its rule narrower.',
      ]);
    const isBroken = async () => (await listWatches(deps, ada))[0]?.broken !== null;
    /** Until so many minutes after the next full hour. */
    const until = (minutes: number) => later(60 - (deps.now().getTime() % (60 * MINUTE)) / MINUTE + minutes);
    await until(20);
    await slow();
    for (let round = 0; round < 3; round++) await later();
    expect(await isBroken()).toBe(true);
    await until(1);
    expect(await isBroken()).toBe(false);
    await until(30);
    await slow();
    const rule: Rule = { type: 'everyone' };
    await editSegment(deps, ada, { id, version, name: 'All', description: '', rule });
    await later();
    expect(await isBroken()).toBe(false);
  });

  it('counts who joined as its list does, after an edit too', async () => {
    const { id } = await addWatch('everyone', { when: 'joins' });
    await later(0);
    await people('a', 'b');
    expect(await later()).toMatchObject([{ joined: 2 }]);
    await people('c');
    await later();
    await editWatch(deps, ada, { id, condition: { when: 'joins' }, channel });
    await later();
    await people('d');
    expect(await later(70)).toMatchObject([{ is: 'spoke', joined: 1 }]);
  });

  it('tells a change since the last look if nobody looked for longer than its span', async () => {
    await addWatch('everyone', changes);
    await later(0);
    const seen = deps.now().getTime();
    await people('a');
    const [spoke] = await later(3 * 1440);
    if (spoke?.is !== 'spoke') throw new Error('the watch is silent');
    expect(seen - Date.parse(spoke.change.since)).toBeLessThan(MINUTE);
    expect(deps.now().getTime() - Date.parse(spoke.change.since)).toBeGreaterThan(2 * DAY);
  });

  it('of more than 200,000 people counts them without causes, and can’t tell who joins', async () => {
    const { workspaceId } = ada;
    await audience.storage.pool.query(
      `INSERT INTO contacts (workspace_id, email, email_key, status, status_source, source)
       SELECT $1, 'p' || n || '@x.org', 'p' || n || '@x.org', 'subscribed', 'test', 'test' FROM generate_series(1, 199999) n`,
      [workspaceId],
    );
    await addWatch('everyone', { when: 'joins' });
    const above = await addWatch('everyone', { when: 'above', n: 200_000 });
    await later(0);
    await people('a', 'b');
    const [broken, spoke, ...others] = (await later()).sort((one, other) => (one.is < other.is ? -1 : 1));
    expect(others).toEqual([]);
    const problem = 'Rollcall can tell who joins up to 200,000 people, and these are more.';
    expect(broken).toMatchObject({ is: 'broken', problem });
    expect(spoke).toMatchObject({
      is: 'spoke',
      change: { from: 199_999, to: 200_001, causes: [{ joined: 2 }] },
    });
    expect(await refused(make(deps, ada, { whom: 'everyone', condition: { when: 'joins' }, channel }))).toBe(
      `invalid-input: ${problem}`,
    );
    // Nobody was tracked at that look: the next one knows no causes, and the sum says so.
    const leave = (...numbers: number[]) =>
      audience.storage.pool.query('DELETE FROM contacts WHERE workspace_id = $1 AND email = ANY($2)', [
        workspaceId,
        numbers.map((n) => `p${n}@x.org`),
      ]);
    await leave(1, 2, 3);
    expect(await later()).toMatchObject([{ is: 'spoke', condition: { when: 'joins' }, joined: 2 }]);
    const condition: WatchCondition = { when: 'changes', by: 2, unit: 'people', days: 2 };
    await editWatch(deps, ada, { id: above.id, condition, channel });
    expect(await later()).toEqual([]);
    await leave(4, 5);
    expect(told((await later())[0])).toBe(
      'All contacts 199999 → 199996, added person U0ADA +2, deleted -2, other -3',
    );
  });
});
