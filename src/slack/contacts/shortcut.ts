import type { GlobalShortcut } from '@slack/bolt';
import { requireRole } from '../../audience/permissions.ts';
import type { SlackDeps } from '../core/deps.ts';
import { shortcutOpening } from '../core/shortcut-listeners.ts';
import { addContactModal } from './forms.ts';

/** "Add a contact", from anywhere in Slack. The answer goes into the person's messages with the app. */
export const addContactShortcut = (deps: SlackDeps) =>
  shortcutOpening<GlobalShortcut>(deps, 'Add a contact', async (caller) => {
    requireRole(caller, 'editor', 'add contacts');
    return addContactModal({ url: '', replace: false });
  });
