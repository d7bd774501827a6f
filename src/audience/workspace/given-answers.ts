import type { Claim } from '../../storage/workspace/given-answers.ts';
import { claimAnswer, dropClaim, keepAnswer } from '../../storage/workspace/given-answers.ts';
import type { AudienceDeps } from '../caller.ts';

/** A client's request, with the key under which it may be repeated. */
export interface AskedRequest {
  workspaceId: number;
  apiKeyId: number;
  key: string;
  /** Tells a different request with the same key. */
  requestHash: string;
}

/** Whether the request may proceed, or what is already known about it. */
export const claimRequest = (deps: AudienceDeps, request: AskedRequest): Promise<Claim> =>
  claimAnswer(deps.storage.prisma, { ...request, now: deps.now() });

/** Keeps its answer for 24 hours. An internal error is not kept, so that the request can be retried. */
export async function settleRequest(
  deps: AudienceDeps,
  { requestHash: _, ...key }: AskedRequest,
  answer: { status: number; body: string },
): Promise<void> {
  if (answer.status >= 500) await dropClaim(deps.storage.prisma, key);
  else await keepAnswer(deps.storage.prisma, key, answer);
}
