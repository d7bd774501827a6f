import type { App } from '@slack/bolt';
import type { SlackDeps } from '../core/deps.ts';
import { actions, shortcuts, startsWith, views } from '../core/ids.ts';
import { segmentActions } from './buttons.ts';
import { segmentBuilderActions } from './buttons-builder.ts';
import { mentions } from './questions.ts';
import { newSegmentShortcut } from './shortcut.ts';
import { segmentViews } from './submissions.ts';
import { segmentBuilderViews } from './submissions-builder.ts';

/** Registers the listeners of segments, and the questions that people ask in channels. */
export function registerSegments(bolt: App, deps: SlackDeps): void {
  bolt.event('app_mention', mentions(deps));
  bolt.shortcut(shortcuts.newSegment, newSegmentShortcut(deps));

  const segments = { ...segmentActions(deps), views: segmentViews(deps) };
  bolt.action(startsWith(actions.showSegments), segments.show);
  bolt.action(actions.shareSegments, segments.share);
  bolt.action(actions.shareAnyway, segments.shareAnyway);
  bolt.action(actions.whySegment, segments.openWhy);
  bolt.action(actions.renameSegment, segments.openRename);
  bolt.action(actions.copySegment, segments.openCopy);
  bolt.action(actions.deleteSegment, segments.openDelete);
  bolt.action(actions.confirmSegmentDeletion, segments.confirmDeletion);
  bolt.view(views.whySegment, segments.views.why);
  bolt.view(views.renameSegment, segments.views.rename);
  bolt.view(views.copySegment, segments.views.copy);
  bolt.view(views.deleteSegment, segments.views.delete);

  const builder = { ...segmentBuilderActions(deps), views: segmentBuilderViews(deps) };
  bolt.action(actions.newSegment, builder.openNew);
  bolt.action(actions.editSegment, builder.openEdit);
  // Each element of the form: its buttons and selects, and the pickers and inputs of its rows.
  bolt.action({ type: 'block_actions', action_id: /^form\./ }, builder.changed);
  bolt.action({ type: 'block_actions', action_id: /\.pick$/, block_id: /^row\d+/ }, builder.changed);
  bolt.view(views.segmentBuilder, builder.views.submit);
  bolt.view(views.confirmEdit, builder.views.confirm);
}
