import type { SlackDeps } from '../core/deps.ts';
import { topicActions } from './buttons.ts';
import { pagesListeners } from './pages.ts';
import { topicViews } from './submissions.ts';

/** The listeners of the buttons and forms of topics, consent, and public pages. */
export function topicListeners(deps: SlackDeps) {
  const { pages, ...buttons } = pagesListeners(deps);
  return { buttons: { ...topicActions(deps), ...buttons }, forms: { ...topicViews(deps), pages } };
}
