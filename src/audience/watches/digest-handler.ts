import { setTimeout as sleep } from 'node:timers/promises';
import { timesAround } from '../../lib/watches/digest-times.ts';
import { withLease } from '../../storage/jobs/jobs.ts';
import { claimDigestDay, findDigest } from '../../storage/watches/digests.ts';
import { addPost } from '../../storage/watches/posts.ts';
import { isCatchingUp } from '../../storage/watches/schedule.ts';
import type { JobHandler } from '../jobs/handler.ts';
import { knownTo } from '../segments/segments.ts';
import { composeDigest, isQuiet } from './digest-content.ts';
import { background } from './measure.ts';

/** How long a digest waits for the sizes and causes that it names, and how often it asks for them. */
const [PATIENCE_MS, ASKS_MS] = [20_000, 50];

/**
 * Posts a digest at its time, and again every week. If the app didn't run then, it is posted once, later. The
 * day that it belongs to is noted with it, so it is never composed twice.
 */
export const digestHandler: JobHandler<'digest'> = {
  doing: () => 'compose the weekly digest',
  atOnce: 1,
  leaseMs: 60_000,
  mostAttempts: 1_000,
  retryMs: (failures) => Math.min(failures, 10) * 60_000,
  async run(deps, { job, lease, shouldStop }) {
    const { workspaceId } = job;
    const { pool } = deps.storage;
    const digest = await findDigest(pool, workspaceId, job.payload.digestId);
    if (digest === undefined) return { is: 'done' };
    // After a while without the app, everything is due at once.
    const until = Date.now() + PATIENCE_MS;
    while (Date.now() < until && (await isCatchingUp(pool, workspaceId))) {
      if (shouldStop()) return { is: 'stopped' };
      await sleep(ASKS_MS);
    }
    const known = await knownTo(deps, background(workspaceId));
    const { now, timeZone } = known.dates;
    const { last, lastDay, next } = timesAround(digest, { at: now, timeZone });
    // It was made, or its time was changed, after that time.
    if (last > digest.createdAt) {
      const content = await composeDigest(deps, known, digest);
      const isSkipped = digest.skipsQuiet && isQuiet(content);
      await withLease(pool, lease, async (client) => {
        const { id, channel, owner } = digest;
        if (!(await claimDigestDay(client, { workspaceId, id, day: lastDay })) || isSkipped) return;
        await addPost(client, { workspaceId, digestId: id, channel, owner, content, at: now });
      });
    }
    return { is: 'again', at: next };
  },
};
