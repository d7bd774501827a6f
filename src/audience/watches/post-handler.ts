import { type PostContent, postSchema } from '../../lib/watches/posts.ts';
import { inTransaction } from '../../storage/database/transaction.ts';
import { noteTrouble } from '../../storage/watches/failing.ts';
import { addPost, findPost, movePost, type PostState, type StoredPost } from '../../storage/watches/posts.ts';
import { findWatch } from '../../storage/watches/watches.ts';
import type { AudienceDeps } from '../caller.ts';
import type { JobHandler, JobOutcome } from '../jobs/handler.ts';
import type { PostingOptions, PostResult } from './posting.ts';

type Client = Parameters<Parameters<typeof inTransaction>[1]>[0];

/** How soon a message is tried again that nobody can post right now. In ms. */
const WAIT_MS = 60_000;

/**
 * Posts a message at most once. Its row says `posting` before Slack gets it, and has Slack's ts afterwards. If
 * the answer is missing, or the process died in between, it is uncertain: its owner is told, and only a person
 * posts it again.
 */
export const postHandler = ({ post: send }: PostingOptions): JobHandler<'post'> => ({
  doing: () => 'post a message',
  atOnce: 2,
  leaseMs: 60_000,
  mostAttempts: 50,
  retryMs: (failures) => Math.min(failures, 10) * 5_000,
  async run(deps, { job }): Promise<JobOutcome> {
    const { workspaceId } = job;
    const { postId: id } = job.payload;
    const { pool } = deps.storage;
    const post = await findPost(pool, workspaceId, id);
    if (post?.state === 'posting') {
      // The process that held this job before is gone, or has been silent for longer than its lease.
      await settle(deps, { workspaceId, post, result: { is: 'unknown' } });
      return { is: 'done' };
    }
    if (post?.state !== 'waiting') return { is: 'done' };
    if (send === undefined) return { is: 'again', at: new Date(deps.now().getTime() + WAIT_MS) };
    const read = postSchema.safeParse(post.content);
    const isWanted = read.success && (await stillWanted(deps, workspaceId, post, read.data));
    if (!read.success || !isWanted) {
      await movePost(pool, { workspaceId, id, from: 'waiting', to: 'dropped' });
      return { is: 'done' };
    }
    if (!(await movePost(pool, { workspaceId, id, from: 'waiting', to: 'posting' }))) return { is: 'done' };
    const { channel } = post;
    const result = await send({ workspaceId, postId: id, channel, content: read.data });
    await settle(deps, { workspaceId, post, result });
    return result.is === 'later'
      ? { is: 'again', at: new Date(deps.now().getTime() + result.inMs) }
      : { is: 'done' };
  },
});

/** A watch that was stopped meanwhile says nothing more. */
async function stillWanted(
  deps: AudienceDeps,
  workspaceId: number,
  { watchId }: StoredPost,
  { is }: PostContent,
): Promise<boolean> {
  if (watchId === null || is !== 'spoke') return true;
  return (await findWatch(deps.storage.pool, workspaceId, watchId)) !== undefined;
}

/** Writes down the result of posting a message, and tells its owner if something is wrong. */
async function settle(
  deps: AudienceDeps,
  { workspaceId, post, result }: { workspaceId: number; post: StoredPost; result: PostResult },
): Promise<void> {
  await inTransaction(deps.storage.pool, async (client) => {
    const { id } = post;
    const move = (to: PostState, more: { posted?: { channel: string; ts: string }; problem?: string } = {}) =>
      movePost(client, { workspaceId, id, from: 'posting', to, ...more });
    const given = { workspaceId, post, at: deps.now() };
    switch (result.is) {
      case 'posted': {
        const posted = { channel: result.channel, ts: result.ts };
        // Someone may have called it uncertain meanwhile: now it is known.
        const isNoted =
          (await move('posted', { posted })) ||
          (await movePost(client, { workspaceId, id, from: 'uncertain', to: 'posted', posted }));
        if (isNoted) await noteFailing(client, given, null);
        return;
      }
      case 'refused':
        if (await move('failed', { problem: result.problem }))
          await noteFailing(client, given, result.problem);
        return;
      case 'later':
        await move('waiting');
        return;
      case 'unknown':
        if (await move('uncertain')) await tellUncertain(client, given);
        return;
      default:
        throw result satisfies never;
    }
  });
}

interface Given {
  workspaceId: number;
  post: StoredPost;
  at: Date;
}

/** Marks what the message came from as failing, or as working again. Its owner is told once. */
async function noteFailing(client: Client, { workspaceId, post, at }: Given, problem: string | null) {
  const { watchId, digestId, channel, owner } = post;
  const content = postSchema.parse(post.content);
  const isOwn = content.is === 'spoke' || content.is === 'ended' || content.is === 'digest';
  if (!isOwn) return;
  const of = watchId === null ? 'digests' : 'watches';
  const id = watchId ?? digestId;
  const isNew = id !== null && (await noteTrouble(client, workspaceId, { of, id, trouble: problem }));
  // Nobody can be told if Slack refuses their own messages.
  if (problem === null || !isNew || channel === owner) return;
  const told: PostContent = { is: 'failing', watchId, name: nameOf(content), channel, problem };
  await addPost(client, { workspaceId, channel: owner, owner, content: told, at });
}

/** Its owner is told that it may not have been posted, and can post it. */
async function tellUncertain(client: Client, { workspaceId, post, at }: Given): Promise<void> {
  const { id: postId, channel, owner } = post;
  const content = postSchema.parse(post.content);
  if (content.is !== 'spoke' && content.is !== 'digest') return;
  const told: PostContent = { is: 'uncertain', postId, name: nameOf(content), channel, at: at.toISOString() };
  await addPost(client, { workspaceId, channel: owner, owner, content: told, at });
}

const nameOf = (content: PostContent): string =>
  content.is === 'digest' ? 'the weekly digest' : content.name;
