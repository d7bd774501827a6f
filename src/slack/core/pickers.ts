import type { AllMiddlewareArgs, BlockSuggestion, SlackOptionsMiddlewareArgs } from '@slack/bolt';
import type { Caller } from '../../audience/caller.ts';
import { listCampaigns } from '../../audience/campaigns/drafts.ts';
import { suggestPeople } from '../../audience/people/suggest.ts';
import { suggestBreakdowns } from '../../audience/people/words.ts';
import {
  suggestCampaigns,
  suggestRuleCampaigns,
  suggestSegments,
  suggestSubjects,
} from '../../audience/segments/names.ts';
import { suggestTags } from '../../audience/tags/tags.ts';
import { suggestTimeZones } from '../../audience/workspace/settings-changes.ts';
import { countryCode, countryNames } from '../../lib/countries.ts';
import { languageCode, languageNames } from '../../lib/languages.ts';
import { nameHas } from '../../lib/names.ts';
import { clip } from '../../lib/words.ts';
import type { SlackDeps } from './deps.ts';
import { isDoneInTime } from './in-time.ts';
import { personOf } from './people.ts';

type Args = SlackOptionsMiddlewareArgs<'block_suggestion'> & AllMiddlewareArgs;

/** Slack's limit. */
const MOST = 100;

/** Nobody reads more names than this; more letters find who is missing. */
const MOST_PEOPLE = 20;
/** An option has room for 75 characters, and the address tells people of one name apart. */
const LONGEST_NAME = 30;

/** One choice of a picker: the value it returns, and the words it shows. */
interface Choice {
  value: string;
  words: string;
  /** The heading above it. */
  group?: string;
}

/** What pickers suggest while someone types. */
export function pickerOptions(deps: SlackDeps) {
  const { audience } = deps;
  const offering =
    (find: (caller: Caller, search: string) => Promise<Choice[]>) =>
    async ({ ack, body, client }: Args): Promise<void> => {
      const { value } = body as BlockSuggestion;
      // A picker can't show a sentence, so if something is wrong or takes too long, it suggests nothing.
      const finding = deps
        .callerOf(personOf(body), client)
        .then((caller) => find(caller, value))
        .catch((error: unknown): Choice[] => {
          deps.log(`a picker has no options: ${String(error)}`);
          return [];
        });
      const found = (await isDoneInTime(finding)) ? await finding : [];
      await ack(offered(found.slice(0, MOST)));
    };
  const byId = (things: { id: number; name: string }[]): Choice[] =>
    things.map(({ id, name }) => ({ value: String(id), words: name }));

  return {
    tags: offering(async (caller, search) =>
      byId(await suggestTags(audience, caller, { search, limit: MOST })),
    ),
    people: offering(async (caller, search) =>
      (await suggestPeople(audience, caller, { search, limit: MOST_PEOPLE })).map(({ id, email, name }) => ({
        value: String(id),
        words: name === null ? email : `${clip(name, LONGEST_NAME)} · ${email}`,
      })),
    ),
    breakdowns: offering((caller, search) => suggestBreakdowns(audience, caller, { search })),
    segments: offering(async (caller, search) =>
      byId(await suggestSegments(audience, caller, { search, limit: MOST })),
    ),
    campaigns: offering(async (caller, search) =>
      byId(await suggestCampaigns(audience, caller, { search, limit: MOST })),
    ),
    ruleCampaigns: offering((caller, search) =>
      suggestRuleCampaigns(audience, caller, { search, limit: MOST, withAny: true }),
    ),
    someCampaigns: offering((caller, search) =>
      suggestRuleCampaigns(audience, caller, { search, limit: MOST, withAny: false }),
    ),
    ownCampaigns: offering(async (caller, search) =>
      byId((await listCampaigns(audience, caller)).filter(({ name }) => nameHas(name, search))),
    ),
    countries: offering(async (_caller, search) => like(search, countryNames(), countryCode)),
    languages: offering(async (_caller, search) => like(search, languageNames(), languageCode)),
    timeZones: offering(async (_caller, search) =>
      suggestTimeZones(search, MOST).map((zone) => ({ value: zone, words: zone })),
    ),
    /** The possible subjects of a condition. */
    subjects: offering(async (caller, search) => suggestSubjects(audience, caller, { search })),
  };
}

/** Names that contain these letters, those that begin with them first. A code finds its own name. */
function like(search: string, names: readonly string[], codeOf: (name: string) => string | null): Choice[] {
  const wanted = search.trim().toLowerCase();
  const exact = wanted === '' ? null : codeOf(wanted);
  const rank = (name: string): number =>
    codeOf(name) === exact
      ? 0
      : name.toLowerCase().startsWith(wanted)
        ? 1
        : name.toLowerCase().includes(wanted)
          ? 2
          : 3;
  return names
    .map((name) => ({ name, rank: rank(name) }))
    .filter((each) => each.rank < 3)
    .sort((a, b) => a.rank - b.rank || a.name.localeCompare(b.name, 'en'))
    .flatMap(({ name }) => {
      const code = codeOf(name);
      return code === null ? [] : [{ value: code, words: name }];
    });
}

function offered(choices: Choice[]) {
  const options = (list: Choice[]) =>
    list.map(({ words, value }) => ({ text: { type: 'plain_text' as const, text: clip(words, 75) }, value }));
  const groups = [...new Set(choices.flatMap(({ group }) => group ?? []))];
  if (groups.length === 0) return { options: options(choices) };
  return {
    option_groups: groups.map((group) => ({
      label: { type: 'plain_text' as const, text: group },
      options: options(choices.filter((each) => each.group === group)),
    })),
  };
}
