import { RollcallError } from '../../errors.ts';
import { type CampaignAct, campaignActs, isPossible } from '../../lib/campaigns/states.ts';
import type { StoredCampaign } from '../../storage/campaigns/campaigns.ts';
import type { Caller } from '../caller.ts';
import { requireRole } from '../permissions.ts';

/** The campaign that was locked. @throws RollcallError `not-found` */
export function held(campaign: StoredCampaign | undefined): StoredCampaign {
  if (campaign !== undefined) return campaign;
  throw new RollcallError('not-found', 'That campaign no longer exists: someone deleted it.');
}

/** An act that people do. */
export type PersonsAct = {
  [Act in CampaignAct]: (typeof campaignActs)[Act]['by'] extends 'Rollcall' ? never : Act;
}[CampaignAct];

/**
 * Lets an act pass if the table of states allows it for this caller.
 *
 * @throws RollcallError `not-allowed`, `busy`
 */
export function refuseUnless(caller: Caller, campaign: StoredCampaign, act: PersonsAct): void {
  const { by, doing } = campaignActs[act];
  requireRole(caller, by, doing);
  // A campaign that was held while it went out has its recipients: it is resumed or stopped.
  const hasBegun = campaign.prepared !== null;
  const isBegun = act === 'resume' || act === 'send to uncertain';
  const isPrepared = campaign.state !== 'held' || act === 'stop' || isBegun === hasBegun;
  if (isPossible(act, campaign.state) && isPrepared) return;
  throw new RollcallError(
    'busy',
    `"${campaign.name}" is ${stateWords(campaign)}, so you can’t ${said(act)} it.`,
  );
}

const stateWords = ({ state, prepared }: StoredCampaign): string => {
  if (state === 'draft') return 'a draft';
  if (state === 'needs approval') return 'waiting for approval';
  return state === 'held' && prepared !== null ? 'held while it was being sent' : state;
};

const said = (act: PersonsAct): string => (act === 'ask' ? 'ask for approval of' : act);
