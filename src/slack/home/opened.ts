import type { AllMiddlewareArgs, SlackEventMiddlewareArgs } from '@slack/bolt';
import { overview } from '../../audience/workspace/overview.ts';
import { tell } from '../core/answers.ts';
import { answering, type Click } from '../core/button-listeners.ts';
import type { SlackDeps } from '../core/deps.ts';
import { personOf } from '../core/people.ts';
import { audienceOverview } from '../workspace/messages.ts';
import { chartSent } from './messages.ts';
import { publishHome } from './publish.ts';

type Opened = SlackEventMiddlewareArgs<'app_home_opened'> & AllMiddlewareArgs;

/** Home is built again each time someone opens it, by its own button, and after each change made from it. */
export function home(deps: SlackDeps) {
  return {
    async opened({ event, body, client }: Opened): Promise<void> {
      if (event.tab === 'home') await publishHome(deps, { userId: event.user, teamId: body.team_id }, client);
    },
    async refreshHome({ ack, body, client }: Click): Promise<void> {
      await ack();
      await publishHome(deps, personOf(body), client);
    },
    /** Slack shows charts in messages only. */
    sendChart: answering(deps, async (caller, _value, { client }) => {
      const message = audienceOverview(await overview(deps.audience, caller));
      const isSent = (await tell(deps, { client, userId: caller.actor }, message)) !== undefined;
      return chartSent({ isSent });
    }),
  };
}
