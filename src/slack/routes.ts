import type { App } from '@slack/bolt';
import { listenerFor } from './command-line.ts';
import type { SlackDeps } from './deps.ts';
import { actions, views } from './ids.ts';
import { importActions } from './listeners/actions/imports.ts';
import { makeTagAnyway } from './listeners/actions/tags.ts';
import { audienceCommand } from './listeners/commands/audience.ts';
import { contactsCommand } from './listeners/commands/contacts.ts';
import { segmentsCommand } from './listeners/commands/segments.ts';
import { tagsCommand } from './listeners/commands/tags.ts';
import { importViews } from './listeners/views/imports.ts';

/** The slash commands; manifest.yml has the same, and a test compares them. */
export const commands = [audienceCommand, contactsCommand, tagsCommand, segmentsCommand];

/** Registers every listener: the one place that says what the app reacts to. */
export function registerListeners(bolt: App, deps: SlackDeps): void {
  for (const command of commands) bolt.command(command.name, listenerFor(command, deps));

  bolt.action(actions.makeTagAnyway, makeTagAnyway(deps));
  const imports = { ...importActions(deps), ...importViews(deps) };
  bolt.action(actions.openImport, imports.open);
  bolt.action(actions.showRejections, imports.showRejections);
  bolt.action(actions.fileOfRejections, imports.fileOfRejections);
  bolt.action(actions.retryImport, imports.retry);
  bolt.view(views.importFile, imports.file);
  bolt.view(views.importMapping, imports.mapping);
  bolt.view({ callback_id: views.importMapping, type: 'view_closed' }, imports.closed);
}
