import { z } from 'zod';
import type { Caller } from '../../audience/caller.ts';
import { requireRole } from '../../audience/permissions.ts';
import { consentHistory } from '../../audience/topics/history.ts';
import { topicsOfContact } from '../../audience/topics/set.ts';
import { archiveTopic, listTopics, moveTopic, topicOfId } from '../../audience/topics/topics.ts';
import { RollcallError } from '../../errors.ts';
import { answering, opening } from '../core/button-listeners.ts';
import type { SlackDeps } from '../core/deps.ts';
import type { Message } from '../kit/message.ts';
import { contactTopicsModal, topicModal } from './forms.ts';
import { topicCard, topicList } from './messages.ts';
import { consentPage, ROWS_PER_PAGE } from './messages-consent.ts';

const idValue = z.coerce.number().pipe(z.int());
const place = z.object({ id: z.int(), before: z.string().regex(/^\d{1,18}$/) });

/** The card of a topic as it is now. */
export async function cardOfTopic(
  { audience }: Pick<SlackDeps, 'audience'>,
  caller: Caller,
  id: number,
  done?: string,
): Promise<Message> {
  const topic = (await listTopics(audience, caller)).find((each) => each.id === id);
  if (topic === undefined) throw new RollcallError('not-found', 'That topic no longer exists.');
  return topicCard(topic, done);
}

/** The buttons in lists and cards of topics, and the topic buttons on a contact's card. */
export function topicActions(deps: SlackDeps) {
  const { audience } = deps;
  return {
    listTopics: answering(deps, async (caller) => topicList(await listTopics(audience, caller))),
    showTopic: answering(deps, (caller, value) => cardOfTopic(deps, caller, idValue.parse(value))),

    newTopic: opening(deps, 'New topic', async (caller, _value, to) => {
      requireRole(caller, 'admin', 'create topics');
      return topicModal(to);
    }),
    editTopic: opening(deps, 'Edit topic', async (caller, value, to) => {
      requireRole(caller, 'admin', 'change topics');
      return topicModal(to, await topicOfId(audience, caller, idValue.parse(value)));
    }),
    moveTopic: answering(deps, async (caller, value, { action }) => {
      const by = action.action_id.endsWith('.up') ? -1 : 1;
      await moveTopic(audience, caller, { id: idValue.parse(value), by });
      return topicList(await listTopics(audience, caller));
    }),
    archiveTopic: answering(deps, async (caller, value) => {
      const { id, name } = await archiveTopic(audience, caller, { id: idValue.parse(value), archived: true });
      return cardOfTopic(deps, caller, id, `Archived "${name}". People's choices are kept.`);
    }),
    restoreTopic: answering(deps, async (caller, value) => {
      const { id, name } = await archiveTopic(audience, caller, {
        id: idValue.parse(value),
        archived: false,
      });
      return cardOfTopic(deps, caller, id, `Restored "${name}".`);
    }),

    contactTopics: opening(deps, 'Topics', async (caller, value, to) => {
      requireRole(caller, 'editor', "change contacts' topics");
      const shown = await topicsOfContact(audience, caller, { id: idValue.parse(value) });
      if (shown.topics.length > 0) return contactTopicsModal(to, shown);
      throw new RollcallError('not-found', 'No topics yet.', {
        hint: 'Add one with /audience topics.',
      });
    }),

    consentHistory: answering(deps, async (caller, value) => {
      const { id, ...from } = value.startsWith('{')
        ? place.parse(JSON.parse(value))
        : { id: idValue.parse(value) };
      return consentPage(
        await consentHistory(audience, caller, { contact: { id }, ...from, limit: ROWS_PER_PAGE }),
        {
          isFirst: !('before' in from),
        },
      );
    }),
  };
}
