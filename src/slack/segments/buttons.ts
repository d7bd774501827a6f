import type { ModalView } from '@slack/types';
import { z } from 'zod';
import type { Caller } from '../../audience/caller.ts';
import { breakDown } from '../../audience/people/breakdown.ts';
import { listPeople } from '../../audience/people/list.ts';
import { comparePeople } from '../../audience/people/overlap.ts';
import { requireRole } from '../../audience/permissions.ts';
import { countWithNeverMailed, showSegment } from '../../audience/segments/card.ts';
import { deleteSegment, previewSegmentDeletion } from '../../audience/segments/changes.ts';
import { forecastSegment, requireDays } from '../../audience/segments/forecast.ts';
import { listSegments } from '../../audience/segments/list.ts';
import { lookUpSegment } from '../../audience/segments/lookup.ts';
import { type Size, sizeOfSegment, timeZoneOf } from '../../audience/segments/segments.ts';
import { sizeHistory } from '../../audience/watches/history.ts';
import { defined } from '../../lib/defined.ts';
import { answerLater, shareLater } from '../core/answers.ts';
import { answering, answerPlace, type Click, opening } from '../core/button-listeners.ts';
import type { SlackDeps } from '../core/deps.ts';
import { personOf } from '../core/people.ts';
import { showError } from '../core/show-error.ts';
import type { Message } from '../kit/message.ts';
import { breakdownCard } from '../people/messages-breakdown.ts';
import { peopleList } from '../people/messages-list.ts';
import { overlapCard } from '../people/messages-overlap.ts';
import { sizeHistoryCard } from '../watches/messages-history.ts';
import { copySegmentModal, deleteSegmentModal, renameSegmentModal, whyModal } from './forms.ts';
import { detailsModal } from './forms-details.ts';
import { segmentCard, segmentSize } from './messages-card.ts';
import { segmentDeleted } from './messages-changes.ts';
import { forecasts } from './messages-forecast.ts';
import { SEGMENTS_PER_PAGE, segmentList } from './messages-list.ts';
import { saysAddress, tellsPeople } from './messages-personal.ts';
import { forAll, shared, shareQuestion } from './messages-sharing.ts';
import { counting } from './messages-size.ts';
import { placeSchema, type SegmentPlace } from './places.ts';

const idValue = z.coerce.number().pipe(z.int());

/** What a button about segments shows, queried again: numbers in a message are as old as the message. */
export const segmentPlace = async (
  deps: Pick<SlackDeps, 'audience'>,
  caller: Caller,
  place: SegmentPlace,
): Promise<Message> => (await placeOf(deps, caller, place)).card;

/** The same, and whether it reveals who someone is. */
async function placeOf(
  deps: Pick<SlackDeps, 'audience'>,
  caller: Caller,
  place: SegmentPlace,
  { isForAll = false } = {},
): Promise<{ card: Message; tells: boolean }> {
  const { card, size, tells } = await cardOf(deps, caller, place, isForAll);
  const isTelling = tells === true || (size !== undefined && tellsPeople(size));
  return { card, tells: isTelling || saysAddress(forAll(card)) };
}

async function cardOf(
  { audience }: Pick<SlackDeps, 'audience'>,
  caller: Caller,
  place: SegmentPlace,
  isForAll: boolean,
): Promise<{ card: Message; size?: Size; tells?: boolean }> {
  switch (place.show) {
    case 'list': {
      const page = await listSegments(audience, caller, { ...place, perPage: SEGMENTS_PER_PAGE });
      const sizes = page.segments.flatMap((line) => ('size' in line ? [line.size] : []));
      const size = sizes.find(tellsPeople);
      return { card: segmentList(page), ...defined({ size }) };
    }
    case 'card': {
      const shown = await showSegment(audience, caller, { id: place.id });
      return { card: segmentCard(shown), ...('problem' in shown.size ? {} : { size: shown.size }) };
    }
    case 'size': {
      const segment = await sizeOfSegment(audience, caller, { id: place.id });
      return { card: segmentSize(segment), size: segment.size };
    }
    case 'count': {
      const { size, ...beside } = await countWithNeverMailed(audience, caller, place);
      return { card: counting(size, beside), size };
    }
    case 'members': {
      const source = { of: 'segment', id: place.id } as const;
      return { card: peopleList(await listPeople(audience, caller, { source })), tells: true };
    }
    case 'breakdown': {
      const breakdown = await breakDown(audience, caller, { ...place, isForAll });
      return { card: breakdownCard(breakdown), tells: breakdown.namesPeople };
    }
    case 'overlap': {
      const overlap = await comparePeople(audience, caller, place);
      return { card: overlapCard(overlap), tells: overlap.namesPeople };
    }
    case 'forecast': {
      const { id, days } = place;
      // Before the steps on the way, so that an error says the number that was asked for.
      requireDays(days);
      const [{ name, size }, steps] = await Promise.all([
        sizeOfSegment(audience, caller, { id }),
        Promise.all(
          stepsTo(days).map(async (ahead) => ({
            ...(await forecastSegment(audience, caller, { id, days: ahead })),
            days: ahead,
          })),
        ),
      ]);
      return { card: forecasts({ id, name, members: size.members, steps }) };
    }
    case 'history': {
      const { id, from, to } = place;
      return { card: sizeHistoryCard(await sizeHistory(audience, caller, { id, ...defined({ from, to }) })) };
    }
    default:
      throw place satisfies never;
  }
}

/** The days that a forecast looks at on its way: each is a query, so there are few. */
const stepsTo = (days: number): number[] => [
  ...new Set([Math.min(7, days), Math.ceil(days / 2), days].sort((one, other) => one - other)),
];

/** The exact rule behind a number. */
async function detailsOf(
  { audience }: Pick<SlackDeps, 'audience'>,
  caller: Caller,
  place: SegmentPlace,
): Promise<ModalView> {
  const timeZone = await timeZoneOf(audience, caller);
  if (place.show === 'count') {
    const { size } = await countWithNeverMailed(audience, caller, place);
    return detailsModal(size, { timeZone });
  }
  if (!('id' in place)) throw new Error(`a ${place.show} has no details`);
  const card = await showSegment(audience, caller, { id: place.id });
  return detailsModal(card.size, { timeZone, card });
}

/** The buttons in lists and cards of segments. Every id they hold is looked up in the caller's workspace. */
export function segmentActions(deps: SlackDeps) {
  const { audience } = deps;
  const segmentOf = (caller: Caller, value: string) =>
    lookUpSegment(audience, caller, { id: idValue.parse(value) });
  const place = (value: string): SegmentPlace => placeSchema.parse(JSON.parse(value));

  async function share(
    { ack, body, action, client }: Click,
    { isAsked }: { isAsked: boolean },
  ): Promise<void> {
    await ack();
    const asker = { client, userId: body.user.id, to: { ...answerPlace(body), replace: false } };
    try {
      const caller = await deps.callerOf(personOf(body), client);
      const what = place(action.value ?? '');
      const { card, tells } = await placeOf(deps, caller, what, { isForAll: true });
      // The rule may have changed since the button appeared, so this checks what would be shared now.
      if (tells && !isAsked) return await answerLater(deps, asker, shareQuestion(what));
      const channel = body.channel?.id ?? body.user.id;
      await shareLater(deps, { ...asker, channel }, shared(card, body.user.id));
    } catch (error) {
      await answerLater(deps, asker, showError(error, deps.log));
    }
  }

  return {
    segmentDetails: opening(deps, 'Details', (caller, value) => detailsOf(deps, caller, place(value))),
    showSegments: answering(deps, (caller, value) => segmentPlace(deps, caller, place(value))),

    /** The same for everyone, counted again. A card that reveals who someone is needs confirmation first. */
    shareSegments: (click: Click) => share(click, { isAsked: false }),
    shareAnyway: (click: Click) => share(click, { isAsked: true }),

    whySegment: opening(deps, 'Why?', async (caller, value, to) => {
      requireRole(caller, 'editor', 'see why someone is in a segment');
      return whyModal(to, await segmentOf(caller, value));
    }),
    renameSegment: opening(deps, 'Rename segment', async (caller, value, to) => {
      requireRole(caller, 'editor', 'rename segments');
      return renameSegmentModal(to, await segmentOf(caller, value));
    }),
    copySegment: opening(deps, 'Copy segment', async (caller, value, to) => {
      requireRole(caller, 'editor', 'create segments');
      return copySegmentModal(to, await segmentOf(caller, value));
    }),
    deleteSegment: opening(deps, 'Delete segment', async (caller, value, to) => {
      const { segment } = await previewSegmentDeletion(audience, caller, { id: idValue.parse(value) });
      return deleteSegmentModal(to, segment);
    }),
    confirmSegmentDeletion: answering(deps, async (caller, value) =>
      segmentDeleted(await deleteSegment(audience, caller, { id: idValue.parse(value) })),
    ),
  };
}
