import type { App } from '@slack/bolt';
import type { SlackDeps } from '../core/deps.ts';
import { home } from './opened.ts';

/** The listeners of Home's buttons. */
export function homeListeners(deps: SlackDeps) {
  const { opened: _, ...buttons } = home(deps);
  return { buttons };
}

/** Registers the listener that builds Home. */
export function registerHome(bolt: App, deps: SlackDeps): void {
  bolt.event('app_home_opened', home(deps).opened);
}
