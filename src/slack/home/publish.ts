import type { WebClient } from '@slack/web-api';
import { dashboard } from '../../audience/workspace/dashboard.ts';
import type { SlackDeps, SlackPerson } from '../core/deps.ts';
import { showError } from '../core/show-error.ts';
import { homeSaying, homeView } from './messages.ts';

/** What is being published, by person: an older Home must not arrive after a newer one. */
const underWay = new Map<string, Promise<void>>();

/**
 * Builds someone's Home and shows it, after any that is under way.
 *
 * @throws if Slack refuses it, so that the person is told why nothing appeared
 */
export function publishHome(deps: SlackDeps, person: SlackPerson, client: WebClient): Promise<void> {
  const key = `${person.teamId} ${person.userId}`;
  const before = underWay.get(key) ?? Promise.resolve();
  const published = before.catch(() => {}).then(() => publish(deps, person, client));
  underWay.set(key, published);
  const forget = (): void => {
    if (underWay.get(key) === published) underWay.delete(key);
  };
  published.then(forget, forget);
  return published;
}

async function publish(deps: SlackDeps, person: SlackPerson, client: WebClient): Promise<void> {
  let view: ReturnType<typeof homeView>;
  try {
    view = homeView(await dashboard(deps.audience, await deps.callerOf(person, client)));
  } catch (error) {
    view = homeSaying(showError(error, deps.log));
  }
  await client.views.publish({ user_id: person.userId, view });
}

/**
 * Builds Home again after a change made from it. The change has its own answer: if Slack refuses the new Home,
 * that is only logged, and the next visit builds it anyway.
 */
export async function updateHome(deps: SlackDeps, person: SlackPerson, client: WebClient): Promise<void> {
  try {
    await publishHome(deps, person, client);
  } catch (error) {
    deps.log(`Home could not be updated: ${String(error)}`);
  }
}
