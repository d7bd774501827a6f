import type { App } from '@slack/bolt';
import { campaignsCommand } from './campaigns/command.ts';
import { campaignListeners, registerCampaigns } from './campaigns/routes.ts';
import { contactsCommand } from './contacts/command.ts';
import { contactListeners, registerContacts } from './contacts/routes.ts';
import { listenerFor } from './core/command-line.ts';
import type { SlackDeps } from './core/deps.ts';
import { registerButtons, registerForms } from './core/listeners.ts';
import { reportingErrors } from './core/report-errors.ts';
import { coreListeners, registerCore } from './core/routes.ts';
import { homeListeners, registerHome } from './home/routes.ts';
import { importListeners, registerImports } from './imports/routes.ts';
import { peopleListeners } from './people/routes.ts';
import { segmentsCommand } from './segments/command.ts';
import { registerSegments, segmentListeners } from './segments/routes.ts';
import { senderListeners } from './senders/routes.ts';
import { tagsCommand } from './tags/command.ts';
import { registerTags, tagListeners } from './tags/routes.ts';
import { topicListeners } from './topics/routes.ts';
import { watchListeners } from './watches/routes.ts';
import { audienceCommand } from './workspace/command.ts';
import { workspaceListeners } from './workspace/routes.ts';

/** The slash commands; manifest.yml lists the same, and a test compares them. */
export const commands = [audienceCommand, contactsCommand, tagsCommand, segmentsCommand, campaignsCommand];

/** Registers every listener. Each feature lists its own in a file. */
export function registerListeners(bolt: App, deps: SlackDeps): void {
  bolt.use(reportingErrors(deps));
  for (const command of commands) bolt.command(command.name, listenerFor(command, deps));
  const core = coreListeners(deps, commands);
  const contacts = contactListeners(deps);
  const tags = tagListeners(deps);
  const topics = topicListeners(deps);
  const senders = senderListeners(deps);
  const people = peopleListeners(deps);
  const segments = segmentListeners(deps);
  const campaigns = campaignListeners(deps);
  const imports = importListeners(deps);
  const watches = watchListeners(deps);
  const workspace = workspaceListeners(deps);
  registerButtons(bolt, {
    ...core.buttons,
    ...homeListeners(deps).buttons,
    ...contacts.buttons,
    ...tags.buttons,
    ...topics.buttons,
    ...senders.buttons,
    ...people.buttons,
    ...segments.buttons,
    ...campaigns.buttons,
    ...imports.buttons,
    ...watches.buttons,
    ...workspace.buttons,
  });
  registerForms(bolt, {
    ...core.forms,
    ...contacts.forms,
    ...tags.forms,
    ...topics.forms,
    ...senders.forms,
    ...people.forms,
    ...segments.forms,
    ...campaigns.forms,
    ...imports.forms,
    ...watches.forms,
    ...workspace.forms,
  });
  registerCore(bolt, deps);
  registerHome(bolt, deps);
  registerContacts(bolt, deps);
  registerTags(bolt, deps);
  registerSegments(bolt, deps);
  registerCampaigns(bolt, deps);
  registerImports(bolt, deps);
}
