import type { AuditAction } from '../../lib/audit-actions.ts';
import type { Bound } from '../../lib/campaigns/bound.ts';
import { campaignActs } from '../../lib/campaigns/states.ts';
import { writeAudit } from '../../storage/audit.ts';
import * as stored from '../../storage/campaigns/campaigns.ts';
import {
  countWaiting,
  giveUpWaiting,
  retryUncertain,
  stopWaiting,
} from '../../storage/campaigns/changes-of-state.ts';
import { beatAgain, type CampaignKey, guardCounts } from '../../storage/campaigns/going-out.ts';
import { findCampaignSettings } from '../../storage/campaigns/settings.ts';
import type { Database } from '../../storage/database/database.ts';
import type { AudienceDeps, Caller } from '../caller.ts';
import { type PersonsAct, refuseUnless, requireCampaign } from './acting.ts';
import { campaignChanged } from './changes.ts';
import { refuseWithoutSecond, type Typed } from './second-person.ts';

/**
 * Pauses a campaign that goes out: mails already with the server end, nothing else is handed over.
 *
 * @throws RollcallError `busy` if it isn't going out, `not-allowed`
 */
export const pauseCampaign = (deps: AudienceDeps, caller: Caller, ref: { id: number }) =>
  change(deps, caller, ref, { act: 'pause', action: 'campaign.paused', to: () => ({ trouble: null }) });

/** A campaign, and what an admin says besides if its text was changed on its way. */
type Resumed = { id: number } & Typed;

/**
 * Resumes a campaign that was paused, or held while it went out. If its text was changed since it was approved,
 * this approves it: for many people, an admin who didn't write it.
 *
 * @throws RollcallError `undecided` if it takes a second person; `busy`, `not-allowed`
 */
export const resumeCampaign = (deps: AudienceDeps, caller: Caller, ref: Resumed) =>
  goOn(deps, caller, ref, 'resume', async () => {});

/** Stops a campaign for good: everyone who is still waiting is left out. */
export const stopCampaign = (deps: AudienceDeps, caller: Caller, ref: { id: number }) =>
  change(deps, caller, ref, {
    act: 'stop',
    action: 'campaign.stopped',
    to: () => ({ endedAt: deps.now() }),
    also: stopWaiting,
  });

/**
 * Sends to people who may or may not have got it: an admin's decision, because some of them may get it twice.
 */
export const sendToUncertain = (deps: AudienceDeps, caller: Caller, ref: Resumed) =>
  goOn(deps, caller, ref, 'send to uncertain', retryUncertain);

/**
 * Ends a campaign that was held because nobody worked on it for a while, if the database was restored: who got
 * it after the backup was made is not known, so everyone who waits is uncertain.
 */
export const treatAsUncertain = (deps: AudienceDeps, caller: Caller, ref: Resumed) =>
  goOn(deps, caller, ref, 'treat as uncertain', giveUpWaiting);

/** Lets a campaign go out again. */
const goOn = (
  deps: AudienceDeps,
  caller: Caller,
  { id, ...typed }: Resumed,
  act: 'resume' | 'send to uncertain' | 'treat as uncertain',
  also: (database: Database, key: CampaignKey) => Promise<void>,
) =>
  change(
    deps,
    caller,
    { id },
    {
      ...{ act, action: 'campaign.resumed' },
      to: async (campaign, database, key) => {
        const bound = await boundAnew(caller, campaign, { database, key, typed });
        return { trouble: null, endedAt: null, bound };
      },
      async also(database, key) {
        await also(database, key);
        await beatAgain(database, key);
      },
    },
  );

/** What is approved from here on: the text as it is now, and what the guards have seen. */
async function boundAnew(
  caller: Caller,
  campaign: stored.StoredCampaign,
  { database, key, typed }: { database: Database; key: CampaignKey; typed: Typed },
): Promise<Bound | null> {
  const { bound, contentVersion, contentBy } = campaign;
  if (bound === null) return null;
  if (bound.contentVersion !== contentVersion) {
    const { secondPersonAbove } = await findCampaignSettings(database, caller.workspaceId);
    const isSecond = contentBy !== caller.actor;
    refuseWithoutSecond({ ...typed, count: await countWaiting(database, key), secondPersonAbove, isSecond });
  }
  return { ...bound, contentVersion, guarded: await guardCounts(database, key) };
}

interface Change {
  act: PersonsAct;
  action: AuditAction;
  /** What changes besides the state. */
  to: (
    campaign: stored.StoredCampaign,
    database: Database,
    key: CampaignKey,
  ) => stored.CampaignChange | Promise<stored.CampaignChange>;
  also?: (database: Database, key: CampaignKey) => Promise<void>;
}

async function change(
  deps: AudienceDeps,
  caller: Caller,
  { id }: { id: number },
  { act, action, to, also = async () => {} }: Change,
): Promise<stored.StoredCampaign> {
  const { workspaceId, actor } = caller;
  const key = { workspaceId, campaignId: id };
  const changed = await deps.storage.prisma.$transaction(async (database) => {
    const campaign = requireCampaign(await stored.lockCampaign(database, workspaceId, id));
    refuseUnless(caller, campaign, act);
    const fields = await to(campaign, database, key);
    const state = campaignActs[act].to;
    await stored.updateCampaign(database, workspaceId, id, { ...fields, state, updatedAt: deps.now() });
    await also(database, key);
    await writeAudit(database, { workspaceId, actor, action, subject: campaign.name, at: deps.now() });
    return requireCampaign(await stored.findCampaign(database, workspaceId, { id }));
  });
  campaignChanged(deps, { ...key, kind: 'state' });
  return changed;
}
