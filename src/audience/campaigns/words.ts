import { RollcallError } from '../../errors.ts';
import { findNamed } from '../../lib/names.ts';
import { nearBeginning } from '../../lib/near-beginning.ts';
import { leadingQuotations, partsAt, unquote } from '../../lib/quotes.ts';
import { lowered } from '../../lib/texts.ts';
import { clip } from '../../lib/words.ts';
import { listCampaigns } from '../../storage/campaigns/campaigns.ts';
import { listNames } from '../../storage/workspace/names.ts';
import type { AudienceDeps, Caller } from '../caller.ts';
import { type AskedWhy, readWhy } from '../two-parts.ts';
import { lookUpCampaign } from './lookup.ts';
import { timeReader } from './when.ts';

/** Which campaign goes out, and when; what was not typed is empty, or has no id. */
export interface AskedSchedule {
  id?: number;
  when: string;
}

/**
 * Splits `Spring sale next Friday 10:00` at the campaign's name, which may also come last. A name may be a time itself,
 * or end with one.
 *
 * @throws RollcallError `not-found`
 */
export async function splitSchedule(
  deps: AudienceDeps,
  caller: Caller,
  text: string,
): Promise<AskedSchedule> {
  const whole = text.trim();
  const [quotation] = leadingQuotations(whole);
  if (quotation !== undefined) {
    const { id } = await lookUpCampaign(deps, caller, { name: quotation.inside });
    return { id, when: withoutColon(quotation.after) };
  }
  const isTime = await timeReader(deps, caller);
  const campaigns = await listCampaigns(deps.storage.prisma, caller.workspaceId);
  const said = lowered(whole);
  const longest = ({ id, name }: { id: number; name: string }) => ({ id, length: name.length });
  const [first, ...shorter] = campaigns
    .filter(({ name }) => startsWithWords(said, lowered(name)))
    .map((campaign) => ({ ...longest(campaign), when: withoutColon(whole.slice(campaign.name.length)) }))
    .sort((one, other) => other.length - one.length);
  const atStart = [first, ...shorter].find((each) => each && (each.when === '' || isTime(each.when)));
  if (atStart !== undefined) return { id: atStart.id, when: atStart.when };
  const [atEnd] = campaigns
    .filter(({ name }) => said.endsWith(lowered(name)) && /[\s:,"'“”]$/.test(whole.slice(0, -name.length)))
    .map((campaign) => ({ ...longest(campaign), when: whole.slice(0, -campaign.name.length) }))
    .map(({ when, ...rest }) => ({ ...rest, when: when.replace(/[\s:,]+$/, '') }))
    .filter(({ when }) => isTime(when))
    .sort((one, other) => other.length - one.length);
  if (atEnd !== undefined) return { id: atEnd.id, when: atEnd.when };
  if (first !== undefined) return { id: first.id, when: first.when };
  if (isTime(whole)) return { when: whole };
  const before = beforeTime(whole, isTime);
  const near = nearBeginning(
    whole,
    campaigns.map((campaign) => campaign.name),
  );
  const name = before === whole ? (near?.typed ?? afterTime(whole, isTime)) : before;
  const { id } = await lookUpCampaign(deps, caller, { name: unquote(name) });
  return { id, when: whole.replace(name, '').trim() };
}

/** The text after the longest time that it begins with. */
function afterTime(text: string, isTime: (words: string) => boolean): string {
  const blanks = [...text.matchAll(/[\s:,]+/g)].toReversed();
  const found = blanks.find(({ index }) => isTime(text.slice(0, index)));
  return found === undefined ? text : text.slice(found.index + found[0].length);
}

/** The text before the longest time that it ends with: what was meant as a name. */
function beforeTime(text: string, isTime: (words: string) => boolean): string {
  const blanks = [...text.matchAll(/\s+/g)].map(({ index }) => index);
  const at = blanks.find((index) => isTime(text.slice(index).trim()));
  return at === undefined ? text : text.slice(0, at);
}

const startsWithWords = (text: string, name: string): boolean =>
  text.startsWith(name) && /^(?:$|[\s:,])/.test(text.slice(name.length));

const withoutColon = (text: string): string => text.replace(/^[\s:,]+/, '').trim();

/** Who is meant in `ada@x.org in Spring sale`, and which campaign; either may be missing. */
export async function askedWhyCampaign(deps: AudienceDeps, caller: Caller, text: string): Promise<AskedWhy> {
  const campaigns = await listCampaigns(deps.storage.prisma, caller.workspaceId);
  return readWhy(text, (name) => findNamed(campaigns, name) !== undefined);
}

/** Whether a campaign that Rollcall sends has this name. */
export const isCampaignName = async (deps: AudienceDeps, caller: Caller, name: string): Promise<boolean> =>
  findNamed(await listCampaigns(deps.storage.prisma, caller.workspaceId), name) !== undefined;

/** What people say between two campaigns that they compare. */
const between = ['with', 'vs', 'vs\\.', 'versus', 'against', 'and', 'to'];

/** Two campaigns; what was not typed is missing. */
export interface ComparedCampaigns {
  one?: { id: number } | { name: string };
  other?: { id: number } | { name: string };
}

/**
 * Splits `Spring sale with Summer sale` into two names, also of campaigns that are known from reports alone. The word
 * between them may be missing, and so may either name.
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
  const bothIn = (pairs: [string, string][]) =>
    pairs.flatMap(([left, right]) => {
      const [one, other] = [findNamed(campaigns, left), findNamed(campaigns, right)];
      return one === undefined || other === undefined
        ? []
        : [{ one: { id: one.id }, other: { id: other.id } }];
    });
  const parts = between.flatMap((word) => partsAt(text, word));
  const halves = parts.filter(([left, right]) => left !== '' && right !== '');
  const [named = [], beside = []] = [bothIn(halves), bothIn(sideBySide(text))];
  const fitting = named.length > 0 ? named : beside;
  if (fitting.length > 1)
    throw new RollcallError('invalid-input', `"${clip(text, 200)}" can be read in ${fitting.length} ways.`, {
      hint: 'Put the names in quotes.',
    });
  if (fitting[0] !== undefined) return fitting[0];
  const single = parts
    .filter(([left, right]) => left === '' || right === '')
    .map(([left, right]) => left || right);
  const only = single.flatMap((name) => findNamed(campaigns, name) ?? [])[0];
  if (only !== undefined) return { one: { id: only.id } };
  if (single[0] !== undefined) return single[0] === '' ? {} : { one: { name: single[0] } };
  if (text.trim() === '') return {};
  const [left, right] = halves[0] ?? [];
  return left === undefined || right === undefined
    ? { one: { name: unquote(text) } }
    : { one: { name: left }, other: { name: right } };
}

/** Two names without a word between them, at each blank outside of quotes. */
const sideBySide = (text: string): [string, string][] =>
  [...text.matchAll(/,?\s+/g)].map(({ index, 0: { length } }) => [
    unquote(text.slice(0, index)),
    unquote(text.slice(index + length)),
  ]);
