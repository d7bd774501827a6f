import type { Database } from '../database/database.ts';

/** How long a client may repeat a request and get the same answer. */
const KEPT_MS = 24 * 3_600_000;
/** The process of a request that has been under way for longer than this is dead. */
const LOST_MS = 120_000;

interface AnswerKey {
  workspaceId: number;
  apiKeyId: number;
  key: string;
}

/**
 * What is known about a request by its key: nothing yet (it may continue), that it is under way, or its
 * answer.
 */
export type Claim =
  | { state: 'new' }
  | { state: 'other-request' }
  | { state: 'under-way' }
  | { state: 'answered'; status: number; body: string | null };

/** Claims a key for a request, only for one of several at once; or says what is known about it. */
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
  // The first one failed at this moment: a client that tries again a moment later gets through.
  if (found === null) return { state: 'under-way' };
  if (found.requestHash !== requestHash) return { state: 'other-request' };
  if (found.status === null) return { state: 'under-way' };
  return { state: 'answered', status: found.status, body: found.body };
}

/** Keeps the answer to a request whose key was claimed. */
export async function keepAnswer(
  database: Database,
  key: AnswerKey,
  answer: { status: number; body: string },
): Promise<void> {
  await database.givenAnswer.update({ where: { workspaceId_apiKeyId_key: key }, data: answer });
}

/** Releases a key: the request failed for an internal reason and may be tried again. */
export async function dropClaim(database: Database, key: AnswerKey): Promise<void> {
  await database.givenAnswer.deleteMany({ where: key });
}
