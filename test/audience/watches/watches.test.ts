import { beforeEach, describe, expect, it } from 'vitest';
import type { Caller } from '../../../src/audience/caller.ts';
import { addContact } from '../../../src/audience/contacts/add.ts';
import { editContact } from '../../../src/audience/contacts/edit.ts';
import { forgetContact } from '../../../src/audience/contacts/forget.ts';
import { recordEvents } from '../../../src/audience/events/events.ts';
import { undoImport } from '../../../src/audience/imports/undo.ts';
import { actOnPage } from '../../../src/audience/public/acts.ts';
import { makeToken } from '../../../src/audience/public/token.ts';
import { visitOf } from '../../../src/audience/public/visit.ts';
import { deleteSegment } from '../../../src/audience/segments/changes.ts';
import { editSegment } from '../../../src/audience/segments/edit.ts';
import { addSegment } from '../../../src/audience/segments/segments.ts';
import { changeTagging } from '../../../src/audience/tags/tagging.ts';
import { addTag } from '../../../src/audience/tags/tags.ts';
import { askedWatch } from '../../../src/audience/watches/asked.ts';
import { postNow } from '../../../src/audience/watches/post-now.ts';
import type { OutgoingPost, PostResult } from '../../../src/audience/watches/posting.ts';
import {
  addWatch,
  editWatch,
  listWatches,
  snoozeWatch,
  stopWatch,
  watchesOf,
} from '../../../src/audience/watches/watches.ts';
import { netOf } from '../../../src/lib/watches/causes.ts';
import type { WatchCondition } from '../../../src/lib/watches/condition.ts';
import type { PostContent } from '../../../src/lib/watches/posts.ts';
import type { Rule } from '../../../src/rules/schema.ts';
import { importFile } from '../../support/import-file.ts';
import { refused } from '../../support/refused.ts';
import { runJobs } from '../../support/run-jobs.ts';
import { withAudience } from '../../support/with-audience.ts';

const MINUTE = 60_000;
const DAY = 86_400_000;
const audience = withAudience({ now: () => audience.storage.clock.now() });
const { deps } = audience;
let ada: Caller;
let posted: OutgoingPost[];
let answer: PostResult | undefined;
const channel = 'C0GENERAL';

beforeEach(async () => {
  ada = await audience.newCaller('admin');
  posted = [];
  answer = undefined;
});

const post = async (message: OutgoingPost): Promise<PostResult> => {
  // The runner works for the workspaces of other tests too.
  if (message.workspaceId === ada.workspaceId) posted.push(message);
  return answer ?? { is: 'posted', channel: message.channel, ts: `1.${message.postId}` };
};

/** Time passes, and what is due is done. Returns what was posted. */
async function later(minutes = 5): Promise<PostContent[]> {
  if (minutes > 0) await audience.storage.clock.move(minutes * MINUTE);
  const before = posted.length;
  await runJobs(deps, { post });
  return posted.slice(before).map(({ content }) => content);
}

const person = async (email: string, by: Caller = ada): Promise<number> => {
  const added = await addContact(deps, by, { email, name: null, values: [], status: 'subscribed' });
  return 'id' in added ? added.id : added.existing.id;
};

const people = async (names: string[]) => {
  for (const name of names) await person(`${name}@x.org`);
};

const watch = async (whom: string, condition: WatchCondition) =>
  (await addWatch(deps, ada, { whom, condition, channel })).watch;

describe('a watch', () => {
  it('speaks up once when its limit is crossed, within ten minutes, and not again while it stays', async () => {
    await people(['a', 'b']);
    await addSegment(deps, ada, { name: 'All', sentence: 'everyone' });
    await watch('All', { when: 'above', n: 3 });
    expect(await later(0)).toEqual([]);
    await people(['c']);
    expect(await later()).toEqual([]);
    await people(['d', 'e']);
    expect(await later()).toMatchObject([
      {
        ...{ is: 'spoke', name: 'All', condition: { when: 'above', n: 3 }, reachable: 5 },
        change: { from: 2, to: 5, causes: [{ cause: 'added', by: 'person U0ADA', joined: 3, left: 0 }] },
      },
    ]);
    await people(['f']);
    expect(await later()).toEqual([]);
    expect(await later(90)).toEqual([]);
  });

  it('makes good what it missed with one message', async () => {
    await watch('everyone', { when: 'above', n: 1 });
    await later(0);
    await people(['a', 'b', 'c']);
    // Rollcall doesn't run for two days.
    expect(await later(2 * 1440)).toMatchObject([
      { is: 'spoke', name: 'All contacts', change: { from: 0, to: 3 } },
    ]);
    expect(await later()).toEqual([]);
  });

  it('compares with the beginning of its span, and tells people who join once an hour', async () => {
    await people(Array.from({ length: 20 }, (_, index) => `p${index}`));
    await watch('everyone', { when: 'changes', by: 20, unit: 'percent', days: 1 });
    await watch('everyone', { when: 'joins' });
    await later(0);
    await people(['a', 'b']);
    expect(await later()).toMatchObject([{ condition: { when: 'joins' }, joined: 2 }]);
    await people(['c', 'd']);
    expect(await later()).toMatchObject([{ condition: { when: 'changes' }, change: { from: 20, to: 24 } }]);
    expect(await later(60)).toMatchObject([{ condition: { when: 'joins' }, joined: 2, change: { to: 24 } }]);
    // A day later nothing is new within the span.
    expect(await later(1440)).toEqual([]);
  });

  it('waits while it is snoozed, tells then what is met, and can be edited and stopped', async () => {
    const { id } = await watch('everyone', { when: 'above', n: 0 });
    await later(0);
    await snoozeWatch(deps, ada, { id, days: 1 });
    expect(await listWatches(deps, ada)).toMatchObject([{ id, state: 'snoozed' }]);
    await people(['a']);
    expect(await later()).toEqual([]);
    expect(await later(1440)).toMatchObject([{ is: 'spoke', change: { from: 0, to: 1 } }]);
    await editWatch(deps, ada, { id, condition: { when: 'below', n: 1 }, channel: ada.actor });
    expect(await later()).toEqual([]);
    const bob: Caller = { ...ada, actor: 'U0BOB', role: 'editor' };
    expect(await refused(stopWatch(deps, bob, id))).toBe(
      'not-allowed: Only its owner and admins can stop this watch.',
    );
    expect(
      await refused(
        addWatch(
          deps,
          { ...bob, role: 'viewer' },
          { whom: 'everyone', condition: { when: 'joins' }, channel },
        ),
      ),
    ).toMatch(/^not-allowed: You need the editor role to watch sizes/);
    expect(await watchesOf(deps, ada, 'all contacts below 1')).toMatchObject([{ id }]);
    expect(await watchesOf(deps, ada, 'all contacts below 2')).toEqual([]);
    await stopWatch(deps, ada, id);
    expect(await listWatches(deps, ada)).toEqual([]);
    await later(60);
    const { prisma } = audience.storage;
    const jobs = { workspaceId: ada.workspaceId, kind: 'watches', state: { in: ['waiting', 'running'] } };
    expect(await prisma.job.count({ where: jobs })).toBe(0);
  });

  it('is asked for in words, and says what can’t be', async () => {
    await addSegment(deps, ada, { name: 'Kids above 5', sentence: 'everyone' });
    await addSegment(deps, ada, { name: 'Kids', sentence: 'everyone' });
    expect(await askedWatch(deps, ada, '"Kids above 5"')).toEqual({ whom: '"Kids above 5"' });
    expect(await askedWatch(deps, ada, 'Kids above 6 here')).toEqual({
      whom: 'Kids',
      condition: { when: 'above', n: 6 },
      place: 'here',
    });
    expect(await refused(askedWatch(deps, ada, 'Kids changes by 101% in a week'))).toBe(
      'invalid-input: A change can be watched up to 100%, not 101%.',
    );
    expect(await refused(watch('tagged nothing', { when: 'joins' }))).toContain('invalid-input');
    expect(await refused(watch('email is ada@x.org', { when: 'joins' }))).toBe(
      'invalid-input: This rule names people, so its watch can only write to you.',
    );
    await people(['a']);
    expect(
      await addWatch(deps, ada, { whom: 'Kids', condition: { when: 'above', n: 500 }, channel }),
    ).toMatchObject({
      notes: ['out-of-reach'],
      audience: 1,
    });
    expect(
      await addWatch(deps, ada, { whom: 'Kids', condition: { when: 'above', n: 0 }, channel }),
    ).toMatchObject({
      notes: ['met'],
    });
  });

  it('ends with its segment, and says once why it can’t be counted', async () => {
    await addTag(deps, ada, { name: 'vip' });
    await addSegment(deps, ada, { name: 'Gone', sentence: 'everyone' });
    await addSegment(deps, ada, { name: 'Broken', sentence: 'tagged vip' });
    await watch('Gone', { when: 'joins' });
    await watch('Broken', { when: 'joins' });
    await later(0);
    const segments = await audience.storage.prisma.segment.findMany({
      where: { workspaceId: ada.workspaceId },
    });
    const gone = segments.find(({ name }) => name === 'Gone')?.id ?? 0;
    await deleteSegment(deps, ada, { id: gone });
    await audience.storage.prisma.tag.deleteMany({ where: { workspaceId: ada.workspaceId } });
    const told = await later();
    expect(told).toHaveLength(2);
    expect(told).toContainEqual({ is: 'ended', name: 'Gone', condition: { when: 'joins' } });
    expect(told).toContainEqual(expect.objectContaining({ is: 'broken', name: 'Broken' }));
    expect(posted.find(({ content }) => content.is === 'broken')?.channel).toBe(ada.actor);
    expect(await later(120)).toEqual([]);
    expect(await listWatches(deps, ada)).toMatchObject([
      { name: 'Gone', state: 'ended' },
      { name: 'Broken', broken: expect.stringContaining('no longer exists') },
    ]);
  });
});

describe('its messages', () => {
  it('are never posted twice, and a person decides about those that may not have been posted', async () => {
    await watch('everyone', { when: 'above', n: 0 });
    await later(0);
    await people(['a']);
    answer = { is: 'unknown' };
    expect(await later()).toMatchObject([
      { is: 'spoke' },
      { is: 'uncertain', name: 'All contacts', channel },
    ]);
    answer = undefined;
    expect(await later(120)).toEqual([]);
    const uncertain = posted.find(({ content }) => content.is === 'uncertain')?.content;
    if (uncertain?.is !== 'uncertain') throw new Error('nobody was told');
    expect(
      await refused(postNow(deps, { ...ada, actor: 'U0BOB', role: 'editor' }, uncertain.postId)),
    ).toContain('not-found');
    expect(await postNow(deps, ada, uncertain.postId)).toBe(true);
    expect(await postNow(deps, ada, uncertain.postId)).toBe(false);
    expect(await later()).toMatchObject([{ is: 'spoke', change: { from: 0, to: 1 } }]);
    expect(await later(120)).toEqual([]);
    expect(await postNow(deps, ada, uncertain.postId)).toBe(false);
  });

  it('are uncertain if a process died while it posted, and wait while Slack can’t be reached', async () => {
    await watch('everyone', { when: 'above', n: 0 });
    await later(0);
    await people(['a']);
    answer = { is: 'later', inMs: MINUTE };
    expect(await later()).toMatchObject([{ is: 'spoke' }]);
    answer = undefined;
    expect(await later()).toMatchObject([{ is: 'spoke' }]);
    await people(['b']);
    await watch('everyone', { when: 'above', n: 1 });
    await later(0);
    const { pool } = audience.storage;
    // As a process leaves it that was killed after it gave the message to Slack.
    await pool.query(`INSERT INTO posts (workspace_id, channel, owner, content, state, created_at)
      SELECT workspace_id, channel, owner, content, 'posting', created_at FROM posts WHERE workspace_id = ${ada.workspaceId} LIMIT 1`);
    await pool.query(`INSERT INTO jobs (workspace_id, kind, payload, key)
      SELECT workspace_id, 'post', jsonb_build_object('postId', id), id::text FROM posts WHERE workspace_id = ${ada.workspaceId} AND state = 'posting'`);
    expect(await later()).toMatchObject([{ is: 'uncertain' }]);
  });

  it('are refused with a reason that its owner hears once, until one gets through', async () => {
    const { id } = await watch('everyone', { when: 'joins' });
    await later(0);
    answer = { is: 'refused', problem: 'That channel is archived.' };
    await people(['a']);
    expect(await later()).toMatchObject([
      { is: 'spoke' },
      { is: 'failing', name: 'All contacts', channel, problem: 'That channel is archived.' },
    ]);
    expect(await listWatches(deps, ada)).toMatchObject([{ id, trouble: 'That channel is archived.' }]);
    await people(['b']);
    expect(await later(70)).toMatchObject([{ is: 'spoke' }]);
    answer = undefined;
    await people(['c']);
    expect(await later(70)).toMatchObject([{ is: 'spoke' }]);
    expect(await listWatches(deps, ada)).toMatchObject([{ id, trouble: null }]);
  });
});

/** Causes as short lines: `tagged vip person U0BOB +1`. */
const lines = (content: PostContent | undefined): string[] => {
  if (content?.is !== 'spoke') throw new Error('the watch is silent');
  const { change } = content;
  expect(netOf(change.causes.map((cause) => ({ ...cause, tagId: null })))).toBe(change.to - change.from);
  return change.causes
    .map(({ cause, tag, by, file, joined, left }) =>
      [cause, tag, by, file, joined > 0 ? `+${joined}` : null, left > 0 ? `-${left}` : null]
        .filter((each) => each !== null)
        .join(' '),
    )
    .sort();
};

describe('the cause of a change', () => {
  it('is the latest writer of each person, and the numbers add up', async () => {
    const bob: Caller = { ...ada, actor: 'U0BOB', role: 'editor' };
    const shop: Caller = { ...ada, actor: 'Shop', role: 'editor', seesContacts: true };
    const postmark: Caller = { ...ada, actor: 'Postmark', role: 'editor' };
    await addTag(deps, ada, { name: 'vip' });
    const ids = new Map<string, number>();
    for (const name of ['a', 'b', 'c', 'd', 'e', 'f', 'g']) ids.set(name, await person(`${name}@x.org`));
    const tag = (caller: Caller, way: 'on' | 'off', emails: string) =>
      changeTagging(deps, caller, { tag: { name: 'vip' }, way, who: { emails } } as never);
    await tag(ada, 'on', 'a@x.org, b@x.org, f@x.org');
    await addSegment(deps, ada, {
      name: 'Movers',
      sentence: '(tagged vip or country is NO or opened in the last 2 days) and status is subscribed',
    });
    await watch('Movers', { when: 'changes', by: 1, unit: 'people', days: 1 });
    await later(0);
    expect(await later()).toEqual([]);
    const event = (email: string, kind: string) =>
      recordEvents(deps, postmark, {
        source: 'webhook',
        events: [{ email, kind, at: deps.now().toISOString() }],
      });
    await tag(bob, 'on', 'c@x.org, g@x.org');
    await tag(bob, 'off', 'a@x.org');
    await editContact(deps, shop, { id: ids.get('d') ?? 0, values: [['country', 'NO']] } as never);
    await event('b@x.org', 'complained');
    await event('e@x.org', 'opened');
    await forgetContact(deps, ada, { id: ids.get('f') ?? 0 });
    // The latest writer counts: who was tagged by Bob was opened by a machine afterwards.
    await editContact(deps, ada, { id: ids.get('g') ?? 0, values: [['city', 'Oslo']] } as never);
    const [spoke] = await later();
    expect(lines(spoke)).toEqual([
      'changed api Shop +1',
      'changed person U0ADA +1',
      'changed provider Postmark -1',
      'deleted person U0ADA -1',
      'event provider Postmark +1',
      'tagged vip person U0BOB +1',
      'untagged vip person U0BOB -1',
    ]);
  });

  it('is an import with its file and who ran it, beside people who were added by hand', async () => {
    await watch('everyone', { when: 'changes', by: 1, unit: 'people', days: 1 });
    await later(0);
    const bytes = new TextEncoder().encode('email,name\nx@x.org,Xenia\ny@x.org,Yusuf\n');
    await importFile(deps, { ...ada, actor: 'U0BOB' }, { fileName: 'crm.csv', bytes });
    await people(['a']);
    expect(lines((await later())[0])).toEqual(['added import U0BOB crm.csv +2', 'added person U0ADA +1']);
  });

  it('is the undo of an import, and people who leave on their preference page', async () => {
    const bytes = new TextEncoder().encode('email,name\nx@x.org,Xenia\ny@x.org,Yusuf\n');
    await importFile(deps, { ...ada, actor: 'U0BOB' }, { fileName: 'crm.csv', bytes });
    await people(['a', 'b', 'c']);
    await watch('subscribed', { when: 'changes', by: 1, unit: 'people', days: 1 });
    await later(0);
    const { prisma } = audience.storage;
    const { workspaceId } = ada;
    const { id } = await prisma.contact.findFirstOrThrow({ where: { workspaceId, email: 'b@x.org' } });
    const token = makeToken(deps.storage, {
      kind: 'mailed',
      workspaceId,
      campaignId: 0,
      id,
      now: deps.now(),
    });
    const visit = await visitOf(deps, token);
    if (typeof visit === 'string') throw new Error('the page does not open');
    await actOnPage(deps, visit, { do: 'leave', text: 'Unsubscribe from everything' });
    const file = await prisma.import.findFirstOrThrow({ where: { workspaceId } });
    await undoImport(deps, ada, file.id);
    await runJobs(deps, { post });
    expect(lines((await later())[0])).toEqual(['changed page -1', 'deleted import-undo U0BOB crm.csv -2']);
  });

  it('can be an edit of the rule, or of a segment in it, and time alone', async () => {
    const { prisma } = audience.storage;
    const { workspaceId } = ada;
    await people(['a', 'b', 'c']);
    const signedUpAt = (days: number) => ({ signedUpAt: new Date(deps.now().getTime() - days * DAY) });
    await prisma.contact.updateMany({ where: { workspaceId }, data: signedUpAt(0) });
    await prisma.contact.updateMany({ where: { workspaceId, email: 'a@x.org' }, data: signedUpAt(30) });
    const { id } = await addSegment(deps, ada, { name: 'New', sentence: 'signed up in the last 2 days' });
    await watch('in segment New and status is subscribed', {
      when: 'changes',
      by: 1,
      unit: 'people',
      days: 1,
    });
    await later(0);
    const rule: Rule = { type: 'not', rule: { type: 'everyone' } };
    await editSegment(
      deps,
      { ...ada, actor: 'U0BOB' },
      { id, version: 1, name: 'New', description: '', rule },
    );
    expect(lines((await later())[0])).toEqual(['edit U0BOB -2']);
    await editSegment(deps, ada, {
      id,
      version: 2,
      name: 'New',
      description: '',
      rule: {
        type: 'date',
        field: 'signup date',
        timeframe: { kind: 'rolling', direction: 'past', amount: { days: 2 } },
      } as Rule,
    });
    await later();
    expect(await later(1440)).toEqual([]);
    expect(await later(1440)).toEqual([]);
    expect(lines((await later(1440))[0])).toEqual(['time -2']);
  });
});
