import type { AllMiddlewareArgs, AnyMiddlewareArgs } from '@slack/bolt';
import { answerLater } from './answers.ts';
import type { SlackDeps } from './deps.ts';
import { showError } from './show-error.ts';
import { isClosedOrDeleted } from './slack-problems.ts';

/** What every request from Slack says about who sent it and where to answer. */
interface Request {
  user?: { id?: string };
  user_id?: string;
  event?: { user?: string };
  response_url?: string;
}

/**
 * Wraps every listener: Bolt only logs what one throws, and the person would wait for an answer that never
 * arrives. Every error, including a call that Slack refuses, is reported where they asked, or in their
 * messages with the app.
 */
export const reportingErrors =
  (deps: Pick<SlackDeps, 'log'>) =>
  async ({ next, client, body }: AnyMiddlewareArgs & AllMiddlewareArgs): Promise<void> => {
    try {
      await next();
    } catch (error) {
      // If the modal was closed in the meantime, no one misses the answer.
      if (isClosedOrDeleted(error)) return;
      const answer = showError(error, deps.log);
      const { user, user_id, event, response_url: url = '' } = body as Request;
      const userId = user?.id ?? user_id ?? event?.user;
      if (userId !== undefined)
        await answerLater(deps, { client, userId, to: { url, replace: false } }, answer);
    }
  };
