import type { OutgoingPost, PostResult } from '../../audience/watches/posting.ts';
import type { ClientOf } from '../core/clients.ts';
import { resultOf } from '../core/post-results.ts';
import type { Log } from '../core/show-error.ts';
import { postMessage } from './messages-post.ts';

/**
 * Posts the messages that Rollcall sends by itself. A call is made once: whether it may be repeated is decided by
 * the row of the message.
 *
 * @param clientOf clients that don’t retry
 */
export const createPoster =
  (clientOf: ClientOf, log: Log) =>
  async ({ workspaceId, postId, channel, content }: OutgoingPost): Promise<PostResult> => {
    try {
      const message = postMessage(content, postId);
      const { channel: where, ts } = await clientOf({ workspaceId }).chat.postMessage({
        channel,
        unfurl_links: false,
        ...message,
      });
      return ts === undefined ? { is: 'unknown' } : { is: 'posted', channel: where ?? channel, ts };
    } catch (error) {
      log(`message ${postId} was not posted: ${String(error)}`);
      return resultOf(error);
    }
  };
