import { printAudience } from '../../rules/audience.ts';
import type { Named } from '../../rules/names.ts';
import { ruleSchema } from '../../rules/schema.ts';
import type { StoredCampaign } from '../../storage/campaigns/campaigns.ts';
import { listSenders } from '../../storage/senders/senders.ts';
import type { AudienceDeps, Caller } from '../caller.ts';
import { requireRole } from '../permissions.ts';
import { knownTo } from '../segments/segments.ts';
import { currentTopics } from '../topics/topics.ts';
import { isHeldOnItsWay, refuseUnless } from './acting.ts';
import { type CampaignRef, lookUpCampaign } from './lookup.ts';
import { chosenFrom, noTargets, type Targets } from './targets.ts';

/** Tags and segments with their names, as pickers show them. */
export interface NamedTargets {
  tags: Named[];
  segments: Named[];
}

/** What the form of a campaign offers, and what it begins with. */
export interface CampaignForm {
  /** Undefined: a new one. */
  campaign?: StoredCampaign;
  senders: { id: number; name: string; from: string }[];
  topics: { id: number; name: string }[];
  sendTo: NamedTargets;
  except: NamedTargets;
  /** An audience that says more than pickers can. */
  sentence: string;
}

/**
 * Opens the form of a new campaign, or of one that can be edited.
 *
 * @param options.sendTo tags and segments that a new campaign begins with
 * @throws RollcallError `not-allowed`, `not-found`, `busy` if it can no longer be edited
 */
export async function campaignForm(
  deps: AudienceDeps,
  caller: Caller,
  { ref, sendTo = noTargets }: { ref?: CampaignRef | undefined; sendTo?: Targets },
): Promise<CampaignForm> {
  requireRole(caller, 'editor', ref === undefined ? 'create campaigns' : 'edit campaigns');
  const campaign = ref === undefined ? undefined : await lookUpCampaign(deps, caller, ref);
  if (campaign !== undefined) refuseUnless(caller, campaign, isHeldOnItsWay(campaign) ? 'repair' : 'edit');
  const [known, senders, topics] = await Promise.all([
    knownTo(deps, caller),
    listSenders(deps.storage.prisma, caller.workspaceId),
    currentTopics(deps, caller),
  ]);
  const { names } = known;
  const named = ({ tags, segments }: Targets): NamedTargets => ({
    tags: names.tags.filter(({ id }) => tags.includes(id)),
    segments: names.segments.filter(({ id }) => segments.includes(id)),
  });
  const chosen = campaign === undefined ? { sendTo, except: noTargets } : chosenFrom(campaign.audience);
  const rule = chosen === undefined ? ruleSchema.safeParse(campaign?.audience) : undefined;
  return {
    ...(campaign === undefined ? {} : { campaign }),
    senders: senders
      .filter(({ archivedAt }) => archivedAt === null)
      .map(({ id, name, fromName, fromAddress }) => ({ id, name, from: `${fromName} <${fromAddress}>` })),
    topics: topics.map(({ id, name }) => ({ id, name })),
    sendTo: named(chosen?.sendTo ?? noTargets),
    except: named(chosen?.except ?? noTargets),
    sentence: rule?.success ? printAudience(rule.data, names) : '',
  };
}
