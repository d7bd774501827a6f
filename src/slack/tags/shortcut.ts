import type { MessageShortcut } from '@slack/bolt';
import { peopleInText } from '../../audience/contacts/people-in-text.ts';
import type { SlackDeps } from '../core/deps.ts';
import { shortcutOpening } from '../core/shortcut-listeners.ts';
import { wordsOf } from '../kit/message-words.ts';
import { tagPeopleModal } from './forms-people.ts';

/** "Tag people in this message": a checklist of the addresses in it, visible only to the person who asked. */
export const tagPeopleShortcut = (deps: SlackDeps) =>
  shortcutOpening<MessageShortcut>(deps, 'Tag people', async (caller, { message, response_url }) =>
    tagPeopleModal(
      { url: response_url, replace: false },
      await peopleInText(deps.audience, caller, wordsOf(message)),
    ),
  );
