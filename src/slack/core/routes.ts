import type { App } from '@slack/bolt';
import { messageActions } from './buttons.ts';
import type { Command } from './command-line.ts';
import type { SlackDeps } from './deps.ts';
import { actions, pickers, startsWith } from './ids.ts';
import { pickerOptions } from './pickers.ts';

/** Registers the listeners of what every message has (undo, dismiss, a command to run), and the pickers of every form. */
export function registerCore(bolt: App, deps: SlackDeps, commands: Command[]): void {
  const messages = messageActions(deps, commands);
  bolt.action(startsWith(actions.runCommand), messages.runCommand);
  bolt.action(actions.undo, messages.undo);
  bolt.action(actions.dismiss, messages.dismiss);
  bolt.action(startsWith(actions.showHistory), messages.history);

  const picked = pickerOptions(deps);
  bolt.options(pickers.tag, picked.tags);
  bolt.options(pickers.segment, picked.segments);
  bolt.options(pickers.campaign, picked.campaigns);
  bolt.options(pickers.country, picked.countries);
  bolt.options(pickers.language, picked.languages);
  bolt.options(pickers.timeZone, picked.timeZones);
  bolt.options(pickers.subject, picked.subjects);
}
