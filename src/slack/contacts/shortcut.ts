import type { AllMiddlewareArgs, GlobalShortcut, SlackShortcutMiddlewareArgs } from '@slack/bolt';
import { addContactModal } from './forms.ts';

type Shortcut = SlackShortcutMiddlewareArgs<GlobalShortcut> & AllMiddlewareArgs;

/** "Add a contact", from anywhere in Slack. The answer goes into the person's messages with the app. */
export function addContactShortcut() {
  return async ({ ack, shortcut, client }: Shortcut): Promise<void> => {
    await ack();
    const view = addContactModal({ url: '', replace: false });
    await client.views.open({ trigger_id: shortcut.trigger_id, view });
  };
}
