import {
  type BouncesOfDomain,
  bouncesByDomain,
  type CauseCount,
  countCauses,
  leftByTopic,
} from '../../storage/campaigns/losses.ts';
import { listTopics } from '../../storage/topics/topics.ts';
import type { AudienceDeps, Caller } from '../caller.ts';
import { requireRole } from '../permissions.ts';

/** Whom a campaign lost, in more detail than its report. */
export interface CampaignLosses {
  /** Where it bounced most. */
  domains: BouncesOfDomain[];
  /** Why it bounced, or was refused when it was handed over. */
  causes: CauseCount[];
  /** What people left by its links: a topic by its name, or everything (null). Only of campaigns that Rollcall sent. */
  left: { topic: string | null; people: number }[];
}

/** Counts why mails of a campaign bounced, or were refused when they were handed over. */
export function campaignCauses(
  deps: AudienceDeps,
  caller: Caller,
  { id: campaignId, isOurs }: { id: number; isOurs: boolean },
): Promise<CauseCount[]> {
  requireRole(caller, 'viewer', 'see campaigns');
  return countCauses(deps.storage.pool, { workspaceId: caller.workspaceId, campaignId }, { isOurs });
}

/** Counts bounces by domain and by reason, and unsubscribes by topic. */
export async function campaignLosses(
  deps: AudienceDeps,
  caller: Caller,
  { id: campaignId, isOurs }: { id: number; isOurs: boolean },
): Promise<CampaignLosses> {
  requireRole(caller, 'viewer', 'see campaigns');
  const { prisma, pool } = deps.storage;
  const { workspaceId } = caller;
  const key = { workspaceId, campaignId };
  const [domains, causes, left, topics] = await Promise.all([
    bouncesByDomain(pool, key, { isOurs }),
    campaignCauses(deps, caller, { id: campaignId, isOurs }),
    isOurs ? leftByTopic(pool, key) : [],
    listTopics(prisma, workspaceId),
  ]);
  const nameOf = (id: number | null) => topics.find((topic) => topic.id === id)?.name ?? null;
  return { domains, causes, left: left.map(({ topicId, people }) => ({ topic: nameOf(topicId), people })) };
}
