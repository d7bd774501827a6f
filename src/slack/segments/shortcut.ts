import type { GlobalShortcut } from '@slack/bolt';
import type { SlackDeps } from '../core/deps.ts';
import { shortcutOpening } from '../core/shortcut-listeners.ts';
import { builderFor } from './buttons-builder.ts';

/** "New segment", from anywhere in Slack. The answer goes into the person's messages with the app. */
export const newSegmentShortcut = (deps: SlackDeps) =>
  shortcutOpening<GlobalShortcut>(deps, 'New segment', (caller) =>
    builderFor(deps, caller, { to: { url: '', replace: false } }),
  );
