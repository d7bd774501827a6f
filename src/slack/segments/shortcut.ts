import type { AllMiddlewareArgs, GlobalShortcut, SlackShortcutMiddlewareArgs } from '@slack/bolt';
import type { SlackDeps } from '../core/deps.ts';
import { personOf } from '../core/people.ts';
import { showError } from '../core/show-error.ts';
import { loadingModal, sayingModal } from '../kit/modal.ts';
import { builderFor } from './buttons-builder.ts';

type Shortcut = SlackShortcutMiddlewareArgs<GlobalShortcut> & AllMiddlewareArgs;

/** "New segment", from anywhere in Slack. The answer goes into the person's messages with the app. */
export function newSegmentShortcut(deps: SlackDeps) {
  return async ({ ack, shortcut, client }: Shortcut): Promise<void> => {
    await ack();
    const title = 'New segment';
    const opened = await client.views.open({ trigger_id: shortcut.trigger_id, view: loadingModal(title) });
    const view = await deps
      .callerOf(personOf(shortcut), client)
      .then((caller) => builderFor(deps, caller, { to: { url: '', replace: false } }))
      .catch((error: unknown) => sayingModal(title, showError(error, deps.log).blocks));
    await client.views.update({ view_id: opened.view?.id ?? '', view });
  };
}
