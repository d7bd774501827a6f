import { RollcallError } from '../../errors.ts';
import { differenceOf, LATEST_START_MS, type Trouble } from '../../lib/campaigns/bound.ts';
import { withoutAddresses } from '../../lib/emails.ts';
import { writeAudit } from '../../storage/audit.ts';
import type { Preparation } from '../../storage/campaigns/begin.ts';
import * as stored from '../../storage/campaigns/campaigns.ts';
import { ensureBucket } from '../../storage/campaigns/claim.ts';
import { prepareRecipients } from '../../storage/campaigns/prepare.ts';
import { countWaterfall } from '../../storage/campaigns/waterfall.ts';
import { addJob } from '../../storage/jobs/jobs.ts';
import { openSender } from '../../storage/senders/senders.ts';
import type { AudienceDeps } from '../caller.ts';
import type { JobHandler, JobOutcome, JobWork } from '../jobs/handler.ts';
import { monthOf } from '../public/token.ts';
import { troubleNow } from '../senders/check.ts';
import { type AskedAt, askedOf, boundNow, targetsAsked } from './asked.ts';
import { campaignChanged } from './changes.ts';
import { holdCampaign } from './hold.ts';
import { FIRST_RESULTS_MS } from './results-handler.ts';

const MINUTE_MS = 60_000;

/**
 * A campaign at its time: checks that it is what was approved, and writes its recipients. It is held, with the
 * reason, if anything differs.
 */
export const campaignHandler: JobHandler<'campaign'> = {
  doing: () => 'start a campaign',
  atOnce: 1,
  leaseMs: 60_000,
  mostAttempts: 3,
  retryMs: () => 10_000,
  run: start,
  async giveUp(deps, { job }, problem = 'It failed several times. The log says why.') {
    await holdCampaign(deps, key(job), { why: 'not prepared', problem: withoutAddresses(problem) });
  },
};

const key = ({ workspaceId, payload }: JobWork<'campaign'>['job']) => ({
  workspaceId,
  campaignId: payload.campaignId,
});

async function start(deps: AudienceDeps, { job }: JobWork<'campaign'>): Promise<JobOutcome> {
  const { workspaceId, payload } = job;
  const { pool } = deps.storage;
  const campaign = await stored.findCampaign(pool, workspaceId, { id: payload.campaignId });
  // It was edited, stopped or scheduled again: another job has it, or none.
  if (campaign === undefined || campaign.version !== payload.version) return { is: 'done' };
  const { state, dueAt } = campaign;
  if (state !== 'needs approval' && state !== 'scheduled' && state !== 'preparing') return { is: 'done' };
  const now = deps.now();
  if (dueAt !== null && dueAt > now) return { is: 'again', at: dueAt };
  if (deps.sending === undefined || deps.sending.isPaused === true)
    return { is: 'again', at: new Date(now.getTime() + MINUTE_MS) };
  const trouble = await prepare(deps, workspaceId, campaign);
  if (trouble !== undefined) await holdCampaign(deps, key(job), trouble);
  return { is: 'done' };
}

/** Prepares a campaign and starts sending; or says what is in the way. */
async function prepare(
  deps: AudienceDeps,
  workspaceId: number,
  campaign: stored.StoredCampaign,
): Promise<Trouble | undefined> {
  const { storage } = deps;
  const { id, name, dueAt, senderId, bound } = campaign;
  const at = deps.now();
  const due = (dueAt ?? at).toISOString();
  if (campaign.state === 'needs approval' || bound === null) return { why: 'not approved', due };
  if (at.getTime() - (dueAt ?? at).getTime() > LATEST_START_MS) return { why: 'late', due };
  if (!(await setPreparing(deps, workspaceId, campaign))) return undefined;
  campaignChanged(deps, { workspaceId, campaignId: id, kind: 'state' });
  const sender = await senderTrouble(deps, workspaceId, campaign);
  if (sender !== undefined || senderId === null) return sender;
  let asked: AskedAt;
  try {
    asked = await askedOf(deps, { workspaceId }, campaign, at);
  } catch (error) {
    if (!(error instanceof RollcallError)) throw error;
    return { why: 'audience broken', problem: withoutAddresses(error.message) };
  }
  const { getIt: count, match } = await countWaterfall(storage, asked);
  const now = boundNow(deps, { ...campaign, senderId }, { asked, count, before: bound });
  const difference = differenceOf(bound, now, asked.settings);
  if (difference !== undefined) return difference;
  await ensureBucket(storage.pool, { workspaceId, senderId });
  const preparation: Preparation = {
    ...{ asked, campaignId: id, keyMonth: monthOf(at), at, targets: targetsAsked(asked, campaign) },
    async alsoNote(client, { recipients, getIt }) {
      const details = { people: getIt, leftOut: recipients - getIt };
      const by = { workspaceId, at, actor: 'Rollcall' } as const;
      await writeAudit(client, { ...by, action: 'campaign.begun', subject: name, details });
      await addJob(client, {
        ...{ workspaceId, kind: 'results', payload: { campaignId: id }, key: `campaign ${id}` },
        ...{ createdAt: at, dueAt: new Date(at.getTime() + FIRST_RESULTS_MS) },
      });
    },
  };
  const prepared = await prepareRecipients(storage, preparation, { match });
  if (prepared !== undefined) campaignChanged(deps, { workspaceId, campaignId: id, kind: 'state' });
  return undefined;
}

/** Says that it is being prepared. False if someone edited or stopped it just now. */
async function setPreparing(
  { storage }: AudienceDeps,
  workspaceId: number,
  { id, version }: stored.StoredCampaign,
): Promise<boolean> {
  return storage.prisma.$transaction(async (database) => {
    const campaign = await stored.lockCampaign(database, workspaceId, id);
    if (campaign?.version !== version || !['scheduled', 'preparing'].includes(campaign.state)) return false;
    await stored.updateCampaign(database, workspaceId, id, { state: 'preparing' });
    return true;
  });
}

async function senderTrouble(
  deps: AudienceDeps,
  workspaceId: number,
  { senderId: id, approvedAt }: stored.StoredCampaign,
): Promise<Trouble | undefined> {
  const { storage } = deps;
  try {
    const sender = id === null ? undefined : await openSender(storage.pool, storage, { workspaceId, id });
    if (sender === undefined || sender.archivedAt !== null)
      return { why: 'sender', problem: 'Its sender no longer exists.' };
    // Mails would leave from another address or server than the one that was approved.
    if (approvedAt !== null && sender.updatedAt > approvedAt) return { why: 'sender changed' };
    const problem = (await deps.pages?.check()) ?? (await troubleNow(deps, workspaceId, sender));
    if (problem !== undefined) return { why: 'sender', problem };
    return undefined;
  } catch (error) {
    if (!(error instanceof RollcallError)) throw error;
    return { why: 'sender', problem: error.message };
  }
}
