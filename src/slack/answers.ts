import type { WebClient } from '@slack/web-api';
import type { AnswerTo } from './answer-to.ts';
import type { SlackDeps } from './deps.ts';
import type { Message } from './messages/message.ts';

const PATIENCE_MS = 10_000;

/**
 * Answers a modal. Slack's response URLs are good for half an hour and five answers: past that, the answer goes into the
 * person's own messages with the app, so that none is lost; so does what was asked for where there is no message, in Home or by a shortcut.
 */
export async function answerLater(
  deps: Pick<SlackDeps, 'log'>,
  { client, userId, to }: { client: WebClient; userId: string; to: AnswerTo },
  answer: Message,
): Promise<void> {
  const posted =
    to.url === ''
      ? undefined
      : await fetch(to.url, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify({ response_type: 'ephemeral', replace_original: to.replace, ...answer }),
          signal: AbortSignal.timeout(PATIENCE_MS),
        }).catch((error: unknown) => {
          deps.log(`an answer could not be given where it was asked for: ${String(error)}`);
          return undefined;
        });
  if (posted?.ok !== true) await client.chat.postMessage({ channel: userId, ...answer });
}
