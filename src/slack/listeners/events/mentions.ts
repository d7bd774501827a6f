import type { AllMiddlewareArgs, SlackEventMiddlewareArgs } from '@slack/bolt';
import { answerQuestion } from '../../../audience/questions.ts';
import { RollcallError } from '../../../errors.ts';
import type { SlackDeps } from '../../deps.ts';
import { mentionHelp } from '../../messages/mentions.ts';
import type { Message } from '../../messages/message.ts';
import { counting, forAll, segmentSize } from '../../messages/segments.ts';
import { typedText } from '../../mrkdwn.ts';
import { showError } from '../../show-error.ts';

type Mention = SlackEventMiddlewareArgs<'app_mention'> & AllMiddlewareArgs;

/** What Slack delivers again after a slow answer was answered already: by event id, for as long as it tries. */
const KEPT = 1000;

/**
 * `@Rollcall how many signed up this month?` is answered in its thread, for all to see; in a channel shared with another
 * organisation to the asker alone.
 */
export function mentions(deps: SlackDeps) {
  const answered = new Set<string>();

  return async ({ event, body, client }: Mention): Promise<void> => {
    if (answered.has(body.event_id)) return;
    answered.add(body.event_id);
    if (answered.size > KEPT) answered.delete([...answered][0] as string);
    const userId = event.user;
    // What an app says is no question.
    if (userId === undefined || 'bot_id' in event) return;
    const isShared = (body as { is_ext_shared_channel?: boolean }).is_ext_shared_channel === true;
    const thread = event.thread_ts ?? event.ts;
    let answer: Message;
    let isForAll = !isShared;
    try {
      const caller = await deps.callerOf({ userId, teamId: body.team_id }, client);
      const question = typedText(event.text.replace(/<@[A-Z0-9]+(?:\|[^>]*)?>/g, ' ')).trim();
      if (question === '' || /^help\b/i.test(question)) answer = mentionHelp();
      else {
        const answers = await answerQuestion(deps.audience, caller, { question });
        answer = forAll('segment' in answers ? segmentSize(answers.segment) : counting(answers.size));
      }
    } catch (error) {
      answer = showError(error, deps.log);
      // Who may not ask is told so, and nobody else is.
      if (error instanceof RollcallError && error.code === 'not-allowed') isForAll = false;
    }
    const place = { channel: event.channel, thread_ts: thread, ...answer };
    if (isForAll) await client.chat.postMessage(place);
    else await client.chat.postEphemeral({ ...place, user: userId });
  };
}
