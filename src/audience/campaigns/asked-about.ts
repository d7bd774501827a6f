import { findNamed, namedLike } from '../../lib/names.ts';
import { unquote } from '../../lib/quotes.ts';
import { listCampaigns } from '../../storage/campaigns/campaigns.ts';
import type { AudienceDeps, Caller } from '../caller.ts';
import { requireRole } from '../permissions.ts';
import { lookUpCampaign } from './lookup.ts';
import { type CampaignResults, campaignResults } from './results.ts';
import { type CampaignWaterfall, campaignWaterfall } from './waterfall.ts';

/** Who gets a campaign; once it was prepared, its results. */
export type CampaignAnswer = { waterfall: CampaignWaterfall } | { results: CampaignResults };

const asking =
  /^(?:who (?:gets|will get|would get|got)|who (?:is|was) (?:sent|left out of)|how many (?:people )?(?:get|will get|would get|got)|(?:the )?audience (?:of|for)|(?:the )?results (?:of|for))\s+(?:the )?(?:campaign )?(.+)$/is;
const polite = /^(?:(?:hi|hey|hello|please|pls|can you|could you|show me|tell me)[,!]?\s+)+/i;

/**
 * Answers "who gets "Spring sale"?". Undefined for another question, or if its words name no campaign.
 *
 * @throws RollcallError `not-found` for a quoted name that no campaign has
 */
export async function campaignAsked(
  deps: AudienceDeps,
  caller: Caller,
  { question }: { question: string },
): Promise<CampaignAnswer | undefined> {
  const text = question
    .replace(/\s+/g, ' ')
    .trim()
    .replace(/[?!.\s]+$/, '')
    .replace(polite, '');
  const [, words] = asking.exec(text) ?? [];
  if (words === undefined) return undefined;
  requireRole(caller, 'viewer', 'see campaigns');
  const name = unquote(words);
  const campaigns = await listCampaigns(deps.storage.prisma, caller.workspaceId);
  const [like, another] = namedLike(campaigns, name);
  const found = findNamed(campaigns, name) ?? (another === undefined ? like : undefined);
  // Quoted words can only be a name, so a wrong one is said; others may be something else.
  if (found === undefined && name === words) return undefined;
  const ref = { id: (found ?? (await lookUpCampaign(deps, caller, { name }))).id };
  const campaign = await lookUpCampaign(deps, caller, ref);
  return campaign.prepared === null
    ? { waterfall: await campaignWaterfall(deps, caller, ref) }
    : { results: await campaignResults(deps, caller, ref) };
}
