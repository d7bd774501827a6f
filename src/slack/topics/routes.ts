import type { SlackDeps } from '../core/deps.ts';
import { topicActions } from './buttons.ts';
import { pagesListeners } from './pages.ts';
import { topicViews } from './submissions.ts';

/** What listens to the buttons and forms of topics, of consent, and of the pages that people see. */
export function topicListeners(deps: SlackDeps) {
  const { pages, ...buttons } = pagesListeners(deps);
  return { buttons: { ...topicActions(deps), ...buttons }, forms: { ...topicViews(deps), pages } };
}
