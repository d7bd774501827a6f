import type { App } from '@slack/bolt';
import { messageActions } from './buttons.ts';
import type { Command } from './command-line.ts';
import type { SlackDeps } from './deps.ts';
import { pickers } from './ids.ts';
import { anyOf } from './listeners.ts';
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

/** Registers the pickers of all forms: one listener of Bolt's for all, as with buttons. */
export function registerCore(bolt: App, deps: SlackDeps): void {
  const picked = pickerOptions(deps);
  const listeners = new Map<string, typeof picked.tags>([
    [pickers.tag, picked.tags],
    [pickers.person, picked.people],
    [pickers.breakdown, picked.breakdowns],
    [pickers.segment, picked.segments],
    [pickers.campaign, picked.campaigns],
    [pickers.ruleCampaign, picked.ruleCampaigns],
    [pickers.someCampaign, picked.someCampaigns],
    [pickers.ownCampaign, picked.ownCampaigns],
    [pickers.country, picked.countries],
    [pickers.language, picked.languages],
    [pickers.timeZone, picked.timeZones],
    [pickers.subject, picked.subjects],
  ]);
  bolt.options(anyOf([...listeners.keys()]), async (args) => {
    await listeners.get(args.options.action_id)?.(args);
  });
}
