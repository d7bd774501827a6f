import { RollcallError } from '../../errors.ts';
import { isMissed } from '../../lib/campaigns/recipients.ts';
import { cut } from '../../lib/words.ts';
import { audienceOf, singleExclusions } from '../../rules/audience.ts';
import { resolveRule } from '../../rules/resolve.ts';
import { type Rule, ruleSchema } from '../../rules/schema.ts';
import * as stored from '../../storage/campaigns/campaigns.ts';
import { countMissed } from '../../storage/campaigns/missed.ts';
import { type Sum, sumsOf } from '../../storage/campaigns/sums.ts';
import type { AudienceDeps, Caller } from '../caller.ts';
import { requireRole } from '../permissions.ts';
import { knownTo } from '../segments/segments.ts';
import { createCampaign, LONGEST_NAME } from './drafts.ts';
import type { CampaignInput } from './fields.ts';
import { type CampaignRef, lookUpCampaign } from './lookup.ts';

/**
 * Makes a draft with the same content, audience, sender and topic.
 *
 * @param options.name default "Copy of …", with a number if that is taken
 */
export async function duplicateCampaign(
  deps: AudienceDeps,
  caller: Caller,
  { ref, name }: { ref: CampaignRef; name?: string | undefined },
): Promise<stored.StoredCampaign> {
  requireRole(caller, 'editor', 'create campaigns');
  const before = await lookUpCampaign(deps, caller, ref);
  const { name: of, audience } = before;
  const copy = { ...contentOf(before), audience, ...ownTracking(before) };
  return createCampaign(deps, caller, {
    name: name ?? (await freeName(deps, caller, `Copy of ${of}`)),
    ...copy,
  });
}

/**
 * Makes a draft of the same mail for those who should have got it and didn't: the server refused it, they had been
 * mailed lately, or the campaign was stopped before it was their turn. Never for anyone who may not be mailed, nor for
 * anyone who may have it. Its exclusions hold for those who match them now; one that uses something deleted doesn't.
 *
 * @returns the draft, and whom it is for by state and reason
 * @throws RollcallError `invalid-input` if no one missed it
 */
export async function draftForMissed(
  deps: AudienceDeps,
  caller: Caller,
  ref: CampaignRef,
): Promise<{ draft: stored.StoredCampaign; missed: Sum[] }> {
  requireRole(caller, 'editor', 'create campaigns');
  const before = await lookUpCampaign(deps, caller, ref);
  const { id, name: of } = before;
  const missed = await missedBy(deps, caller, before);
  if (missed.length === 0)
    throw new RollcallError('invalid-input', `No one missed "${of}".`, {
      hint: 'People who opted out, bounced or are uncertain are never mailed again by this.',
    });
  const stopped: Rule = { type: 'campaign', was: 'left out', because: 'stopped', campaigns: [id] };
  const targets: Rule[] = [
    { type: 'campaign', was: 'missed', campaigns: [id] },
    ...(missed.some(({ reason }) => reason === 'stopped') ? [stopped] : []),
  ];
  const name = await freeName(deps, caller, `${of} for those who missed it`);
  const exclusions = await standingExclusions(deps, caller, before);
  const copy = { ...contentOf(before), audience: audienceOf({ targets, exclusions }) };
  const draft = await createCampaign(deps, caller, { name, ...copy, ...ownTracking(before) });
  return { draft, missed };
}

/**
 * The people whom a draft for those who missed a campaign is for, by state and reason: those who match its exclusions
 * now, and those who were deleted since, are not in it.
 */
export async function missedBy(
  deps: AudienceDeps,
  caller: Caller,
  campaign: stored.StoredCampaign,
): Promise<Sum[]> {
  const key = { workspaceId: caller.workspaceId, campaignId: campaign.id };
  const sums = await sumsOf(deps.storage.pool, key.workspaceId, key.campaignId);
  if (!sums.some(isMissed)) return [];
  const exclusions = await standingExclusions(deps, caller, campaign);
  const [first, ...others] = exclusions;
  const rule: Rule | undefined =
    first === undefined || others.length === 0 ? first : { type: 'any', rules: exclusions };
  const resolution = rule && resolveRule(rule, await knownTo(deps, caller));
  return countMissed(deps.storage, key, resolution?.ok === true ? resolution.resolved : undefined);
}

/** The exclusions of a campaign, without those that use a tag, a segment or something else that was deleted. */
async function standingExclusions(
  deps: AudienceDeps,
  caller: Caller,
  { audience }: stored.StoredCampaign,
): Promise<Rule[]> {
  const rule = ruleSchema.safeParse(audience);
  if (!rule.success) return [];
  const known = await knownTo(deps, caller);
  return singleExclusions(rule.data).filter((each) => resolveRule(each, known).ok);
}

const contentOf = ({ subject, preheader, body, bodyKind, senderId, topicId }: stored.StoredCampaign) => ({
  ...{ subject, preheader, body, bodyKind, senderId, topicId },
});

/** What a campaign said about itself; one that began has what was set then, which a copy doesn't repeat. */
const ownTracking = ({ prepared, trackOpens, trackClicks, addsUtm }: stored.StoredCampaign): CampaignInput =>
  prepared === null ? { trackOpens, trackClicks, addsUtm } : {};

async function freeName(deps: AudienceDeps, { workspaceId }: Caller, wanted: string): Promise<string> {
  for (let number = 1; ; number++) {
    const tail = number === 1 ? '' : ` ${number}`;
    const name = cut(wanted, LONGEST_NAME - tail.length).trimEnd() + tail;
    if ((await stored.findNameInUse(deps.storage.prisma, workspaceId, name)) === undefined) return name;
  }
}
