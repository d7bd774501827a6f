import type { LeftOutReason } from '../../lib/campaigns/recipients.ts';
import { printAudience } from '../../rules/audience.ts';
import { explainRule } from '../../rules/language/explain.ts';
import { namesPeople } from '../../rules/names-people.ts';
import { type Rule, ruleSchema } from '../../rules/schema.ts';
import type { StoredCampaign } from '../../storage/campaigns/campaigns.ts';
import * as stored from '../../storage/campaigns/waterfall.ts';
import type { Member } from '../../storage/queries/run-rule.ts';
import type { AudienceDeps, Caller } from '../caller.ts';
import { requireRole, seesContacts } from '../permissions.ts';
import { type Unrecorded, unrecordedIn } from '../segments/unrecorded.ts';
import { type AskedAt, askedOf } from './asked.ts';
import { type CampaignRef, lookUpCampaign } from './lookup.ts';

/** Who would get a campaign, and who wouldn't and why, at one moment. */
export interface CampaignWaterfall extends stored.Waterfall {
  campaign: StoredCampaign;
  at: Date;
  /** The audience as a sentence that can be typed, and in plain English; null if it names people whom the caller may not see. */
  sentence: string | null;
  readBack: string | null;
  /** Its rule names people by address, name or phone: it must not go to a channel. */
  namesPeople: boolean;
  /** What its rule asks for that some campaigns didn't record. */
  unrecorded: UnrecordedAudience[];
  /** The same on today's data, at the time for which it is scheduled. */
  forecast?: stored.Waterfall & { at: Date };
}

/** What some campaigns didn't record, with the audiences that ask for something else; none if it names people. */
export interface UnrecordedAudience extends Omit<Unrecorded, 'instead'> {
  instead: string[];
}

/** What an audience asks for that some campaigns didn't record. */
export async function unrecordedAudience(
  deps: AudienceDeps,
  { known, resolved, workspaceId }: AskedAt,
  { rule, isHidden }: { rule: Rule; isHidden: boolean },
): Promise<UnrecordedAudience[]> {
  const found = await unrecordedIn(deps, workspaceId, { rule, tree: resolved.tree });
  return found.map(({ instead, ...one }) => ({
    ...one,
    instead: isHidden ? [] : instead.map((other) => printAudience(other.rule, known.names)),
  }));
}

/**
 * Counts who would get a campaign.
 *
 * @throws RollcallError `not-found`; `invalid-input` without an audience, or if it uses something that is gone
 */
export async function campaignWaterfall(
  deps: AudienceDeps,
  caller: Caller,
  ref: CampaignRef,
): Promise<CampaignWaterfall> {
  requireRole(caller, 'viewer', 'see campaigns');
  const campaign = await lookUpCampaign(deps, caller, ref);
  const asked = await askedOf(deps, caller, campaign);
  const now = await stored.countWaterfall(deps.storage, asked);
  const { known, limits } = asked;
  const rule = ruleSchema.parse(campaign.audience);
  const people = namesPeople(asked.resolved.tree);
  const isHidden = people && !seesContacts(caller);
  const said = {
    namesPeople: people,
    sentence: isHidden ? null : printAudience(rule, known.names),
    readBack: isHidden ? null : explainRule(rule, known),
    unrecorded: await unrecordedAudience(deps, asked, { rule, isHidden }),
  };
  const counted = { campaign, at: limits.at, ...said, ...now };
  const { dueAt } = campaign;
  if (dueAt === null || dueAt <= limits.at) return counted;
  const then = await stored.countWaterfall(deps.storage, await askedOf(deps, caller, campaign, dueAt));
  return { ...counted, forecast: { ...then, at: dueAt } };
}

/** A page of people by id; pass `next` as `after` for the next page. It is undefined at the end. */
export interface PeoplePage {
  people: Member[];
  next?: number;
}

/**
 * The people behind a number of the waterfall. Editors only: it names people.
 *
 * @param page.reason null: those who would get it
 */
export async function waterfallPeople(
  deps: AudienceDeps,
  caller: Caller,
  ref: CampaignRef,
  page: { reason: LeftOutReason | null; after?: number; limit: number },
): Promise<PeoplePage> {
  requireRole(caller, 'editor', 'see who would get a campaign');
  const campaign = await lookUpCampaign(deps, caller, ref);
  const { after = 0, limit, reason } = page;
  const asked = await askedOf(deps, caller, campaign);
  const found = await stored.listWaterfall(deps.storage, asked, { reason, after, limit: limit + 1 });
  const people = found.slice(0, limit);
  const last = people.at(-1);
  return found.length > limit && last !== undefined ? { people, next: last.id } : { people };
}
