import { RollcallError } from '../../errors.ts';
import { findNamed, namedLike } from '../../lib/names.ts';
import { unquote } from '../../lib/quotes.ts';
import { clip, nearest } from '../../lib/words.ts';
import { findCampaign } from '../../storage/campaigns/campaigns.ts';
import { listNames } from '../../storage/workspace/names.ts';
import type { AudienceDeps, Caller } from '../caller.ts';
import { requireRole } from '../permissions.ts';
import { lookUpCampaign } from './lookup.ts';
import { type ResultsCard, resultsCard } from './results-card.ts';
import { type CampaignWaterfall, campaignWaterfall } from './waterfall.ts';

/** Who gets a campaign; once it was prepared, its results. */
export type CampaignAnswer = { waterfall: CampaignWaterfall } | { results: ResultsCard };

/** Questions that end with a campaign, and those that have words after it. */
const asking =
  /^(?:who (?:gets|will get|would get|got)|who (?:is|was) (?:sent|left out of)|how many (?:people )?(?:get|will get|would get|got)|(?:the )?audience (?:of|for)|(?:the )?results (?:of|for))\s+(?:the )?(?:campaign )?(.+)$/is;
const doing =
  /^how (?:did|is|was|has) (?:the )?(?:campaign )?(.+?) (?:do|doing|done|go|going|gone|perform|performing|performed)(?: so far)?$/is;
const lastOne = /^(?:(?:my|our) )?(?:last|latest) (?:campaign|mailing|newsletter)$/i;
const polite = /^(?:(?:hi|hey|hello|please|pls|can you|could you|show me|tell me)[,!]?\s+)+/i;

/** What a question about a campaign calls it. */
function wordsAskedAbout(question: string): string | undefined {
  const text = question
    .replace(/\s+/g, ' ')
    .trim()
    .replace(/[?!.\s]+$/, '')
    .replace(polite, '');
  return (asking.exec(text) ?? doing.exec(text))?.[1];
}

/** Why a question that isn't understood may be about a campaign: its name is nearly in it. Undefined if none is. */
export async function campaignMeant(
  deps: AudienceDeps,
  caller: Caller,
  { question }: { question: string },
): Promise<RollcallError | undefined> {
  const typed = wordsAskedAbout(question);
  if (typed === undefined) return undefined;
  const { campaigns } = await listNames(deps.storage.prisma, caller.workspaceId);
  const names = nearest(
    typed,
    campaigns.map(({ name }) => name),
  );
  if (names.length === 0) return undefined;
  return new RollcallError('not-found', `No campaign "${clip(typed, 80)}".`, {
    hint: `Did you mean ${names.map((name) => `"${name}"`).join(' or ')}?`,
    meant: { typed, names },
  });
}

/**
 * Answers `who gets "Spring sale"?` and `how did Spring sale do?`. Undefined for another question, or if its words name
 * no campaign.
 *
 * @throws RollcallError `not-found` for a quoted name that no campaign has
 */
export async function campaignAsked(
  deps: AudienceDeps,
  caller: Caller,
  { question }: { question: string },
): Promise<CampaignAnswer | undefined> {
  const words = wordsAskedAbout(question);
  if (words === undefined) return undefined;
  requireRole(caller, 'viewer', 'see campaigns');
  const name = unquote(words);
  const { campaigns } = await listNames(deps.storage.prisma, caller.workspaceId);
  const [like, another] = namedLike(campaigns, name);
  const [latest] = campaigns
    .filter(({ sentAt }) => typeof sentAt === 'number')
    .sort((one, other) => (other.sentAt ?? 0) - (one.sentAt ?? 0));
  const found =
    findNamed(campaigns, name) ??
    (lastOne.test(words) ? latest : undefined) ??
    (another === undefined ? like : undefined);
  // Quoted words can only be a name, so a wrong one is said; others may be something else.
  if (found === undefined && name === words) return undefined;
  const ref = { id: (found ?? (await lookUpCampaign(deps, caller, { name }))).id };
  const own = await findCampaign(deps.storage.prisma, caller.workspaceId, ref);
  return own !== undefined && own.prepared === null
    ? { waterfall: await campaignWaterfall(deps, caller, ref) }
    : { results: await resultsCard(deps, caller, ref) };
}
