import type { AllMiddlewareArgs, SlackEventMiddlewareArgs } from '@slack/bolt';
import type { WebClient } from '@slack/web-api';
import { dashboard } from '../../audience/workspace/dashboard.ts';
import type { Click } from '../core/button-listeners.ts';
import type { SlackDeps, SlackPerson } from '../core/deps.ts';
import { personOf } from '../core/people.ts';
import { showError } from '../core/show-error.ts';
import { homeSaying, homeView } from './messages.ts';

type Opened = SlackEventMiddlewareArgs<'app_home_opened'> & AllMiddlewareArgs;

/** Home is built again each time someone opens it, and by its own button. */
export function home(deps: SlackDeps) {
  async function publish(person: SlackPerson, client: WebClient): Promise<void> {
    let view: ReturnType<typeof homeView>;
    try {
      view = homeView(await dashboard(deps.audience, await deps.callerOf(person, client)));
    } catch (error) {
      view = homeSaying(showError(error, deps.log));
    }
    await client.views.publish({ user_id: person.userId, view });
  }

  return {
    async opened({ event, body, client }: Opened): Promise<void> {
      if (event.tab === 'home') await publish({ userId: event.user, teamId: body.team_id }, client);
    },
    async refreshHome({ ack, body, client }: Click): Promise<void> {
      await ack();
      await publish(personOf(body), client);
    },
  };
}
