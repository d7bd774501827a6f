import { RollcallError } from '../../errors.ts';
import { type CampaignAct, campaignActs, canDo } from '../../lib/campaigns/states.ts';
import type { StoredCampaign } from '../../storage/campaigns/campaigns.ts';
import type { Caller } from '../caller.ts';
import { requireRole } from '../permissions.ts';

/** The campaign that was locked. @throws RollcallError `not-found` */
export function requireCampaign(campaign: StoredCampaign | undefined): StoredCampaign {
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
  if (canDo(act, campaign)) return;
  throw new RollcallError(
    'busy',
    `"${campaign.name}" is ${stateWords(campaign)}, so you can’t ${said(act)} it.`,
  );
}

/** It was held while it went out. */
export const isHeldOnItsWay = ({ state, prepared }: Pick<StoredCampaign, 'state' | 'prepared'>): boolean =>
  state === 'held' && prepared !== null;

const stateWords = (campaign: StoredCampaign): string => {
  const { state } = campaign;
  if (state === 'draft') return 'a draft';
  if (state === 'needs approval') return 'waiting for approval';
  if (state === 'sent' || state === 'stopped') return `already ${state}`;
  return isHeldOnItsWay(campaign) ? 'held while it was being sent' : state;
};

/** In "so you can’t … it". */
function said(act: PersonsAct): string {
  switch (act) {
    case 'ask':
      return 'ask for approval of';
    case 'repair':
      return 'edit';
    case 'send to uncertain':
    case 'treat as uncertain':
      return 'resume';
    default:
      return act;
  }
}
