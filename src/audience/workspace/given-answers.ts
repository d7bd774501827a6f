import type { Claim } from '../../storage/workspace/given-answers.ts';
import { claimAnswer, dropClaim, keepAnswer } from '../../storage/workspace/given-answers.ts';
import type { AudienceDeps } from '../caller.ts';

/** One request of a client, by the key under which it may ask again. */
export interface AskedRequest {
  workspaceId: number;
  apiKeyId: number;
  key: string;
  /** Tells another request under the same key. */
  requestHash: string;
}

/** Whether the request may go on, or what is known of it already. */
export const claimRequest = (deps: AudienceDeps, request: AskedRequest): Promise<Claim> =>
  claimAnswer(deps.storage.prisma, { ...request, now: deps.now() });

/** Keeps its answer for 24 hours; an answer that tells of a fault of ours is not kept, so that it can be tried again. */
export async function settleRequest(
  deps: AudienceDeps,
  { requestHash: _, ...key }: AskedRequest,
  answer: { status: number; body: string },
): Promise<void> {
  if (answer.status >= 500) await dropClaim(deps.storage.prisma, key);
  else await keepAnswer(deps.storage.prisma, key, answer);
}
