import type { App } from '@slack/bolt';
import { contactActions } from './contacts/buttons.ts';
import { attributeActions } from './contacts/buttons-attributes.ts';
import { contactsCommand } from './contacts/command.ts';
import { addContactShortcut } from './contacts/shortcut.ts';
import { contactViews } from './contacts/submissions.ts';
import { attributeViews } from './contacts/submissions-attributes.ts';
import { messageActions } from './core/buttons.ts';
import { listenerFor } from './core/command-line.ts';
import type { SlackDeps } from './core/deps.ts';
import { actions, pickers, shortcuts, views } from './core/ids.ts';
import { pickerOptions } from './core/pickers.ts';
import { telling } from './core/told.ts';
import { home } from './home/opened.ts';
import { importActions } from './imports/buttons.ts';
import { importNotMail } from './imports/buttons-not-mail.ts';
import { importDelimiter, importEncoding } from './imports/buttons-reading.ts';
import { importViews } from './imports/submissions.ts';
import { segmentActions } from './segments/buttons.ts';
import { segmentBuilderActions } from './segments/buttons-builder.ts';
import { segmentsCommand } from './segments/command.ts';
import { mentions } from './segments/questions.ts';
import { newSegmentShortcut } from './segments/shortcut.ts';
import { segmentViews } from './segments/submissions.ts';
import { segmentBuilderViews } from './segments/submissions-builder.ts';
import { tagActions } from './tags/buttons.ts';
import { tagsCommand } from './tags/command.ts';
import { tagPeopleShortcut } from './tags/shortcut.ts';
import { tagViews } from './tags/submissions.ts';
import { peopleViews } from './tags/submissions-people.ts';
import { apiKeyActions } from './workspace/buttons-api-keys.ts';
import { providerActions } from './workspace/buttons-providers.ts';
import { openSettings } from './workspace/buttons-settings.ts';
import { audienceCommand } from './workspace/command.ts';
import { apiKeyViews } from './workspace/submissions-api-keys.ts';
import { providerViews } from './workspace/submissions-providers.ts';
import { settingsViews } from './workspace/submissions-settings.ts';

/** The slash commands; manifest.yml has the same, and a test compares them. */
export const commands = [audienceCommand, contactsCommand, tagsCommand, segmentsCommand];

/** Registers every listener: the one place that says what the app reacts to. */
export function registerListeners(bolt: App, deps: SlackDeps): void {
  bolt.use(telling(deps));
  for (const command of commands) bolt.command(command.name, listenerFor(command, deps));

  const messages = messageActions(deps, commands);
  bolt.action(startsWith(actions.runCommand), messages.runCommand);
  bolt.action(actions.undo, messages.undo);
  bolt.action(actions.dismiss, messages.dismiss);

  bolt.action(startsWith(actions.showHistory), messages.history);

  const { opened, refresh } = home(deps);
  bolt.event('app_home_opened', opened);
  bolt.action(actions.refreshHome, refresh);
  bolt.event('app_mention', mentions(deps));
  bolt.shortcut(shortcuts.newSegment, newSegmentShortcut(deps));
  bolt.shortcut(shortcuts.addContact, addContactShortcut());
  bolt.shortcut(shortcuts.tagPeople, tagPeopleShortcut(deps));
  bolt.view(views.tagPeople, peopleViews(deps).tag);

  bolt.action(actions.openSettings, openSettings(deps));
  bolt.view(views.settings, settingsViews(deps).save);

  const attributes = attributeActions(deps);
  bolt.action(startsWith(actions.changeAttribute), attributes.open);
  bolt.action(actions.confirmAttribute, attributes.confirm);
  bolt.view(views.attributeType, attributeViews(deps).type);

  const picked = pickerOptions(deps);
  bolt.options(pickers.tag, picked.tags);
  bolt.options(pickers.segment, picked.segments);
  bolt.options(pickers.campaign, picked.campaigns);
  bolt.options(pickers.country, picked.countries);
  bolt.options(pickers.language, picked.languages);
  bolt.options(pickers.timeZone, picked.timeZones);
  bolt.options(pickers.subject, picked.subjects);

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

  const apiKeys = apiKeyActions(deps);
  bolt.action(actions.listApiKeys, apiKeys.list);
  bolt.action(actions.newApiKey, apiKeys.openNew);
  bolt.action(actions.revokeApiKey, apiKeys.revoke);
  bolt.view(views.newApiKey, apiKeyViews(deps).newKey);

  const providers = providerActions(deps);
  bolt.action(actions.listProviders, providers.list);
  bolt.action(startsWith(actions.connectProvider), providers.connect);
  bolt.action(actions.replaceProviderKey, providers.replaceKey);
  bolt.action(actions.removeProvider, providers.remove);
  bolt.view(views.providerKey, providerViews(deps).key);

  const imports = { ...importActions(deps), ...importViews(deps) };
  bolt.action(actions.openImport, imports.open);
  bolt.action(actions.showRejections, imports.showRejections);
  bolt.action(actions.fileOfRejections, imports.fileOfRejections);
  bolt.action(actions.retryImport, imports.retry);
  bolt.action(actions.cancelImport, imports.cancel);
  bolt.action(actions.undoImport, imports.undo);
  bolt.action(actions.showKept, imports.showKept);
  bolt.view(views.importFile, imports.file);
  bolt.action({ type: 'block_actions', action_id: startsWith(actions.importTagNames) }, imports.tagNames);
  bolt.action(actions.importEncoding, importEncoding(deps));
  bolt.action(actions.importDelimiter, importDelimiter(deps));
  bolt.action(actions.importNotMail, importNotMail(deps));
  bolt.view(views.importMapping, imports.mapping);
  bolt.view(views.importValues, imports.values);
  bolt.view(views.importRehearsal, imports.rehearsal);
  bolt.view(views.importConsent, imports.consent);
  const { importMapping, importValues, importRehearsal, importConsent } = views;
  for (const callback_id of [importMapping, importValues, importRehearsal, importConsent]) {
    bolt.view({ callback_id, type: 'view_closed' }, imports.closed);
  }
}

/** An id, alone or with a word behind it: action ids of a block have to differ. */
const startsWith = (id: string): RegExp => new RegExp(`^${id.replaceAll('.', '\\.')}(?:\\.|$)`);
