import type { AllMiddlewareArgs, AnyMiddlewareArgs } from '@slack/bolt';
import { answerLater } from './answers.ts';
import type { SlackDeps } from './deps.ts';
import { showError } from './show-error.ts';
import { isClosedOrDeleted } from './slack-problems.ts';

/** What every request of Slack's says of who sent it, and where they may be answered. */
interface Request {
  user?: { id?: string };
  user_id?: string;
  event?: { user?: string };
  response_url?: string;
}

/**
 * Around every listener: Bolt only logs what one throws, and the person would wait for an answer that never comes. Whatever goes
 * wrong, a call that Slack refuses included, is told where they asked, or in their messages with the app.
 */
export const reportingErrors =
  (deps: Pick<SlackDeps, 'log'>) =>
  async ({ next, client, body }: AnyMiddlewareArgs & AllMiddlewareArgs): Promise<void> => {
    try {
      await next();
    } catch (error) {
      // A modal that was closed meanwhile is nobody's loss.
      if (isClosedOrDeleted(error)) return;
      const answer = showError(error, deps.log);
      const { user, user_id, event, response_url: url = '' } = body as Request;
      const userId = user?.id ?? user_id ?? event?.user;
      if (userId !== undefined)
        await answerLater(deps, { client, userId, to: { url, replace: false } }, answer);
    }
  };
