import type { App } from '@slack/bolt';
import { contactsCommand } from './contacts/command.ts';
import { registerContacts } from './contacts/routes.ts';
import { listenerFor } from './core/command-line.ts';
import type { SlackDeps } from './core/deps.ts';
import { reportingErrors } from './core/report-errors.ts';
import { registerCore } from './core/routes.ts';
import { registerHome } from './home/routes.ts';
import { registerImports } from './imports/routes.ts';
import { segmentsCommand } from './segments/command.ts';
import { registerSegments } from './segments/routes.ts';
import { tagsCommand } from './tags/command.ts';
import { registerTags } from './tags/routes.ts';
import { registerTopics } from './topics/routes.ts';
import { audienceCommand } from './workspace/command.ts';
import { registerWorkspace } from './workspace/routes.ts';

/** The slash commands; manifest.yml has the same, and a test compares them. */
export const commands = [audienceCommand, contactsCommand, tagsCommand, segmentsCommand];

/** Registers every listener: each feature's own file says what it reacts to. */
export function registerListeners(bolt: App, deps: SlackDeps): void {
  bolt.use(reportingErrors(deps));
  for (const command of commands) bolt.command(command.name, listenerFor(command, deps));
  registerCore(bolt, deps, commands);
  registerHome(bolt, deps);
  registerContacts(bolt, deps);
  registerTags(bolt, deps);
  registerTopics(bolt, deps);
  registerSegments(bolt, deps);
  registerImports(bolt, deps);
  registerWorkspace(bolt, deps);
}
