import { leadingQuotations, unquote } from '../../lib/quotes.ts';
import { listCampaigns } from '../../storage/campaigns/campaigns.ts';
import type { AudienceDeps, Caller } from '../caller.ts';
import { lookUpCampaign } from './lookup.ts';

/**
 * Splits `Spring sale next Friday 10:00` after the campaign's name. Without a time, `when` is empty.
 *
 * @throws RollcallError `not-found`
 */
export async function splitSchedule(
  deps: AudienceDeps,
  caller: Caller,
  text: string,
): Promise<{ id: number; when: string }> {
  const whole = text.trim();
  const [quotation] = leadingQuotations(whole);
  if (quotation !== undefined) {
    const { id } = await lookUpCampaign(deps, caller, { name: quotation.inside });
    return { id, when: withoutColon(quotation.after) };
  }
  const campaigns = await listCampaigns(deps.storage.prisma, caller.workspaceId);
  const said = whole.toLowerCase();
  const [longest] = campaigns
    .filter(({ name }) => startsWithWords(said, name.toLowerCase()))
    .sort((one, other) => other.name.length - one.name.length);
  if (longest !== undefined) return { id: longest.id, when: withoutColon(whole.slice(longest.name.length)) };
  const { id } = await lookUpCampaign(deps, caller, { name: unquote(whole) });
  return { id, when: '' };
}

const startsWithWords = (text: string, name: string): boolean =>
  text.startsWith(name) && /^(?:$|[\s:,])/.test(text.slice(name.length));

const withoutColon = (text: string): string => text.replace(/^[\s:,]+/, '').trim();
