import type { SlackDeps } from '../core/deps.ts';
import { historyActions } from './buttons-history.ts';

/** The listeners of the buttons and forms of histories and watches. */
export function watchListeners(deps: SlackDeps) {
  return { buttons: { ...historyActions(deps) }, forms: {} };
}
