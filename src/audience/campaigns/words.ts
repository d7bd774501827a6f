import { RollcallError } from '../../errors.ts';
import { findNamed } from '../../lib/names.ts';
import { halvesAt, leadingQuotations, unquote } from '../../lib/quotes.ts';
import { clip } from '../../lib/words.ts';
import { listCampaigns } from '../../storage/campaigns/campaigns.ts';
import { listNames } from '../../storage/workspace/names.ts';
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

/** What people say between two campaigns that they compare. */
const between = ['with', 'vs', 'vs\\.', 'versus', 'against', 'and', 'to'];

/** Two campaigns; the second is undefined if only one was named. */
export interface ComparedCampaigns {
  one: { id: number } | { name: string };
  other?: { id: number } | { name: string };
}

/**
 * Splits `Spring sale with Summer sale` into two names, also of campaigns that are known from reports alone.
 *
 * @throws RollcallError `invalid-input` if several places would do
 */
export async function splitComparison(
  deps: AudienceDeps,
  caller: Caller,
  text: string,
): Promise<ComparedCampaigns> {
  const { campaigns } = await listNames(deps.storage.prisma, caller.workspaceId);
  const whole = findNamed(campaigns, unquote(text));
  if (whole !== undefined) return { one: { id: whole.id } };
  const halves = between.flatMap((word) => halvesAt(text, word));
  const named = halves.flatMap(([left, right]) => {
    const [one, other] = [findNamed(campaigns, left), findNamed(campaigns, right)];
    return one === undefined || other === undefined ? [] : [{ one: { id: one.id }, other: { id: other.id } }];
  });
  if (named.length > 1)
    throw new RollcallError('invalid-input', `"${clip(text, 200)}" can be read in ${named.length} ways.`, {
      hint: 'Put the names in quotes.',
    });
  if (named[0] !== undefined) return named[0];
  const [left, right] = halves[0] ?? [];
  return left === undefined || right === undefined
    ? { one: { name: unquote(text) } }
    : { one: { name: left }, other: { name: right } };
}
