import { z } from 'zod';
import type { Caller } from '../../audience/caller.ts';
import { showContact } from '../../audience/contacts/card.ts';
import { everyoneIn } from '../../audience/people/bulk.ts';
import { listPeople } from '../../audience/people/list.ts';
import {
  nameOfSource,
  sentenceOfSource,
  sentencesLike,
  sourceOfSearch,
} from '../../audience/people/named.ts';
import { requireRole } from '../../audience/permissions.ts';
import { contactCard } from '../contacts/messages-card.ts';
import { sendExport } from '../contacts/send-export.ts';
import type { AnswerTo } from '../core/answer-to.ts';
import { answering, answeringBeside, opening, pushing } from '../core/button-listeners.ts';
import type { SlackDeps } from '../core/deps.ts';
import type { Message } from '../kit/message.ts';
import { sayingModal } from '../kit/modal.ts';
import { builderFor } from '../segments/buttons-builder.ts';
import { lineOffers } from '../workspace/messages-help.ts';
import { findModal, tagListedModal } from './forms-list.ts';
import { breakDownModal, compareModal } from './forms-numbers.ts';
import { peopleList } from './messages-list.ts';
import { type ListPlace, listPlaceIn } from './places.ts';

const idValue = z.coerce.number().pipe(z.int());

/** A page of a list of people as a message. */
export const listMessage = async (
  { audience }: Pick<SlackDeps, 'audience'>,
  caller: Caller,
  place: ListPlace,
): Promise<Message> => peopleList(await listPeople(audience, caller, place));

/** Whom a search finds; if that is no one, with buttons for what may be meant. */
export async function searchMessage(
  { audience }: Pick<SlackDeps, 'audience'>,
  caller: Caller,
  text: string,
): Promise<Message> {
  const source = await sourceOfSearch(audience, caller, text);
  const page = await listPeople(audience, caller, { source });
  if (source.of !== 'search' || page.people.length > 0) return peopleList(page);
  // A single word is searched for, and never read.
  const sentences = (await sentencesLike(audience, caller, text)).filter((each) => /\s/.test(each));
  return peopleList(page, { below: lineOffers(sentences.map((each) => `/contacts find ${each}`)) });
}

/** The list stays: what is done with it is answered beside it. */
const beside = (to: AnswerTo): AnswerTo => ({ ...to, replace: false });

/** The buttons of lists of people. What their values name is looked up in the caller's workspace. */
export function peopleActions(deps: SlackDeps) {
  const { audience } = deps;
  const sourceIn = (value: string) => listPlaceIn(value).source;
  const tagging = (way: 'on' | 'off') =>
    opening(deps, way === 'on' ? 'Tag everyone' : 'Untag everyone', async (caller, value, to) =>
      tagListedModal(beside(to), await everyoneIn(audience, caller, { source: sourceIn(value) }), { way }),
    );
  return {
    listPeople: answering(deps, (caller, value) => listMessage(deps, caller, listPlaceIn(value))),

    openPeople: pushing(deps, 'People', async (caller, value) =>
      sayingModal('People', (await listMessage(deps, caller, listPlaceIn(value))).blocks),
    ),

    /** Over the list, which stays: closing the card leads back to it. */
    openPerson: pushing(deps, 'Contact', async (caller, value) => {
      const card = contactCard(await showContact(audience, caller, { id: idValue.parse(value) }));
      return sayingModal('Contact', card.blocks);
    }),

    findPeople: opening(deps, 'Find people', async (caller, _value, to) => {
      requireRole(caller, 'editor', 'search contacts');
      return findModal(to);
    }),

    tagListed: tagging('on'),
    untagListed: tagging('off'),

    saveListed: opening(deps, 'New segment', async (caller, value, to) => {
      const sentence = await sentenceOfSource(audience, caller, sourceIn(value));
      return builderFor(deps, caller, { to: beside(to), sentence });
    }),

    breakDown: opening(deps, 'Break down', async (_caller, value, to) =>
      breakDownModal(beside(to), sourceIn(value)),
    ),
    comparePeople: opening(deps, 'Compare', async (caller, value, to) => {
      const source = sourceIn(value);
      return compareModal(beside(to), { source, name: await nameOfSource(audience, caller, source) });
    }),

    exportListed: answeringBeside(deps, (caller, value, { client }) =>
      sendExport(deps, { caller, client }, { people: sourceIn(value) }),
    ),
  };
}
