import type { App } from '@slack/bolt';
import type { SlackDeps } from '../core/deps.ts';
import { home } from './opened.ts';

/** What listens to the buttons of Home. */
export function homeListeners(deps: SlackDeps) {
  const { opened: _, ...buttons } = home(deps);
  return { buttons };
}

/** Registers what opens Home. */
export function registerHome(bolt: App, deps: SlackDeps): void {
  bolt.event('app_home_opened', home(deps).opened);
}
