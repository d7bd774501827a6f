import type { PostContent } from '../../lib/watches/posts.ts';

/** A message to be posted. */
export interface OutgoingPost {
  workspaceId: number;
  postId: number;
  /** A channel, or a person for their messages with the app. */
  channel: string;
  content: PostContent;
}

/** The result. Only `posted`, `refused` and `later` are certain. */
export type PostResult =
  | { is: 'posted'; channel: string; ts: string }
  /** Slack took it and said no; `problem` is a sentence. */
  | { is: 'refused'; problem: string }
  /** Slack never took it: it may be tried again. */
  | { is: 'later'; inMs: number }
  /** No answer, or one that doesn't say. */
  | { is: 'unknown' };

/** How messages get into Slack: the port that `audience/` posts through. */
export interface PostingOptions {
  /** If left out, messages wait. */
  post?: (post: OutgoingPost) => Promise<PostResult>;
}
