import type { App } from '@slack/bolt';
import type { SlackDeps } from '../core/deps.ts';
import { shortcuts } from '../core/ids.ts';
import { contactActions } from './buttons.ts';
import { attributeActions } from './buttons-attributes.ts';
import { addContactShortcut } from './shortcut.ts';
import { contactViews } from './submissions.ts';
import { attributeViews } from './submissions-attributes.ts';
import { suppressViews } from './submissions-suppress.ts';

/** The listeners of the buttons and forms of contacts and their attributes. */
export const contactListeners = (deps: SlackDeps) => ({
  buttons: { ...contactActions(deps), ...attributeActions(deps) },
  forms: { ...contactViews(deps), ...attributeViews(deps), ...suppressViews(deps) },
});

/** Registers the other listeners of contacts. */
export function registerContacts(bolt: App, deps: SlackDeps): void {
  bolt.shortcut(shortcuts.addContact, addContactShortcut(deps));
}
