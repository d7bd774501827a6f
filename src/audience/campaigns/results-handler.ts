import { findCampaign } from '../../storage/campaigns/campaigns.ts';
import { claimResults, giveResultsBack, saveResultsPost } from '../../storage/campaigns/results-posts.ts';
import { findWorkspace } from '../../storage/workspace/workspaces.ts';
import type { JobHandler, JobOutcome } from '../jobs/handler.ts';
import type { ResultsPostingOptions } from './results-posting.ts';

const HOUR_MS = 3_600_000;
/** How long after its start the results of a campaign are posted. In ms. */
export const FIRST_RESULTS_MS = HOUR_MS;
/** Then, and when they are updated: after a day and a week. */
const STEPS_MS: readonly number[] = [FIRST_RESULTS_MS, 24 * HOUR_MS, 168 * HOUR_MS];

/** How soon results are looked at again that nobody can post right now. In ms. */
const WAIT_MS = 60_000;

/**
 * Posts the results of a campaign in its thread, and updates them. Each time is claimed before Slack is called, so it is
 * done at most once. If the answer to the first post is missing, the next time posts a new message: an old one without
 * updates is better than none.
 */
export const resultsHandler = ({ postResults }: ResultsPostingOptions): JobHandler<'results'> => ({
  doing: () => 'post the results of a campaign',
  atOnce: 1,
  leaseMs: 60_000,
  mostAttempts: 50,
  retryMs: (failures) => Math.min(failures, 10) * 30_000,
  async run(deps, { job }): Promise<JobOutcome> {
    const { workspaceId } = job;
    const { campaignId } = job.payload;
    const { pool, prisma } = deps.storage;
    const startedAt = (await findCampaign(prisma, workspaceId, { id: campaignId }))?.startedAt?.getTime();
    if (startedAt === undefined) return { is: 'done' };
    const now = deps.now().getTime();
    const step = STEPS_MS.filter((after) => startedAt + after <= now).length;
    const after = STEPS_MS[step];
    const next: JobOutcome =
      after === undefined ? { is: 'done' } : { is: 'again', at: new Date(startedAt + after) };
    if (step === 0 || !(await findWorkspace(deps.storage, workspaceId)).postsResults) return next;
    if (postResults === undefined) return { is: 'again', at: new Date(now + WAIT_MS) };
    const key = { workspaceId, campaignId };
    const claimed = await claimResults(pool, key, step);
    if (claimed === undefined) return next;
    const { channel, ts: thread, resultsTs } = claimed;
    const result = await postResults({ ...key, channel, thread, ts: resultsTs ?? undefined }).catch(
      async (error: unknown) => {
        // They couldn't be counted, so Slack wasn't called.
        await giveResultsBack(pool, key, step);
        throw error;
      },
    );
    switch (result.is) {
      case 'posted':
        await saveResultsPost(pool, key, result.ts);
        return next;
      case 'later':
        await giveResultsBack(pool, key, step);
        return { is: 'again', at: new Date(now + result.inMs) };
      case 'refused':
        return { is: 'done' };
      case 'unknown':
        return next;
      default:
        throw result satisfies never;
    }
  },
});
