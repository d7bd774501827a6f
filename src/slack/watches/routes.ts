import type { SlackDeps } from '../core/deps.ts';
import { watchActions } from './buttons.ts';
import { historyActions } from './buttons-history.ts';
import { watchViews } from './submissions.ts';

/** The listeners of the buttons and forms of histories and watches. */
export function watchListeners(deps: SlackDeps) {
  return { buttons: { ...historyActions(deps), ...watchActions(deps) }, forms: watchViews(deps) };
}
