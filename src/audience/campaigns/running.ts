import type { AuditAction } from '../../lib/audit-actions.ts';
import { writeAudit } from '../../storage/audit.ts';
import * as stored from '../../storage/campaigns/campaigns.ts';
import { retryUncertain, stopWaiting } from '../../storage/campaigns/changes-of-state.ts';
import { beatAgain } from '../../storage/campaigns/going-out.ts';
import type { Database } from '../../storage/database/database.ts';
import type { AudienceDeps, Caller } from '../caller.ts';
import { held, type PersonsAct, refuseUnless } from './acting.ts';

/**
 * Pauses a campaign that goes out: mails already with the server end, nothing else is handed over.
 *
 * @throws RollcallError `busy` if it isn't going out, `not-allowed`
 */
export const pauseCampaign = (deps: AudienceDeps, caller: Caller, ref: { id: number }) =>
  change(deps, caller, ref, 'pause', { state: 'paused', trouble: null }, 'campaign.paused');

/** Resumes a campaign that was paused, or held while it went out. */
export const resumeCampaign = (deps: AudienceDeps, caller: Caller, ref: { id: number }) =>
  change(deps, caller, ref, 'resume', { state: 'sending', trouble: null }, 'campaign.resumed', (database) =>
    beatAgain(database, { workspaceId: caller.workspaceId, campaignId: ref.id }),
  );

/** Stops a campaign for good: everyone who is still waiting is left out. */
export const stopCampaign = (deps: AudienceDeps, caller: Caller, ref: { id: number }) =>
  change(
    deps,
    caller,
    ref,
    'stop',
    { state: 'stopped', endedAt: deps.now() },
    'campaign.stopped',
    (database) => stopWaiting(database, { workspaceId: caller.workspaceId, campaignId: ref.id }),
  );

/**
 * Sends to people who may or may not have got it: an admin's decision, because some of them may get it twice.
 */
export const sendToUncertain = (deps: AudienceDeps, caller: Caller, ref: { id: number }) =>
  change(
    deps,
    caller,
    ref,
    'send to uncertain',
    { state: 'sending', trouble: null, endedAt: null },
    'campaign.resumed',
    async (database) => {
      const key = { workspaceId: caller.workspaceId, campaignId: ref.id };
      await retryUncertain(database, key);
      await beatAgain(database, key);
    },
  );

async function change(
  deps: AudienceDeps,
  caller: Caller,
  { id }: { id: number },
  act: PersonsAct,
  to: stored.CampaignChange,
  action: AuditAction,
  also: (database: Database) => Promise<void> = async () => {},
): Promise<stored.StoredCampaign> {
  const { workspaceId, actor } = caller;
  return deps.storage.prisma.$transaction(async (database) => {
    const campaign = held(await stored.lockCampaign(database, workspaceId, id));
    refuseUnless(caller, campaign, act);
    await stored.updateCampaign(database, workspaceId, id, { ...to, updatedAt: deps.now() });
    await also(database);
    await writeAudit(database, { workspaceId, actor, action, subject: campaign.name, at: deps.now() });
    return held(await stored.findCampaign(database, workspaceId, { id }));
  });
}
