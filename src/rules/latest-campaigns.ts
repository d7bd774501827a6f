import { quote } from './language/quote.ts';
import type { NamedCampaign } from './names.ts';

/** How many of the last campaigns a rule may name at once. */
export const mostLatest = 50;

/**
 * The last campaigns that a workspace sent, the latest first: the same for every contact. Leaves out a
 * campaign if nobody is known to have received it.
 *
 * @param count how many at most
 */
export function latestCampaigns(campaigns: readonly NamedCampaign[], count: number): NamedCampaign[] {
  return campaigns
    .flatMap((each) => (typeof each.sentAt === 'number' ? [{ ...each, sentAt: each.sentAt }] : []))
    .sort((a, b) => b.sentAt - a.sentAt || b.id - a.id)
    .slice(0, count);
}

/** "the last campaign", "any of the last 3 campaigns". */
export const sayLatest = (count: number): string =>
  count === 1 ? 'the last campaign' : `any of the last ${count} campaigns`;

/** The same, with the names of the current last campaigns: `the last campaign ("Welcome")`. */
export function explainLatest(count: number, campaigns: readonly NamedCampaign[]): string {
  const names = latestCampaigns(campaigns, count).map(({ name }) => quote(name));
  return `${sayLatest(count)} (${names.length === 0 ? 'none sent yet' : names.join(', ')})`;
}
