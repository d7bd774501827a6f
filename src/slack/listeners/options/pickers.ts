import type { AllMiddlewareArgs, BlockSuggestion, SlackOptionsMiddlewareArgs } from '@slack/bolt';
import type { Caller } from '../../../audience/caller.ts';
import { suggestSegments } from '../../../audience/segment-names.ts';
import { suggestTags } from '../../../audience/tags.ts';
import { clip } from '../../../words.ts';
import type { SlackDeps } from '../../deps.ts';
import { personOf } from '../../people.ts';

type Args = SlackOptionsMiddlewareArgs<'block_suggestion'> & AllMiddlewareArgs;

/** Slack shows no more. */
const MOST = 100;

/** What pickers offer while somebody types. */
export function pickerOptions(deps: SlackDeps) {
  type Search = (caller: Caller, search: string) => Promise<{ id: number; name: string }[]>;
  const offering =
    (find: Search) =>
    async ({ ack, body, client }: Args): Promise<void> => {
      const { value } = body as BlockSuggestion;
      let found: Awaited<ReturnType<Search>> = [];
      try {
        found = await find(await deps.callerOf(personOf(body), client), value);
      } catch (error) {
        // A picker has no place for a sentence: it offers nothing.
        deps.log(`a picker offers nothing: ${String(error)}`);
      }
      const options = found.map(({ id, name }) => ({
        text: { type: 'plain_text' as const, text: clip(name, 75) },
        value: String(id),
      }));
      await ack({ options });
    };

  return {
    tags: offering((caller, search) => suggestTags(deps.audience, caller, { search, limit: MOST })),
    segments: offering((caller, search) => suggestSegments(deps.audience, caller, { search, limit: MOST })),
  };
}
