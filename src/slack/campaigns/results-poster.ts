import type { AudienceDeps } from '../../audience/caller.ts';
import { type ResultsCard, resultsCard } from '../../audience/campaigns/results-card.ts';
import type { OutgoingResults } from '../../audience/campaigns/results-posting.ts';
import type { PostResult } from '../../audience/watches/posting.ts';
import { postIn } from '../core/answers.ts';
import type { ClientOf } from '../core/clients.ts';
import { resultOf } from '../core/post-results.ts';
import type { Log } from '../core/show-error.ts';
import { isClosedOrDeleted } from '../core/slack-problems.ts';
import { resultsNotPosted } from './messages-notices.ts';
import { resultsPost } from './messages-results.ts';

interface Posting {
  audience: AudienceDeps;
  clientOf: ClientOf;
  log: Log;
}

/**
 * Posts the results of campaigns in their threads, and updates them. A call is made once: whether it may be repeated is
 * decided by the row of the message. If Slack refuses the channel, the person who approved the campaign is told.
 *
 * @param posting.clientOf clients that don’t retry
 */
export const createResultsPoster =
  ({ audience, clientOf, log }: Posting) =>
  async (results: OutgoingResults): Promise<PostResult> => {
    const { workspaceId, campaignId, channel, thread, ts } = results;
    const everyone = { workspaceId, actor: 'Rollcall', role: 'viewer' } as const;
    const card = await resultsCard(audience, everyone, { id: campaignId });
    const { chat } = clientOf({ workspaceId });
    try {
      if (ts !== undefined) {
        await chat.update({ channel, ts, ...resultsPost(card) });
        return { is: 'posted', channel, ts };
      }
      const said = await chat.postMessage({
        channel,
        thread_ts: thread,
        unfurl_links: false,
        ...resultsPost(card),
      });
      return said.ts === undefined ? { is: 'unknown' } : { is: 'posted', channel, ts: said.ts };
    } catch (error) {
      log(`the results of campaign ${campaignId} were not posted: ${String(error)}`);
      const result = resultOf(error);
      // Someone deleted the message: they don't want it.
      if (result.is === 'refused' && !isClosedOrDeleted(error)) await tell(card, result.problem);
      return result;
    }

    async function tell({ campaign, report }: ResultsCard, problem: string): Promise<void> {
      const who = campaign?.approvedBy ?? campaign?.createdBy ?? '';
      if (!/^[UW][A-Z0-9]{2,}$/.test(who)) return;
      await postIn(clientOf({ workspaceId }), who, resultsNotPosted(report, { channel, problem })).catch(
        (error: unknown) => log(`the results of campaign ${campaignId} could not be told: ${String(error)}`),
      );
    }
  };
