import { beforeEach, describe, expect, it } from 'vitest';
import type { Caller } from '../../../src/audience/caller.ts';
import { addContact } from '../../../src/audience/contacts/add.ts';
import { addSegment } from '../../../src/audience/segments/segments.ts';
import { listDigests, setDigest, stopDigest } from '../../../src/audience/watches/digests.ts';
import { addRecurringJobs } from '../../../src/audience/watches/schedule.ts';
import { addWatch } from '../../../src/audience/watches/watches.ts';
import { changeSettings, showSettings } from '../../../src/audience/workspace/settings-changes.ts';
import type { PostContent } from '../../../src/lib/watches/posts.ts';
import { postMessage } from '../../../src/slack/watches/messages-post.ts';
import { refused } from '../../support/refused.ts';
import { runJobs } from '../../support/run-jobs.ts';
import { withAudience } from '../../support/with-audience.ts';

const DAY = 86_400_000;
const audience = withAudience({ now: () => audience.storage.clock.now() });
const { deps } = audience;
const channel = 'C0GENERAL';
let ada: Caller;

beforeEach(async () => {
  ada = await audience.newCaller('admin');
});

/** Days pass, one by one, and what is due is done. Returns what was posted. */
async function later(days: number): Promise<PostContent[]> {
  const posted: PostContent[] = [];
  for (let day = 0; day < days; day++) {
    await audience.storage.clock.move(DAY);
    await runJobs(deps, {
      post: async ({ workspaceId, content, postId }) => {
        if (workspaceId === ada.workspaceId) posted.push(content);
        return { is: 'posted', channel, ts: String(postId) };
      },
    });
  }
  return posted;
}

const add = (name: string) =>
  addContact(deps, ada, { email: `${name}@x.org`, name: null, values: [], status: 'subscribed' });

/** The time of day that it is in an hour, so that a day later it is due. */
const inAnHour = () => {
  const at = new Date(deps.now().getTime() + 3_600_000);
  return { weekday: at.getUTCDay() || 7, time: at.toISOString().slice(11, 16) };
};

describe('the weekly digest', () => {
  it('says what moved and why once a week, skips a quiet week unless told otherwise, and stops', async () => {
    await addRecurringJobs(deps);
    await addSegment(deps, ada, { name: 'All', sentence: 'everyone' });
    await addSegment(deps, ada, { name: 'Empty', sentence: 'tagged nobody or country is NO' }).catch(
      () => {},
    );
    await addWatch(deps, ada, { whom: 'All', condition: { when: 'above', n: 1000 }, channel });
    await later(8);
    const time = inAnHour();
    await setDigest(deps, ada, { channel, time, skipsQuiet: true });
    expect(await listDigests(deps, ada)).toMatchObject([
      { ...time, channel, owner: ada.actor, trouble: null },
    ]);
    for (const name of ['a', 'b', 'c']) await add(name);
    // In an hour, and so on the first of seven days; then a week without changes, which is skipped.
    const [digest, ...others] = await later(7);
    expect(others).toEqual([]);
    expect(digest).toMatchObject({
      ...{ is: 'digest', members: 3, reachable: 3, before: 0, campaigns: [], imports: [], failing: [] },
      movers: [{ name: 'All', from: 0, to: 3, causes: [{ cause: 'added', by: 'person U0ADA', joined: 3 }] }],
    });
    await later(7);
    expect(await later(7)).toEqual([]);
    await setDigest(deps, ada, { channel, time: inAnHour(), skipsQuiet: false });
    expect(await later(7)).toMatchObject([{ is: 'digest', movers: [], members: 3, before: 3 }]);
    await stopDigest(deps, ada, channel);
    expect(await later(8)).toEqual([]);
    expect(await refused(stopDigest(deps, ada, channel))).toBe('not-found: There’s no digest here.');
  });

  it('says how many days it compares with in a young workspace, and what it leaves out', async () => {
    await addRecurringJobs(deps);
    await addSegment(deps, ada, { name: 'All', sentence: 'everyone' });
    await later(1);
    await addWatch(deps, ada, { whom: 'All', condition: { when: 'above', n: 1000 }, channel });
    await later(1);
    await add('a');
    const { prisma, pool } = audience.storage;
    const { workspaceId } = ada;
    for (let n = 0; n < 30; n++) {
      const data = { workspaceId, name: `Letter ${n}`, nameKey: `letter ${n}` };
      const { id: campaignId } = await prisma.campaign.create({ data });
      await pool.query(
        `INSERT INTO campaign_mails (workspace_id, campaign_id, state, created_by, content_by, audience_by, sender_by, created_at, updated_at, ended_at)
         VALUES ($1, $2, 'sent', 'U0ADA', 'U0ADA', 'U0ADA', 'U0ADA', $3, $3, $3)`,
        [workspaceId, campaignId, deps.now()],
      );
    }
    await setDigest(deps, ada, { channel, time: inAnHour(), skipsQuiet: true });
    const [digest] = await later(1);
    if (digest?.is !== 'digest') throw new Error('there is no digest');
    expect(digest).toMatchObject({
      ...{ members: 1, before: 0, beforeDays: 2, more: { campaigns: 20, imports: 0, failing: 0 } },
      movers: [{ name: 'All', from: 0, to: 1, days: 2 }],
    });
    const { text, blocks } = postMessage(digest, 1);
    expect(text).toBe('The week of your audience: 1 contact, +1 in 2 days');
    expect(JSON.stringify(blocks)).toContain('+1 in 2 days');
    expect(JSON.stringify(blocks)).toContain('and 20 more');
    expect(JSON.stringify(blocks)).not.toContain('A week ago');
  });

  it('stays on the clock of a workspace that changes its zone', async () => {
    const digest = await setDigest(deps, ada, {
      channel,
      time: { weekday: 1, time: '09:00' },
      skipsQuiet: true,
    });
    const { settings, roles } = await showSettings(deps, ada);
    await changeSettings(deps, ada, { settings: { ...settings, timeZone: 'Asia/Tokyo' }, roles } as never);
    const [moved] = await listDigests(deps, ada);
    expect(moved?.next.toISOString().slice(11, 16)).toBe('00:00');
    expect(digest.next.toISOString().slice(11, 16)).toBe('09:00');
    const job = await audience.storage.prisma.job.findFirstOrThrow({
      where: { workspaceId: ada.workspaceId, kind: 'digest', state: 'waiting' },
    });
    expect(job.dueAt).toEqual(moved?.next);
  });
});
