import type { App } from '@slack/bolt';
import { messageActions } from './buttons.ts';
import type { Command } from './command-line.ts';
import type { SlackDeps } from './deps.ts';
import { pickers } from './ids.ts';
import { pickerOptions } from './pickers.ts';
import { askedViews } from './submissions-asked.ts';

/**
 * The listeners of buttons that any message can have (undo, dismiss, a command to run), and of the form that asks
 * for a command's argument.
 */
export const coreListeners = (deps: SlackDeps, commands: Command[]) => ({
  buttons: messageActions(deps, commands),
  forms: askedViews(deps, commands),
});

/** Registers the pickers of all forms. */
export function registerCore(bolt: App, deps: SlackDeps): void {
  const picked = pickerOptions(deps);
  bolt.options(pickers.tag, picked.tags);
  bolt.options(pickers.person, picked.people);
  bolt.options(pickers.breakdown, picked.breakdowns);
  bolt.options(pickers.segment, picked.segments);
  bolt.options(pickers.campaign, picked.campaigns);
  bolt.options(pickers.ruleCampaign, picked.ruleCampaigns);
  bolt.options(pickers.someCampaign, picked.someCampaigns);
  bolt.options(pickers.ownCampaign, picked.ownCampaigns);
  bolt.options(pickers.country, picked.countries);
  bolt.options(pickers.language, picked.languages);
  bolt.options(pickers.timeZone, picked.timeZones);
  bolt.options(pickers.subject, picked.subjects);
}
