import type { App } from '@slack/bolt';
import type { SlackDeps } from '../core/deps.ts';
import { shortcuts } from '../core/ids.ts';
import { tagActions } from './buttons.ts';
import { tagPeopleShortcut } from './shortcut.ts';
import { tagViews } from './submissions.ts';
import { peopleViews } from './submissions-people.ts';

/** The listeners of the buttons and forms of tags. */
export function tagListeners(deps: SlackDeps) {
  const buttons = tagActions(deps);
  return {
    buttons: { ...buttons, previousTags: buttons.listTags, nextTags: buttons.listTags },
    forms: { ...tagViews(deps), ...peopleViews(deps) },
  };
}

/** Registers the other listeners of tags. */
export function registerTags(bolt: App, deps: SlackDeps): void {
  bolt.shortcut(shortcuts.tagPeople, tagPeopleShortcut(deps));
}
