import type { App } from '@slack/bolt';
import type { SlackDeps } from '../core/deps.ts';
import { actions, shortcuts, views } from '../core/ids.ts';
import { tagActions } from './buttons.ts';
import { tagPeopleShortcut } from './shortcut.ts';
import { tagViews } from './submissions.ts';
import { peopleViews } from './submissions-people.ts';

/** Registers the listeners of tags. */
export function registerTags(bolt: App, deps: SlackDeps): void {
  bolt.shortcut(shortcuts.tagPeople, tagPeopleShortcut(deps));
  bolt.view(views.tagPeople, peopleViews(deps).tag);

  const tags = { ...tagActions(deps), views: tagViews(deps) };
  bolt.action(actions.listTags, tags.list);
  bolt.action(actions.previousTags, tags.list);
  bolt.action(actions.nextTags, tags.list);
  bolt.action(actions.showTag, tags.show);
  bolt.action(actions.newTag, tags.openNew);
  bolt.action(actions.makeTagAnyway, tags.makeAnyway);
  bolt.action(actions.useTag, tags.use);
  bolt.action(actions.addPeople, tags.openAddPeople);
  bolt.action(actions.renameTag, tags.openRename);
  bolt.action(actions.renameTagAnyway, tags.renameAnyway);
  bolt.action(actions.mergeTag, tags.openMerge);
  bolt.action(actions.confirmMerge, tags.confirmMerge);
  bolt.action(actions.deleteTag, tags.openDelete);
  bolt.action(actions.confirmDeletion, tags.confirmDeletion);
  bolt.view(views.newTag, tags.views.newTag);
  bolt.view(views.renameTag, tags.views.rename);
  bolt.view(views.addPeople, tags.views.addPeople);
  bolt.view(views.mergeTag, tags.views.merge);
  bolt.view(views.confirmMerge, tags.views.confirmMerge);
  bolt.view(views.deleteTag, tags.views.delete);
}
