import type { StoredCampaign } from '../../storage/campaigns/campaigns.ts';
import type { AudienceDeps, Caller } from '../caller.ts';
import { type PersonsAct, refuseUnless } from './acting.ts';
import { lookUpCampaign } from './lookup.ts';

/**
 * The campaign that someone is asked about before an act that can't be undone: nobody is asked whether to do what
 * can't be done.
 *
 * @throws RollcallError `not-found`, `not-allowed`, or `busy` if the act isn't possible in its state
 */
export async function campaignAskedAbout(
  deps: AudienceDeps,
  caller: Caller,
  { id, act }: { id: number; act: PersonsAct },
): Promise<StoredCampaign> {
  const campaign = await lookUpCampaign(deps, caller, { id });
  refuseUnless(caller, campaign, act);
  return campaign;
}
