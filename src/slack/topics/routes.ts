import type { App } from '@slack/bolt';
import type { SlackDeps } from '../core/deps.ts';
import { actions, startsWith, views } from '../core/ids.ts';
import { topicActions } from './buttons.ts';
import { pagesListeners } from './pages.ts';
import { topicViews } from './submissions.ts';

/** Registers the listeners of topics and of consent. */
export function registerTopics(bolt: App, deps: SlackDeps): void {
  const topics = { ...topicActions(deps), views: topicViews(deps) };
  bolt.action(actions.listTopics, topics.list);
  bolt.action(actions.showTopic, topics.show);
  bolt.action(actions.newTopic, topics.openNew);
  bolt.action(actions.editTopic, topics.openEdit);
  bolt.action(startsWith(actions.moveTopic), topics.move);
  bolt.action(actions.archiveTopic, topics.archive);
  bolt.action(actions.restoreTopic, topics.restore);
  bolt.action(actions.contactTopics, topics.openContactTopics);
  bolt.action(actions.consentHistory, topics.consentHistory);
  const pages = pagesListeners(deps);
  bolt.action(actions.changePages, pages.openChange);
  bolt.action(actions.preferencePage, pages.preferencePage);
  bolt.action(actions.openPage, pages.opened);
  bolt.view(views.pages, pages.save);
  bolt.view(views.topic, topics.views.topic);
  bolt.view(views.topicDefault, topics.views.topicDefault);
  bolt.view(views.contactTopics, topics.views.contactTopics);
}
