import type { App } from '@slack/bolt';
import type { SlackDeps } from '../core/deps.ts';
import { shortcuts } from '../core/ids.ts';
import { segmentActions } from './buttons.ts';
import { segmentBuilderActions } from './buttons-builder.ts';
import { directMessages, mentions, questionActions } from './questions.ts';
import { newSegmentShortcut } from './shortcut.ts';
import { segmentViews } from './submissions.ts';
import { segmentBuilderViews } from './submissions-builder.ts';

/** The listeners of the buttons and forms of segments. */
export function segmentListeners(deps: SlackDeps) {
  const { changed: _, ...builder } = segmentBuilderActions(deps);
  return {
    buttons: { ...segmentActions(deps), ...builder, ...questionActions(deps) },
    forms: { ...segmentViews(deps), ...segmentBuilderViews(deps) },
  };
}

/** Registers the other listeners of segments, and of questions that people ask in channels. */
export function registerSegments(bolt: App, deps: SlackDeps): void {
  bolt.event('app_mention', mentions(deps));
  bolt.event('message', directMessages(deps));
  bolt.shortcut(shortcuts.newSegment, newSegmentShortcut(deps));
  const { changed } = segmentBuilderActions(deps);
  // All elements of the form: its buttons and selects, and the pickers and inputs of its rows.
  bolt.action({ type: 'block_actions', action_id: /^form\./ }, changed);
  bolt.action({ type: 'block_actions', action_id: /\.pick$/, block_id: /^row\d+/ }, changed);
}
