import type { AllMiddlewareArgs, BlockAction, ButtonAction, SlackActionMiddlewareArgs } from '@slack/bolt';
import { addTag } from '../../../audience/tags.ts';
import type { SlackDeps } from '../../deps.ts';
import type { Message } from '../../messages/message.ts';
import { tagAlike, tagMade } from '../../messages/tags.ts';
import { personOf } from '../../people.ts';
import { showError } from '../../show-error.ts';

type Args = SlackActionMiddlewareArgs<BlockAction<ButtonAction>> & AllMiddlewareArgs;

/** "Make it all the same", under the warning that a tag is much like another. */
export function makeTagAnyway(deps: SlackDeps) {
  return async ({ ack, body, action, client, respond }: Args): Promise<void> => {
    await ack();
    let answer: Message;
    try {
      const caller = await deps.callerOf(personOf(body), client);
      const made = await addTag(deps.audience, caller, { name: action.value ?? '', despiteAlike: true });
      answer = 'tag' in made ? tagMade(made.tag.name) : tagAlike(made.name, made.alike);
    } catch (error) {
      answer = showError(error, deps.log);
    }
    await respond({ response_type: 'ephemeral', replace_original: true, ...answer });
  };
}
