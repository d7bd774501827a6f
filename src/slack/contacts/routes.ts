import type { App } from '@slack/bolt';
import type { SlackDeps } from '../core/deps.ts';
import { actions, shortcuts, startsWith, views } from '../core/ids.ts';
import { contactActions } from './buttons.ts';
import { attributeActions } from './buttons-attributes.ts';
import { addContactShortcut } from './shortcut.ts';
import { contactViews } from './submissions.ts';
import { attributeViews } from './submissions-attributes.ts';

/** Registers the listeners of contacts and their attributes. */
export function registerContacts(bolt: App, deps: SlackDeps): void {
  bolt.shortcut(shortcuts.addContact, addContactShortcut());

  const attributes = attributeActions(deps);
  bolt.action(startsWith(actions.changeAttribute), attributes.open);
  bolt.action(actions.confirmAttribute, attributes.confirm);
  bolt.view(views.attributeType, attributeViews(deps).type);

  const contacts = { ...contactActions(deps), views: contactViews(deps) };
  bolt.action(startsWith(actions.showContact), contacts.show);
  bolt.action(actions.findContacts, contacts.next);
  bolt.action(startsWith(actions.addContact), contacts.add);
  bolt.action(actions.openAddContact, contacts.openAdd);
  bolt.action(actions.editContact, contacts.openEdit);
  bolt.action(actions.tagContact, contacts.openTag);
  bolt.action(actions.forgetContact, contacts.openForget);
  bolt.action(actions.confirmForget, contacts.confirmForget);
  bolt.view(views.addContact, contacts.views.add);
  bolt.view(views.editContact, contacts.views.edit);
  bolt.view(views.consent, contacts.views.consent);
  bolt.view(views.tagContact, contacts.views.tag);
  bolt.view(views.forgetContact, contacts.views.forget);
}
