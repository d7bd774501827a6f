import { beforeEach, describe, expect, it } from 'vitest';
import type { OutgoingResults } from '../../../src/audience/campaigns/results-posting.ts';
import { startJobRunner } from '../../../src/audience/jobs/runner.ts';
import type { PostResult } from '../../../src/audience/watches/posting.ts';
import { savePost } from '../../../src/storage/campaigns/posts.ts';
import { withSending } from '../../support/sending.ts';

describe('the results in a campaign’s thread', () => {
  const sending = withSending();
  const { deps, begun, query } = sending;
  beforeEach(() => query(`DELETE FROM jobs WHERE kind = 'results'`));

  /** A campaign that has begun, with a message that shows it, as if it had begun so many hours ago. */
  async function begunAgo(hours: number) {
    const { id } = await begun(2);
    const key = { workspaceId: sending.ada.workspaceId, campaignId: id };
    await savePost(sending.audience.storage.pool, key, { channel: 'C0NEWS', ts: '1.1' });
    await later(id, hours);
    return id;
  }
  /** Lets so many hours pass for it. */
  async function later(id: number, hours: number) {
    await query(
      `UPDATE campaign_mails SET started_at = started_at - $2::float8 * interval '1 hour' WHERE campaign_id = $1`,
      ...[id, hours],
    );
    await query(`UPDATE jobs SET due_at = now() WHERE kind = 'results' AND state = 'waiting'`);
  }
  /** Runs what is due in two processes at once. */
  async function run(answer: (results: OutgoingResults, count: number) => PostResult | Promise<PostResult>) {
    const posted: OutgoingResults[] = [];
    const postResults = async (results: OutgoingResults) => {
      posted.push(results);
      return answer(results, posted.length);
    };
    const runners = [1, 2].map(() => startJobRunner(deps(), { pollMs: 5, postResults }));
    for (const runner of runners) await runner.idle();
    for (const runner of runners) await runner.stop();
    return posted;
  }
  const posted: PostResult = { is: 'posted', channel: 'C0NEWS', ts: '2.2' };
  const due = async () => {
    const { rows } = await query(
      `SELECT extract(epoch FROM j.due_at - m.started_at)::int / 3600 AS hours FROM jobs j
       JOIN campaign_mails m ON m.workspace_id = j.workspace_id AND m.campaign_id = (j.payload ->> 'campaignId')::int
       WHERE j.kind = 'results' AND j.state = 'waiting' AND j.workspace_id = $1`,
      sending.ada.workspaceId,
    );
    return rows.map(({ hours }) => hours);
  };

  it('posts them once after an hour, and updates that message after a day and a week', async () => {
    const id = await begunAgo(0);
    expect(await run(() => posted)).toEqual([]);
    expect(await due()).toEqual([1]);
    await later(id, 1);
    const first = { workspaceId: sending.ada.workspaceId, campaignId: id, channel: 'C0NEWS', thread: '1.1' };
    expect(await run(() => posted)).toEqual([{ ...first, ts: undefined }]);
    expect(await due()).toEqual([24]);
    await later(id, 23);
    expect(await run(() => posted)).toEqual([{ ...first, ts: '2.2' }]);
    expect(await due()).toEqual([168]);
    await later(id, 144);
    expect(await run(() => posted)).toEqual([{ ...first, ts: '2.2' }]);
    expect(await due()).toEqual([]);
  });

  it('posts once if Rollcall didn’t run for days', async () => {
    await begunAgo(30);
    expect(await run(() => posted)).toHaveLength(1);
    expect(await due()).toEqual([168]);
  });

  it('tries again if Slack never got it, and not if no one knows', async () => {
    const id = await begunAgo(1);
    expect(await run(() => ({ is: 'later', inMs: 60_000 }))).toHaveLength(1);
    await later(id, 0);
    expect(await run(() => ({ is: 'unknown' }))).toHaveLength(1);
    await later(id, 0);
    expect(await run(() => posted)).toEqual([]);
    // The next time is another message: no one knows where the first one is.
    await later(id, 23);
    expect(await run(() => posted)).toMatchObject([{ ts: undefined }]);
    await later(id, 144);
    expect(await run(() => posted)).toMatchObject([{ ts: '2.2' }]);
  });

  it('goes on after results that couldn’t be counted', async () => {
    await begunAgo(1);
    const answers = run((_, count) => {
      if (count === 1) throw new Error('the database is away');
      return posted;
    });
    expect(await answers).toHaveLength(1);
    await query(`UPDATE jobs SET due_at = now(), leased_until = NULL WHERE kind = 'results'`);
    expect(await run(() => posted)).toMatchObject([{ ts: undefined }]);
  });

  it('posts nothing if an admin turned that off, or if no message shows the campaign', async () => {
    const id = await begunAgo(1);
    await query('UPDATE workspaces SET posts_results = false WHERE id = $1', sending.ada.workspaceId);
    expect(await run(() => posted)).toEqual([]);
    expect(await due()).toEqual([24]);
    await query('UPDATE workspaces SET posts_results = true WHERE id = $1', sending.ada.workspaceId);
    await query('DELETE FROM campaign_posts WHERE campaign_id = $1', id);
    await later(id, 23);
    expect(await run(() => posted)).toEqual([]);
  });

  it('stops for good once Slack refuses the channel', async () => {
    const id = await begunAgo(1);
    expect(await run(() => ({ is: 'refused', problem: 'That channel is archived.' }))).toHaveLength(1);
    await later(id, 200);
    expect(await run(() => posted)).toEqual([]);
  });
});
