import { RollcallError } from '../../errors.ts';
import { differenceOf, type Trouble } from '../../lib/campaigns/bound.ts';
import { campaignActs } from '../../lib/campaigns/states.ts';
import { writeAudit } from '../../storage/audit.ts';
import * as stored from '../../storage/campaigns/campaigns.ts';
import { countWaterfall } from '../../storage/campaigns/waterfall.ts';
import { addJob } from '../../storage/jobs/jobs.ts';
import { listSenders } from '../../storage/senders/senders.ts';
import type { AudienceDeps, Caller } from '../caller.ts';
import { hasRole } from '../permissions.ts';
import { refuseUnless, requireCampaign } from './acting.ts';
import { askedOf, boundNow } from './asked.ts';
import { campaignChanged } from './changes.ts';
import { lookUpCampaign } from './lookup.ts';
import { dueAt, type When } from './when.ts';

/** What someone sees before they give an approved campaign another time. */
export interface RescheduleForm {
  campaign: stored.StoredCampaign;
  /** How many people were approved. */
  approved: number;
  /** Why it would be held if it went out now. */
  differs: Trouble | undefined;
}

/**
 * Opens the form that gives a campaign another time. An approval is for the text, the audience, the sender, the
 * topic and the number of people, so it stays: of a scheduled campaign always, and of one that was held because
 * it was late if nothing else changed.
 *
 * @returns undefined if it takes an approval instead
 * @throws RollcallError `not-allowed`, `busy`
 */
export async function rescheduleForm(
  deps: AudienceDeps,
  caller: Caller,
  { id }: { id: number },
): Promise<RescheduleForm | undefined> {
  const campaign = await lookUpCampaign(deps, caller, { id });
  const { state, bound } = campaign;
  if (state === 'held' && !(hasRole(caller, 'admin') && wasLate(campaign))) return undefined;
  refuseUnless(caller, campaign, actOn(campaign));
  const differs = await differenceNow(deps, caller, campaign);
  if (bound === null || (state === 'held' && differs !== undefined)) return undefined;
  return { campaign, approved: bound.count, differs };
}

/**
 * Gives an approved campaign another time. Who approved it, when and what stays as it is.
 *
 * @param said.version of the campaign that the person saw
 * @throws RollcallError `busy` if it changed since or went out; `undecided` if it takes an approval; `not-allowed`
 */
export async function rescheduleCampaign(
  deps: AudienceDeps,
  caller: Caller,
  { id, version, when }: { id: number; version: number; when: When },
): Promise<stored.StoredCampaign> {
  const { workspaceId, actor } = caller;
  if ((await rescheduleForm(deps, caller, { id })) === undefined)
    throw new RollcallError('undecided', 'It isn’t what was approved any longer, so it needs an approval.', {
      about: 'when',
      hint: 'Look at it with /campaigns show.',
    });
  const now = deps.now();
  const due = dueAt(when, now);
  const changed = await deps.storage.prisma.$transaction(async (database) => {
    const campaign = requireCampaign(await stored.lockCampaign(database, workspaceId, id));
    refuseUnless(caller, campaign, actOn(campaign));
    if (campaign.version !== version)
      throw new RollcallError('busy', 'Someone changed this campaign in the meantime: look at it again.');
    const next = { state: campaignActs.reschedule.to, version: version + 1, updatedAt: now, trouble: null };
    await stored.updateCampaign(database, workspaceId, id, { ...next, ...due });
    // The job of the earlier time finds another version, and does nothing.
    await addJob(database, {
      ...{ workspaceId, kind: 'campaign', payload: { campaignId: id, version: version + 1 } },
      ...{ createdAt: now, dueAt: due.dueAt, key: `campaign ${id} ${version + 1}` },
    });
    await writeAudit(database, {
      ...{ workspaceId, actor, action: 'campaign.rescheduled', subject: campaign.name, at: now },
      details: { due: due.dueAt.toISOString() },
    });
    return requireCampaign(await stored.findCampaign(database, workspaceId, { id }));
  });
  campaignChanged(deps, { workspaceId, campaignId: id, kind: 'state' });
  return changed;
}

/** A held one is released by it. */
const actOn = ({ state }: stored.StoredCampaign) => (state === 'held' ? 'send' : 'reschedule');

/** It was approved, and held for its time alone. */
const wasLate = ({ trouble, approvedBy }: stored.StoredCampaign): boolean =>
  trouble?.why === 'late' && approvedBy !== null;

/** What differs between what was approved and what would go out now. */
async function differenceNow(
  deps: AudienceDeps,
  caller: Caller,
  campaign: stored.StoredCampaign,
): Promise<Trouble | undefined> {
  const { bound, senderId, approvedAt } = campaign;
  if (bound === null || senderId === null || approvedAt === null) return undefined;
  const senders = await listSenders(deps.storage.prisma, caller.workspaceId);
  const sender = senders.find(({ id }) => id === senderId);
  if (sender === undefined || sender.archivedAt !== null)
    return { why: 'sender', problem: 'Its sender no longer exists.' };
  if (sender.updatedAt > approvedAt) return { why: 'sender changed' };
  try {
    const asked = await askedOf(deps, caller, campaign);
    const { getIt: count } = await countWaterfall(deps.storage, asked);
    const now = boundNow(deps, { ...campaign, senderId }, { asked, count, before: bound });
    return differenceOf(bound, now, asked.settings);
  } catch (error) {
    if (!(error instanceof RollcallError) || error.code === 'database-unavailable') throw error;
    return { why: 'audience broken', problem: error.message };
  }
}
