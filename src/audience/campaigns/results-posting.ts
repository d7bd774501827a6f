import type { PostResult } from '../watches/posting.ts';

/** The message with the results of a campaign, to be posted or updated. */
export interface OutgoingResults {
  workspaceId: number;
  campaignId: number;
  /** The message that shows the campaign: the results are in its thread. */
  channel: string;
  thread: string;
  /** The message to update; undefined: a new one. */
  ts: string | undefined;
}

/** How results get into Slack: the port that `audience/` posts them through. */
export interface ResultsPostingOptions {
  /** If left out, they wait. */
  postResults?: (results: OutgoingResults) => Promise<PostResult>;
}
