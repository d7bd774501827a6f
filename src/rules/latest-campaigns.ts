import { quote } from './language/quote.ts';
import type { NamedCampaign } from './names.ts';

/** How many of the last campaigns a rule may name at once. */
export const mostLatest = 50;

/**
 * The campaigns of a workspace that were sent last, the latest first: the same for every contact. One that nobody is known to
 * have received is not among them.
 *
 * @param count at most so many
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

/** The same, with the names of those that are the last now: `the last campaign ("Welcome")`. */
export function explainLatest(count: number, campaigns: readonly NamedCampaign[]): string {
  const names = latestCampaigns(campaigns, count).map(({ name }) => quote(name));
  return `${sayLatest(count)} (${names.length === 0 ? 'none sent yet' : names.join(', ')})`;
}
