import type { App } from '@slack/bolt';
import type { SlackDeps } from '../core/deps.ts';
import { actions } from '../core/ids.ts';
import { home } from './opened.ts';

/** Registers the listeners of Home. */
export function registerHome(bolt: App, deps: SlackDeps): void {
  const { opened, refresh } = home(deps);
  bolt.event('app_home_opened', opened);
  bolt.action(actions.refreshHome, refresh);
}
