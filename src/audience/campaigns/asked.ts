import { RollcallError } from '../../errors.ts';
import type { Bound } from '../../lib/campaigns/bound.ts';
import { singleTargets } from '../../rules/audience.ts';
import { printRule } from '../../rules/language/print.ts';
import { namesPeople } from '../../rules/names-people.ts';
import { definitionOf } from '../../rules/resolve.ts';
import { ruleSchema } from '../../rules/schema.ts';
import { MOST_TARGETS, type Target } from '../../storage/campaigns/begin.ts';
import type { StoredCampaign } from '../../storage/campaigns/campaigns.ts';
import { findCampaignSettings } from '../../storage/campaigns/settings.ts';
import type { Asked } from '../../storage/campaigns/waterfall.ts';
import { listTopics } from '../../storage/topics/topics.ts';
import type { AudienceDeps, Caller } from '../caller.ts';
import { type Known, knownTo, resolvedRule } from '../segments/segments.ts';

const DAY_MS = 86_400_000;

/** Who a campaign goes to at a moment, ready to be counted or written. */
export interface AskedAt extends Asked {
  known: Known;
  settings: { mailedLatelyDays: number | null; secondPersonAbove: number };
}

/**
 * Works out who a campaign would go to at a moment.
 *
 * @param at default now; the scheduled time for a forecast
 * @throws RollcallError `invalid-input` without an audience, or if it uses something that is gone
 */
export async function askedOf(
  deps: AudienceDeps,
  caller: Pick<Caller, 'workspaceId'>,
  campaign: Pick<StoredCampaign, 'id' | 'audience' | 'topicId'>,
  at = deps.now(),
): Promise<AskedAt> {
  const { workspaceId } = caller;
  const { prisma } = deps.storage;
  if (campaign.audience === null)
    throw new RollcallError('invalid-input', 'This campaign has no audience yet, so no one would get it.', {
      about: 'audience',
      hint: 'Edit it and choose tags or segments. For everyone, write "everyone".',
    });
  // Anyone who may see the campaign may count it, whatever its rule uses: it is stored.
  const now = await knownTo(deps, { ...asAnyone, workspaceId });
  const known = { ...now, dates: { ...now.dates, now: at } };
  const rule = ruleSchema.safeParse(campaign.audience);
  if (!rule.success)
    throw new RollcallError('invalid-input', 'This version of Rollcall can’t read the audience.', {
      about: 'audience',
    });
  const settings = await findCampaignSettings(prisma, workspaceId);
  const { mailedLatelyDays: days } = settings;
  return {
    ...{ workspaceId, known, settings, resolved: resolvedRule(rule.data, known, { stored: true }) },
    limits: {
      campaignId: campaign.id,
      topic: await topicOf(deps, workspaceId, campaign.topicId),
      at,
      mailedSince: days === null ? null : new Date(at.getTime() - days * DAY_MS),
    },
  };
}

/**
 * What a campaign is sent to, each with its label: none if there are too many to be told apart. A label says
 * nothing that names people, because everyone may see it, for ever.
 */
export function targetsAsked(
  { known }: Pick<AskedAt, 'known'>,
  { audience }: Pick<StoredCampaign, 'audience'>,
): Target[] {
  const targets = singleTargets(ruleSchema.parse(audience)).map((rule) => ({
    rule,
    resolved: resolvedRule(rule, known, { stored: true }),
  }));
  if (targets.length > MOST_TARGETS) return [];
  return targets.map(({ rule, resolved: target }) => ({
    label: namesPeople(target.tree) ? 'people by name or address' : printRule(rule, known.names),
    resolved: target,
  }));
}

const asAnyone = { actor: 'Rollcall', role: 'viewer' } as const;

/** A campaign's topic with its default. */
export async function topicOf(
  { storage }: Pick<AudienceDeps, 'storage'>,
  workspaceId: number,
  id: number | null,
): Promise<{ id: number; isOn: boolean } | null> {
  if (id === null) return null;
  const topic = (await listTopics(storage.prisma, workspaceId)).find((each) => each.id === id);
  if (topic === undefined) throw new Error('a campaign has a topic that does not exist');
  return { id, isOn: topic.isOn };
}

/**
 * What an approval of a campaign is bound to, as it is now.
 *
 * @param before an earlier one: if the audience is the same, its hash is, even if the secret changed since
 */
export function boundNow(
  { storage }: Pick<AudienceDeps, 'storage'>,
  campaign: StoredCampaign & { senderId: number },
  { asked, count, before }: { asked: AskedAt; count: number; before?: Bound | null },
): Bound {
  const said = `audience ${definitionOf(asked.resolved)}`;
  const isSame = before && storage.hashes(said).includes(before.audience);
  return {
    contentVersion: campaign.contentVersion,
    audience: isSame ? before.audience : storage.hash(said),
    ...{ senderId: campaign.senderId, topicId: campaign.topicId, count },
  };
}
