import { nameHas } from '../../lib/names.ts';
import { mostLatest, sayLatest } from '../latest-campaigns.ts';
import type { Named } from '../names.ts';
import type { RowChoice } from './choice.ts';
import { type RefusedRow, refused } from './row.ts';
import { capital, idsAmong } from './typed.ts';

/** The choice of no campaign in particular. */
const anyCampaign: RowChoice = { value: 'any', words: 'Any campaign' };

/** How many of the last campaigns a picker offers; any other number is found by typing it. */
const usual = [1, 3, 5, 10];

const latestChoice = (count: number): RowChoice => ({
  value: `latest:${count}`,
  words: capital(sayLatest(count)),
});

/** What a picker offers besides the names of campaigns. A number in the search is how many of the last ones. */
export function campaignChoices(search: string, { withAny }: { withAny: boolean }): RowChoice[] {
  const typed = Number(/\d+/.exec(search)?.[0] ?? 0);
  const asked = typed >= 1 && typed <= mostLatest ? [latestChoice(typed)] : [];
  const others = [...(withAny ? [anyCampaign] : []), ...usual.map(latestChoice)].filter(
    ({ words, value }) => nameHas(words, search) && asked.every((each) => each.value !== value),
  );
  return [...asked, ...others];
}

/** The words of a chosen value, unless it is the id of a campaign. */
export const campaignChoiceWords = (value: string): string | undefined =>
  value === anyCampaign.value ? anyCampaign.words : fromLatest(value, (count) => latestChoice(count).words);

/** What a row has chosen, as its values. */
export const chosenCampaigns = ({ campaigns = [], latest }: OfCampaigns): string[] =>
  latest === undefined ? campaigns.map(String) : [latestChoice(latest).value];

/** The campaigns of a row: some by name, the last ones, or neither of them, for any campaign. */
export function campaignsOfRow(
  values: readonly string[],
  campaigns: readonly Named[],
): { ok: true; of: OfCampaigns } | RefusedRow {
  const [first, ...others] = values;
  if (first === undefined || campaignChoiceWords(first) === undefined) {
    if (others.some((value) => campaignChoiceWords(value) !== undefined)) return either;
    const ids = idsAmong(values, campaigns);
    if (ids === undefined) return refused('A campaign no longer exists. Choose another one.', 'campaigns');
    return { ok: true, of: ids.length === 0 ? {} : { campaigns: ids } };
  }
  if (others.some((value) => value !== first)) return either;
  return { ok: true, of: fromLatest(first, (latest) => ({ latest })) ?? {} };
}

interface OfCampaigns {
  campaigns?: number[];
  latest?: number;
}

const either = refused(
  'Choose campaigns by name, or a single choice such as “The last campaign”.',
  'campaigns',
);

function fromLatest<T>(value: string, make: (count: number) => T): T | undefined {
  const count = Number(/^latest:(\d+)$/.exec(value)?.[1] ?? 0);
  return count >= 1 && count <= mostLatest ? make(count) : undefined;
}
