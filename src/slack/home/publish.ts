import type { WebClient } from '@slack/web-api';
import { dashboard } from '../../audience/workspace/dashboard.ts';
import type { SlackDeps, SlackPerson } from '../core/deps.ts';
import { showError } from '../core/show-error.ts';
import { homeSaying, homeView } from './messages.ts';

/** Builds someone's Home again. If Slack refuses it, that is only logged: the next visit builds it anyway. */
export async function publishHome(deps: SlackDeps, person: SlackPerson, client: WebClient): Promise<void> {
  let view: ReturnType<typeof homeView>;
  try {
    view = homeView(await dashboard(deps.audience, await deps.callerOf(person, client)));
  } catch (error) {
    view = homeSaying(showError(error, deps.log));
  }
  await client.views
    .publish({ user_id: person.userId, view })
    .catch((error: unknown) => deps.log(`Home could not be shown: ${String(error)}`));
}
