import type { AllMiddlewareArgs, MessageShortcut, SlackShortcutMiddlewareArgs } from '@slack/bolt';
import { peopleInText } from '../../../audience/people-in-text.ts';
import type { SlackDeps } from '../../deps.ts';
import { wordsOf } from '../../message-words.ts';
import { loadingModal, sayingModal } from '../../modals/modal.ts';
import { tagPeopleModal } from '../../modals/people.ts';
import { personOf } from '../../people.ts';
import { showError } from '../../show-error.ts';

type Shortcut = SlackShortcutMiddlewareArgs<MessageShortcut> & AllMiddlewareArgs;

/** "Tag people in this message": a checklist of the addresses in it, for the person alone. */
export function tagPeopleShortcut(deps: SlackDeps) {
  return async ({ ack, shortcut, client }: Shortcut): Promise<void> => {
    await ack();
    const title = 'Tag people';
    const opened = await client.views.open({ trigger_id: shortcut.trigger_id, view: loadingModal(title) });
    const to = { url: shortcut.response_url, replace: false };
    const view = await deps
      .callerOf(personOf(shortcut), client)
      .then((caller) => peopleInText(deps.audience, caller, wordsOf(shortcut.message)))
      .then((people) => tagPeopleModal(to, people))
      .catch((error: unknown) => sayingModal(title, showError(error, deps.log).blocks));
    await client.views.update({ view_id: opened.view?.id ?? '', view });
  };
}
