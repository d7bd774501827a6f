import type { AllMiddlewareArgs, MessageShortcut, SlackShortcutMiddlewareArgs } from '@slack/bolt';
import { peopleInText } from '../../audience/contacts/people-in-text.ts';
import type { SlackDeps } from '../core/deps.ts';
import { personOf } from '../core/people.ts';
import { showError } from '../core/show-error.ts';
import { wordsOf } from '../kit/message-words.ts';
import { loadingModal, sayingModal } from '../kit/modal.ts';
import { tagPeopleModal } from './forms-people.ts';

type Shortcut = SlackShortcutMiddlewareArgs<MessageShortcut> & AllMiddlewareArgs;

/** "Tag people in this message": a checklist of the addresses in it, visible only to the person who asked. */
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
