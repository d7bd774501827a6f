import { RollcallError } from '../../errors.ts';
import { printAudience } from '../../rules/audience.ts';
import { explainRule } from '../../rules/language/explain.ts';
import { namesPeople } from '../../rules/names-people.ts';
import { ruleSchema } from '../../rules/schema.ts';
import type { StoredCampaign } from '../../storage/campaigns/campaigns.ts';
import { listTargets } from '../../storage/campaigns/report.ts';
import { type Sum, sumsOf } from '../../storage/campaigns/sums.ts';
import { countWaterfall } from '../../storage/campaigns/waterfall.ts';
import { listSenders, type StoredSender } from '../../storage/senders/senders.ts';
import { listTopics } from '../../storage/topics/topics.ts';
import type { AudienceDeps, Caller } from '../caller.ts';
import { requireRole, seesContacts } from '../permissions.ts';
import { brandOf } from '../public/brand.ts';
import type { Brand } from '../public/brand-shown.ts';
import { problemOf } from '../senders/findings.ts';
import { askedOf } from './asked.ts';
import { type CampaignRef, lookUpCampaign } from './lookup.ts';
import { type UnrecordedAudience, unrecordedAudience } from './waterfall.ts';

export type { StoredCampaign as Campaign } from '../../storage/campaigns/campaigns.ts';
export type { Sum } from '../../storage/campaigns/sums.ts';

/** Who a campaign goes to, as its card says it. */
export interface CardAudience {
  /** As a sentence that can be typed, and in plain English; null if it names people whom the caller may not see. */
  sentence: string | null;
  readBack: string | null;
  /** Its rule names people by address, name or phone: it must not go to a channel. */
  namesPeople: boolean;
  match: number;
  getIt: number;
  /** What its rule asks for that some campaigns didn't record. */
  unrecorded: UnrecordedAudience[];
}

/** Everything that a campaign's card shows. */
export interface CampaignCard {
  campaign: StoredCampaign;
  sender: Pick<StoredSender, 'name' | 'fromName' | 'fromAddress'> | null;
  topic: string | null;
  /** Undefined once it was prepared: then only the recipients count. */
  audience?: CardAudience | undefined;
  /** What it was sent to, once it was prepared: nothing that names people. Empty if it was too much to tell apart. */
  sentTo: string[];
  /** Why no one can be counted. */
  problem?: string | undefined;
  /** What it needs before it can be sent. */
  lacks: ('subject' | 'text' | 'sender' | 'audience' | 'postal address')[];
  /** Why only tests can be sent: people couldn't unsubscribe. */
  pagesProblem?: string | undefined;
  /** Why its sender can't be used. */
  senderProblem?: string | undefined;
  /** Its recipients by state, once it was prepared. */
  sums: Sum[];
  at: Date;
}

/**
 * Looks a campaign up with all that its card shows, counted now.
 *
 * @throws RollcallError `not-found`
 */
export async function campaignCard(
  deps: AudienceDeps,
  caller: Caller,
  ref: CampaignRef,
): Promise<CampaignCard> {
  requireRole(caller, 'viewer', 'see campaigns');
  const campaign = await lookUpCampaign(deps, caller, ref);
  const { prisma, pool } = deps.storage;
  const { workspaceId } = caller;
  const isPrepared = campaign.prepared !== null;
  const [senders, topics, counted, sentTo, sums, brand] = await Promise.all([
    listSenders(prisma, workspaceId),
    listTopics(prisma, workspaceId),
    isPrepared ? {} : audienceOfCard(deps, caller, campaign),
    isPrepared ? listTargets(pool, { workspaceId, campaignId: campaign.id }) : [],
    isPrepared ? sumsOf(pool, workspaceId, campaign.id) : [],
    brandOf(deps, workspaceId),
  ]);
  const sender = senders.find(({ id }) => id === campaign.senderId);
  const hasSender = sender !== undefined && sender.archivedAt === null;
  return {
    campaign,
    sender: sender ?? null,
    topic: topics.find(({ id }) => id === campaign.topicId)?.name ?? null,
    ...counted,
    sentTo,
    lacks: isPrepared ? [] : lacksOf(campaign, { hasSender, brand }),
    ...(isPrepared ? {} : await problemsOf(deps, hasSender ? sender : undefined)),
    sums,
    at: deps.now(),
  };
}

/** Why it can't be sent, although nothing is missing. */
async function problemsOf(
  { pages }: AudienceDeps,
  sender: StoredSender | undefined,
): Promise<Pick<CampaignCard, 'pagesProblem' | 'senderProblem'>> {
  const pagesProblem = pages === undefined ? 'ROLLCALL_URL isn’t set.' : await pages.check();
  return { pagesProblem, senderProblem: sender && problemOf(sender) };
}

function lacksOf(
  { subject, body, audience }: StoredCampaign,
  { hasSender, brand }: { hasSender: boolean; brand: Brand | undefined },
): CampaignCard['lacks'] {
  return [
    ...(subject === '' ? (['subject'] as const) : []),
    ...(body === '' ? (['text'] as const) : []),
    ...(hasSender ? [] : (['sender'] as const)),
    ...(audience === null ? (['audience'] as const) : []),
    ...(brand?.postalAddress === '' ? (['postal address'] as const) : []),
  ];
}

async function audienceOfCard(
  deps: AudienceDeps,
  caller: Caller,
  campaign: StoredCampaign,
): Promise<Pick<CampaignCard, 'audience' | 'problem'>> {
  if (campaign.audience === null) return {};
  try {
    const asked = await askedOf(deps, caller, campaign);
    const { match, getIt } = await countWaterfall(deps.storage, asked);
    const rule = ruleSchema.parse(campaign.audience);
    const { known } = asked;
    const people = namesPeople(asked.resolved.tree);
    const isHidden = people && !seesContacts(caller);
    return {
      audience: {
        ...{ match, getIt, namesPeople: people },
        sentence: isHidden ? null : printAudience(rule, known.names),
        readBack: isHidden ? null : explainRule(rule, known),
        unrecorded: await unrecordedAudience(deps, asked, { rule, isHidden }),
      },
    };
  } catch (error) {
    if (!(error instanceof RollcallError) || error.code === 'database-unavailable') throw error;
    return { problem: error.message };
  }
}
