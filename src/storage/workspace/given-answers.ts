import type { Database } from '../database/database.ts';

/** How long a client may ask again and get the same answer. */
const KEPT_MS = 24 * 3_600_000;
/** A request that is under way longer than this went down with its process. */
const LOST_MS = 120_000;

interface AnswerKey {
  workspaceId: number;
  apiKeyId: number;
  key: string;
}

/** What is known of a request by its key: nothing yet (it may go on), that it is under way, or its answer. */
export type Claim =
  | { state: 'new' }
  | { state: 'other-request' }
  | { state: 'under-way' }
  | { state: 'answered'; status: number; body: string | null };

/** Takes a key for a request, of several at once for one only; or says what is known of it. */
export async function claimAnswer(
  database: Database,
  { requestHash, now, ...key }: AnswerKey & { requestHash: string; now: Date },
): Promise<Claim> {
  const { workspaceId } = key;
  await database.givenAnswer.deleteMany({
    where: {
      workspaceId,
      OR: [
        { createdAt: { lt: new Date(now.getTime() - KEPT_MS) } },
        { status: null, createdAt: { lt: new Date(now.getTime() - LOST_MS) } },
      ],
    },
  });
  const { count } = await database.givenAnswer.createMany({
    data: [{ ...key, requestHash, createdAt: now }],
    skipDuplicates: true,
  });
  if (count === 1) return { state: 'new' };
  const found = await database.givenAnswer.findUnique({ where: { workspaceId_apiKeyId_key: key } });
  // The first one failed at this moment: who asks again a moment later gets through.
  if (found === null) return { state: 'under-way' };
  if (found.requestHash !== requestHash) return { state: 'other-request' };
  if (found.status === null) return { state: 'under-way' };
  return { state: 'answered', status: found.status, body: found.body };
}

/** Keeps the answer to a request whose key was taken. */
export async function keepAnswer(
  database: Database,
  key: AnswerKey,
  answer: { status: number; body: string },
): Promise<void> {
  await database.givenAnswer.update({ where: { workspaceId_apiKeyId_key: key }, data: answer });
}

/** Gives a key back: the request failed for a reason of ours, and may be tried again. */
export async function dropClaim(database: Database, key: AnswerKey): Promise<void> {
  await database.givenAnswer.deleteMany({ where: key });
}
