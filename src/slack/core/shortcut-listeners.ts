import type {
  AllMiddlewareArgs,
  GlobalShortcut,
  MessageShortcut,
  SlackShortcutMiddlewareArgs,
} from '@slack/bolt';
import type { ModalView } from '@slack/types';
import type { Caller } from '../../audience/caller.ts';
import type { SlackDeps } from './deps.ts';
import { personOf } from './people.ts';
import { openWindow } from './windows.ts';

/**
 * A shortcut that opens a modal. If it can't, the person is told in their messages with the app, or beside the
 * message that the shortcut was used on.
 */
export function shortcutOpening<Shortcut extends GlobalShortcut | MessageShortcut>(
  deps: SlackDeps,
  title: string,
  make: (caller: Caller, shortcut: Shortcut) => Promise<ModalView>,
) {
  return async ({
    ack,
    shortcut,
    client,
  }: SlackShortcutMiddlewareArgs<Shortcut> & AllMiddlewareArgs): Promise<void> => {
    await ack();
    await openWindow(deps, { client, triggerId: shortcut.trigger_id, title }, async () =>
      make(await deps.callerOf(personOf(shortcut), client), shortcut as Shortcut),
    );
  };
}
