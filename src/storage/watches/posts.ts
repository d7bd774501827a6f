import type pg from 'pg';
import { addJob } from '../jobs/jobs.ts';
import { type Runs, runSql } from '../queries/run-sql.ts';

/** waiting, posting (given to Slack, no answer yet), posted, uncertain, failed, dropped (nobody wants it anymore) */
export type PostState = 'waiting' | 'posting' | 'posted' | 'uncertain' | 'failed' | 'dropped';

/** A message that Rollcall posts by itself. */
export interface StoredPost {
  id: number;
  watchId: number | null;
  digestId: number | null;
  channel: string;
  owner: string;
  content: unknown;
  state: PostState;
}

const columns = `id, watch_id AS "watchId", digest_id AS "digestId", channel, owner, content, state`;

/** Adds a message, and the job that posts it, in the transaction that makes it necessary. Returns its number. */
export async function addPost(
  on: Runs,
  post: {
    workspaceId: number;
    watchId?: number;
    digestId?: number;
    channel: string;
    owner: string;
    content: object;
    /** Takes those who joined over from the watch. */
    joinedOf?: number;
    at: Date;
  },
): Promise<number> {
  const [row] = await runSql<{ id: number }>(
    on,
    `INSERT INTO posts (workspace_id, watch_id, digest_id, channel, owner, content, joined, created_at)
     VALUES ($1::int, $2::int, $3::int, $4::text, $5::text, $6::jsonb,
       coalesce((SELECT joined FROM watches WHERE workspace_id = $1::int AND id = $7::int), '{}'), $8::timestamptz) RETURNING id`,
    [
      post.workspaceId,
      post.watchId ?? null,
      post.digestId ?? null,
      post.channel,
      post.owner,
      JSON.stringify(post.content),
      post.joinedOf ?? null,
      post.at,
    ],
  );
  const postId = row?.id ?? 0;
  await postLater(on, { workspaceId: post.workspaceId, postId, at: post.at });
  return postId;
}

/** Adds the job that posts a message. */
export const postLater = (
  on: Runs,
  { workspaceId, postId, at }: { workspaceId: number; postId: number; at: Date },
): Promise<boolean> =>
  addJob(on, { workspaceId, kind: 'post', payload: { postId }, createdAt: at, key: String(postId) });

/** One message; locked until the transaction ends if `hold`. */
export async function findPost(
  on: Runs,
  workspaceId: number,
  id: number,
  { hold = false } = {},
): Promise<StoredPost | undefined> {
  const [found] = await runSql<StoredPost>(
    on,
    `SELECT ${columns} FROM posts WHERE workspace_id = $1::int AND id = $2::int${hold ? ' FOR UPDATE' : ''}`,
    [workspaceId, id],
  );
  return found;
}

/** Moves a message from one state to another. False if it isn't in the first one: another process was faster. */
export async function movePost(
  on: Runs,
  given: {
    workspaceId: number;
    id: number;
    from: PostState;
    to: PostState;
    posted?: { channel: string; ts: string };
    problem?: string;
  },
): Promise<boolean> {
  const rows = await runSql(
    on,
    `UPDATE posts SET state = $4::text, posted_in = coalesce($5::text, posted_in), ts = coalesce($6::text, ts), problem = $7::text
     WHERE workspace_id = $1::int AND id = $2::int AND state = $3::text RETURNING id`,
    [
      given.workspaceId,
      given.id,
      given.from,
      given.to,
      given.posted?.channel ?? null,
      given.posted?.ts ?? null,
      given.problem ?? null,
    ],
  );
  return rows.length > 0;
}

/** A message that may not have been posted. */
export interface UncertainPost {
  id: number;
  name: string | null;
  owner: string;
  channel: string;
  createdAt: Date;
}

/** The latest messages that may not have been posted; those to their owner’s own messages are not worth it. */
export async function uncertainPosts(pool: pg.Pool, workspaceId: number): Promise<UncertainPost[]> {
  const { rows } = await pool.query<UncertainPost>(
    `SELECT id, content ->> 'name' AS name, owner, channel, created_at AS "createdAt" FROM posts
     WHERE workspace_id = $1 AND state = 'uncertain' AND content ->> 'is' IN ('spoke', 'digest')
     ORDER BY posts.id DESC LIMIT 20`,
    [workspaceId],
  );
  return rows;
}
